// SPDX-License-Identifier: GPL-2.0
/*
 * usage: fuzz [CALLS [SEED]]
 *
 * Calls /dev/mapgc with valid arguments that were spoiled a little: one caller
 * alone, where a refusal must have changed nothing, then several at once.
 * Whatever comes back is a documented answer, and after each round everything works,
 * to the last hit. The same seed repeats what the caller alone does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "fuzz_crowd.h"
#include "fuzz_descriptor.h"
#include "fuzz_judge.h"
#include "fuzz_proof.h"
#include "fuzz_request.h"
#include "fuzz_tally.h"
#include "fuzz_world.h"
#include "specimen.h"
#include "tap.h"

#define CALLS_DEFAULT	4000
#define CALLS_ALONE	400	/* in a round */
#define CALLS_CROWD	60	/* of each in a round */
#define TARGETS_KEPT	4	/* more would only make hits slow */
#define NOBODY		65534

static const struct fuzz_kind kinds[FUZZ_CALLS] = {
	{ "INFO", FUZZ_EXPECT_BOTH },
	{ "ATTACH", FUZZ_EXPECT_BOTH },
	{ "DETACH", FUZZ_EXPECT_BOTH },
	{ "PROCESS_ADD", FUZZ_EXPECT_BOTH },
	{ "LIST", FUZZ_EXPECT_BOTH },
	{ "TARGET", FUZZ_EXPECT_BOTH },
	{ "SNAPSHOT", FUZZ_EXPECT_BOTH },
	{ "unknown ioctl", FUZZ_EXPECT_REFUSED },
	{ "as nobody", FUZZ_EXPECT_REFUSED },
	{ "read", FUZZ_EXPECT_REFUSED },
	{ "write", FUZZ_EXPECT_REFUSED },
	{ "mmap", FUZZ_EXPECT_REFUSED },
};

static struct fuzz_caller alone;
static uint64_t world;		/* as it was last seen */
static bool is_world_old = true;	/* something was meant to change it since */

static int errno_of(bool is_done)
{
	return is_done ? 0 : errno;
}

/* What a device without a stream answers. */
static bool call_otherwise(int device)
{
	char bytes[64] = {};
	void *map;
	int err;

	err = errno_of(read(device, bytes, sizeof(bytes)) >= 0);
	fuzz_tally_add(FUZZ_CALL_READ, err);
	if (err != EINVAL)
		return false;
	err = errno_of(write(device, bytes, sizeof(bytes)) >= 0);
	fuzz_tally_add(FUZZ_CALL_WRITE, err);
	if (err != EINVAL)
		return false;
	map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, device, 0);
	err = errno_of(map != MAP_FAILED);
	fuzz_tally_add(FUZZ_CALL_MMAP, err);
	return err == ENODEV;
}

/* An open file that root left behind is of no use without its capabilities. */
static bool call_as_nobody(const struct fuzz_request *request, int device)
{
	pid_t child = fork();
	int status = 0, err;

	if (!child) {
		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(0);
		_exit(errno_of(!ioctl(device, request->code, request->user)));
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return false;
	err = WEXITSTATUS(status);
	fuzz_tally_add(FUZZ_CALL_NOBODY, err);
	return WIFEXITED(status) && err == EPERM;
}

static bool call_once(unsigned long step)
{
	int device = fuzz_devices[chance_below(&alone.chance, FUZZ_DEVICES)];
	struct fuzz_request request;
	uint64_t before;
	bool is_right;
	int err;

	if (is_world_old)
		world = fuzz_world(fuzz_devices[0]);
	fuzz_request_make(&alone, &request);
	if (chance_is(&alone.chance, 50)) {
		is_right = call_as_nobody(&request, device) && call_otherwise(device);
		err = EPERM;
	} else {
		err = fuzz_call(&request, device);
		is_right = fuzz_is_right(&request, err);
	}
	is_world_old = !err;
	before = world;
	if (err)
		world = fuzz_world(fuzz_devices[0]);
	if (before != world) {
		tap_note("call %u was refused and changed something", request.kind);
		is_right = false;
	}
	if (!is_right)
		tap_note("step %lu, errno %d", step, err);
	return is_right;
}

static void reopen(unsigned int i)
{
	is_world_old = true;
	close(fuzz_devices[i]);
	fuzz_devices[i] = device_open();
}

/* What the probes see meanwhile. */
static void hit(struct chance *chance)
{
	is_world_old = true;
	specimen_grow(chance_is(chance, 8));
	specimen_op(chance_below(chance, MAPGC_OPS), chance_below(chance, SPECIMEN_STUBS));
	specimen_grow(false);
	if (chance_is(chance, 2))
		specimen_pause(chance_is(chance, 2),
			       chance_draw(chance) >> chance_below(chance, 64),
			       chance_draw(chance) >> chance_below(chance, 64));
	else
		specimen_pause_step(MAPGC_ROLE_STOP + chance_below(chance, 4),
				    chance_below(chance, SPECIMEN_STUBS));
	if (!chance_is(chance, 64))
		return;
	if (!fork()) {
		specimen_op(chance_below(chance, MAPGC_OPS), chance_below(chance, SPECIMEN_STUBS));
		_exit(0);
	}
	/* It has the devices open, too. */
	wait(NULL);
}

/* A few targets stay; a file is closed or shared now and then. */
static void tend_devices(struct chance *chance)
{
	uint32_t id;
	unsigned int i;

	if (chance_is(chance, 100)) {
		dup2(fuzz_devices[0], fuzz_devices[2]);
		is_world_old = true;
	}
	if (chance_is(chance, 100))
		reopen(chance_below(chance, FUZZ_DEVICES));
	if (device_list(fuzz_devices[0], &id, 1) <= TARGETS_KEPT)
		return;
	for (i = 0; i < FUZZ_DEVICES; i++)
		reopen(i);
	fuzz_detach_all(fuzz_devices[0]);
}

static bool run_alone(unsigned long *step)
{
	unsigned int i;

	for (i = 0; i < CALLS_ALONE; i++) {
		if (!call_once((*step)++))
			return false;
		if (chance_is(&alone.chance, 4))
			hit(&alone.chance);
		tend_devices(&alone.chance);
	}
	return true;
}

static bool prove(void)
{
	unsigned int i;

	for (i = 0; i < FUZZ_DEVICES; i++)
		reopen(i);
	return fuzz_proof(fuzz_devices[0], &alone.chance);
}

static void run(unsigned long calls, uint64_t seed)
{
	bool is_alone_right = true, is_crowd_right = true, is_proven = true;
	unsigned long step = 0;
	unsigned int rounds = 0;

	while (fuzz_tally_goes_on(calls) && is_alone_right && is_crowd_right && is_proven) {
		is_alone_right = run_alone(&step);
		is_proven = prove();
		is_crowd_right = fuzz_crowd(CALLS_CROWD);
		is_proven &= prove();
		rounds++;
	}
	tap_note("%lu calls in %u rounds", fuzz_tally_calls(), rounds);
	tap_result(is_alone_right, "one caller: answers are documented, refusals change nothing");
	tap_result(is_crowd_right, "several callers: answers are documented");
	tap_result(is_proven, "after each round every hit counts, and code is that of the file");
	tap_result(fuzz_tally_show(), "every call was accepted and refused as it may, seed %llu",
		   (unsigned long long)seed);
}

int main(int argc, char **argv)
{
	unsigned long calls = argc > 1 ? strtoul(argv[1], NULL, 0) : CALLS_DEFAULT;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
	unsigned int i;
	int err;

	tap_note("seed %llu", (unsigned long long)seed);
	for (i = 0; i < FUZZ_DEVICES; i++)
		fuzz_devices[i] = device_open();
	err = fuzz_devices[0] < 0 ? fuzz_devices[0] : fuzz_tally_init(kinds, FUZZ_CALLS);
	if (!err)
		err = fuzz_descriptor_init();
	if (!err)
		err = fuzz_caller_init(&alone, 0, seed, NULL);
	if (!err)
		err = fuzz_crowd_init(seed);
	if (err) {
		printf("Bail out! %s\n", strerror(-err));
		return 1;
	}
	if (!fuzz_memory_has_late(alone.memory))
		tap_note("no userfaultfd: nothing happens while the kernel reads an argument");
	alone.is_alone = true;
	run(calls, seed);
	return tap_end();
}
