// SPDX-License-Identifier: GPL-2.0
/*
 * usage: fuzz [CALLS [SEED]]
 *
 * Calls /dev/mapgc with valid arguments that were spoiled a little. Whatever comes
 * back is a documented answer; a refusal has a line and changed nothing; and in
 * the end nothing is left.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

#define CALLS_DEFAULT	3000
#define DEVICES		3
#define TARGETS_KEPT	4	/* more would only make hits slow */

static const uint64_t values[] = {
	0, 1, 2, 3, 7, 8, 23, 24, 31, 32, 33, 127, 128, 129, 255, 256, 257, 4095, 4096, 4097,
	65535, 65536, 262144, 262145, 1 << 30, 0x7fffffff, 0x80000000, 0xffffffff,
	1ULL << 47, 0x7fffffffffff, 0xffff888000000000, 0xffffffff81000000, INT64_MAX, UINT64_MAX,
};

static const int documented[] = {
	0, EINVAL, E2BIG, EFAULT, EBADF, ESTALE, EOPNOTSUPP, ENOENT, EBUSY, ESRCH, EXDEV, ENOSPC,
};

static uint64_t state;
static int devices[DEVICES];
static struct specimen specimen;
static unsigned int answers_by_err[256];

static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static unsigned int below(unsigned int limit)
{
	return (draw() >> 20) % limit;
}

/* One change in @bytes of memory: a bit, or a member-sized word of a telling value. */
static void spoil(void *at, size_t bytes)
{
	static const size_t sizes[] = { 1, 2, 4, 8 };
	uint64_t value = values[below(sizeof(values) / sizeof(values[0]))];
	size_t size = sizes[below(4)];
	unsigned char *to = at;
	size_t offset;

	if (below(4) == 0) {
		to[below(bytes)] ^= 1 << below(8);
		return;
	}
	offset = below(bytes / size) * size;
	memcpy(to + offset, &value, size);
}

static void spoil_arrays(void)
{
	switch (below(5)) {
	case 0:
		spoil(&specimen.sites[below(SPECIMEN_SITES)], sizeof(specimen.sites[0]));
		break;
	case 1:
		spoil(&specimen.callsites[below(SPECIMEN_STUB_UNKNOWN)],
		      sizeof(specimen.callsites[0]));
		break;
	case 2:
		spoil(&specimen.transitions[below(SPECIMEN_TRANSITIONS)],
		      sizeof(specimen.transitions[0]));
		break;
	case 3:
		specimen.pid = below(400);
		break;
	}
}

static uint32_t some_target(void)
{
	uint32_t ids[TARGETS_KEPT + 1] = {};
	long nr = device_list(devices[0], ids, TARGETS_KEPT + 1);

	return nr > 0 && below(8) ? ids[below(nr > TARGETS_KEPT ? TARGETS_KEPT : nr)] : below(100);
}

union arguments {
	struct mapgc_hdr hdr;
	struct mapgc_attach_args attach;
	struct mapgc_detach_args detach;
	struct mapgc_process_args process;
	struct mapgc_list_args list;
	struct mapgc_target_args target;
	struct mapgc_snapshot_args snapshot;
	unsigned char bytes[sizeof(struct mapgc_snapshot_args) + 256];
};

static size_t fill(unsigned int number, union arguments *args)
{
	static uint32_t ids[MAPGC_TARGETS_MAX];
	static struct mapgc_pid pids[MAPGC_PROCESSES_MAX];

	memset(args, 0, sizeof(*args));
	switch (number) {
	case 1:
		args->attach = specimen.args;
		args->hdr.flags = below(8);
		if (!(args->hdr.flags & MAPGC_ATTACH_EXACT)) {
			args->attach.window_ms = 1 + below(20);
			args->attach.period_ms = 20 + below(20);
			args->attach.window_hits = 1 + below(1000);
		}
		return sizeof(args->attach);
	case 2:
		args->detach.target_id = some_target();
		return sizeof(args->detach);
	case 3:
		args->process.target_id = some_target();
		args->process.pid = below(2) ? specimen.pid : below(300);
		return sizeof(args->process);
	case 4:
		args->list.ids = (uintptr_t)ids;
		args->list.nr_ids = below(MAPGC_TARGETS_MAX);
		return sizeof(args->list);
	case 5:
		args->target.target_id = some_target();
		args->target.pids = (uintptr_t)pids;
		args->target.nr_pids = below(MAPGC_PROCESSES_MAX);
		return sizeof(args->target);
	case 6:
		args->snapshot.target_id = some_target();
		return sizeof(args->snapshot);
	default:
		return sizeof(struct mapgc_info_args);
	}
}

static bool is_documented(int err)
{
	size_t i;

	for (i = 0; i < sizeof(documented) / sizeof(documented[0]); i++)
		if (documented[i] == err)
			return true;
	return false;
}

/* What the kernel may write to must be ours: pointers are spoiled on the way in only. */
static bool is_safe(unsigned int number, const union arguments *args, const union arguments *valid)
{
	if (number == 4)
		return args->list.ids == valid->list.ids &&
		       args->list.nr_ids <= MAPGC_TARGETS_MAX;
	if (number == 5)
		return args->target.pids == valid->target.pids;
	return true;
}

static bool call_once(unsigned int step)
{
	unsigned int number = below(10) < 4 ? 1 : below(7);
	union arguments args, valid;
	unsigned int spoils = below(4);
	long before, after;
	uint32_t id;
	size_t size;
	int ret;

	size = fill(number, &args);
	args.hdr.size = size;
	valid = args;
	while (spoils--)
		spoil(&args, below(3) ? size : sizeof(struct mapgc_hdr));
	if (number == 1)
		spoil_arrays();
	if (!is_safe(number, &args, &valid))
		args = valid;
	before = device_list(devices[0], &id, 1);
	ret = -device_call(devices[below(DEVICES)],
			   _IOWR(MAPGC_IOC_MAGIC, number, struct mapgc_hdr), &args.hdr);
	answers_by_err[ret & 255]++;
	if (!is_documented(ret) || (ret && !device_line[0])) {
		tap_note("step %u, call %u: errno %d \"%s\"", step, number, ret, device_line);
		return false;
	}
	after = device_list(devices[0], &id, 1);
	if (ret && before != after)
		tap_note("step %u, call %u: errno %d, %ld targets became %ld", step, number, ret,
			 before, after);
	return !ret || before == after;
}

static void reopen(int *device)
{
	close(*device);
	*device = device_open();
}

/* What the probes see meanwhile. */
static void hit(void)
{
	specimen_grow(below(8) == 0);
	specimen_op(below(MAPGC_OPS), below(SPECIMEN_STUBS));
	specimen_grow(false);
	if (below(2))
		specimen_pause(below(2), draw() >> below(64), draw() >> below(64));
	else
		specimen_pause_step(MAPGC_ROLE_STOP + below(4), below(SPECIMEN_STUBS));
	if (below(64))
		return;
	if (!fork()) {
		specimen_op(below(MAPGC_OPS), below(SPECIMEN_STUBS));
		_exit(0);
	}
	/* It has the devices open, too. */
	wait(NULL);
}

static void detach_all(int device)
{
	uint32_t ids[64];
	long i, nr;

	do {
		nr = device_list(device, ids, 64);
		for (i = 0; i < nr && i < 64; i++)
			device_detach(device, ids[i]);
	} while (nr > 64);
}

static bool run(unsigned int calls)
{
	struct specimen valid = specimen;
	bool is_right = true;
	unsigned int step, i;
	uint32_t id;

	for (step = 0; step < calls && is_right; step++) {
		is_right = call_once(step);
		memcpy(specimen.sites, valid.sites, sizeof(valid.sites));
		memcpy(specimen.callsites, valid.callsites, sizeof(valid.callsites));
		memcpy(specimen.transitions, valid.transitions, sizeof(valid.transitions));
		specimen.pid = valid.pid;
		hit();
		if (device_list(devices[0], &id, 1) <= TARGETS_KEPT)
			continue;
		for (i = 0; i < DEVICES; i++)
			reopen(&devices[i]);
		detach_all(devices[0]);
	}
	tap_note("%u calls", step);
	return is_right;
}

int main(int argc, char **argv)
{
	unsigned int calls = argc > 1 ? strtoul(argv[1], NULL, 0) : CALLS_DEFAULT;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
	bool is_right;
	uint32_t id;
	size_t i;

	tap_note("seed %llu", (unsigned long long)seed);
	state = seed * 0x9e3779b97f4a7c15ULL + 1;
	for (i = 0; i < DEVICES; i++)
		devices[i] = device_open();
	if (devices[0] < 0 || specimen_fill(&specimen)) {
		printf("Bail out! /dev/mapgc: %s\n", strerror(-devices[0]));
		return 1;
	}
	is_right = run(calls);
	for (i = 0; i < 256; i++)
		if (answers_by_err[i])
			tap_note("%u times: %s", answers_by_err[i], i ? strerror(i) : "success");
	tap_result(is_right, "%u spoiled calls, seed %llu", calls, (unsigned long long)seed);
	for (i = 1; i < DEVICES; i++)
		close(devices[i]);
	detach_all(devices[0]);
	reopen(&devices[0]);
	tap_result(!device_list(devices[0], &id, 1) && specimen_intact(), "nothing is left");
	return tap_end();
}
