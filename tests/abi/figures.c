// SPDX-License-Identifier: GPL-2.0
/* What a target does, by the hit, is what its snapshot says. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

#define WINDOW_HITS	100

static int device;
static struct specimen specimen;
static struct mapgc_snapshot_args figures;

static uint32_t attach(uint32_t flags)
{
	long id;

	specimen.args.hdr.flags = flags;
	id = device_attach(device, &specimen.args);
	if (id > 0)
		return id;
	printf("Bail out! attach: %ld \"%s\"\n", id, device_line);
	exit(1);
}

/* Figures of a target that goes with this call. */
static void finish(uint32_t id)
{
	device_snapshot(device, id, &figures);
	device_detach(device, id);
}

static bool is_figure(const char *name, uint64_t found, uint64_t expected)
{
	if (found == expected)
		return true;
	tap_note("%s: %llu, expected %llu", name, (unsigned long long)found,
		 (unsigned long long)expected);
	return false;
}

static bool is_lossless(void)
{
	bool is_right = true;
	char name[16];
	int i;

	for (i = 0; i < MAPGC_LOSSES; i++) {
		snprintf(name, sizeof(name), "loss %d", i);
		is_right &= is_figure(name, figures.losses[i], 0);
	}
	return is_right;
}

static unsigned int times(int op, int depth)
{
	return 1 + (op * 7 + depth * 3) % 11;
}

static void check_depths(void)
{
	uint32_t id = attach(MAPGC_ATTACH_EXACT);
	uint64_t total = 0;
	bool is_right = true;
	char name[32];
	unsigned int i;
	int op, depth;

	for (op = 0; op < MAPGC_OPS; op++) {
		for (depth = 1; depth <= MAPGC_DEPTHS; depth++) {
			for (i = 0; i < times(op, depth); i++)
				specimen_op(op, depth - 1);
			total += times(op, depth);
		}
	}
	finish(id);
	for (op = 0; op < MAPGC_OPS; op++) {
		for (depth = 1; depth <= MAPGC_DEPTHS; depth++) {
			snprintf(name, sizeof(name), "op %d depth %d", op, depth);
			is_right &= is_figure(name, figures.ops[op][depth - 1], times(op, depth));
			is_right &= is_figure(name, figures.inferred[op][depth - 1], 0);
		}
	}
	is_right &= is_figure("hits", figures.hits, total);
	tap_result(is_right && is_lossless(), "%llu operations by kind and depth",
		   (unsigned long long)total);
}

static void check_verdicts(void)
{
	uint32_t id = attach(MAPGC_ATTACH_EXACT);
	bool is_right;

	specimen_op(MAPGC_OP_READ, SPECIMEN_STUB_IGNORE);
	specimen_op(MAPGC_OP_WRITE, SPECIMEN_STUB_INFER);	/* inferred 1 */
	specimen_op(MAPGC_OP_DELETE, SPECIMEN_STUB_AFTER);	/* edge: nothing before it */
	specimen_op(MAPGC_OP_READ, SPECIMEN_STUB_REMEMBER);	/* 1 */
	specimen_op(MAPGC_OP_WRITE, SPECIMEN_STUB_AFTER);	/* 2 */
	specimen_op(MAPGC_OP_ITERATE, SPECIMEN_STUB_INFER);	/* inferred 1: type fits, back */
	specimen_op(MAPGC_OP_CLEAR, SPECIMEN_STUB_UNKNOWN);	/* inferred 2: the type fits */
	specimen_grow(true);
	specimen_op(MAPGC_OP_READ, 0);
	specimen_op(MAPGC_OP_READ, SPECIMEN_STUB_IGNORE);
	specimen_grow(false);
	finish(id);
	is_right = is_figure("ignored", figures.ignored, 1);
	is_right &= is_figure("write inferred 1", figures.inferred[MAPGC_OP_WRITE][0], 1);
	is_right &= is_figure("delete edge", figures.edges[MAPGC_OP_DELETE], 1);
	is_right &= is_figure("delete inferred 1", figures.inferred[MAPGC_OP_DELETE][0], 0);
	is_right &= is_figure("read 1", figures.ops[MAPGC_OP_READ][0], 1);
	is_right &= is_figure("write 2", figures.ops[MAPGC_OP_WRITE][1], 1);
	is_right &= is_figure("iterate inferred 1", figures.inferred[MAPGC_OP_ITERATE][0], 1);
	is_right &= is_figure("clear inferred 2", figures.inferred[MAPGC_OP_CLEAR][1], 1);
	is_right &= is_figure("reexecutions", figures.reexecutions, 2);
	is_right &= is_figure("hits", figures.hits, 9);
	tap_result(is_right && is_lossless(), "ignored, inferred, by what ran before, again");
}

/* Whose call it is, and in which frame, is told by the wrapper's frame pointer. */
static void check_wrapped(void)
{
	uint32_t id = attach(MAPGC_ATTACH_EXACT);
	bool is_right;

	specimen_read_wrapped(4);
	specimen_read_wrapped(SPECIMEN_STUB_IGNORE);
	specimen_read_wrapped(SPECIMEN_STUB_REMEMBER);
	specimen_op(MAPGC_OP_WRITE, SPECIMEN_STUB_AFTER);
	specimen_op(MAPGC_OP_READ, SPECIMEN_STUB_REMEMBER);
	specimen_read_wrapped(SPECIMEN_STUB_AFTER);
	specimen_read_wrapped(SPECIMEN_STUB_UNKNOWN);
	finish(id);
	is_right = is_figure("read 5", figures.ops[MAPGC_OP_READ][4], 1);
	is_right &= is_figure("ignored", figures.ignored, 1);
	is_right &= is_figure("read 1", figures.ops[MAPGC_OP_READ][0], 2);
	is_right &= is_figure("write 2", figures.ops[MAPGC_OP_WRITE][1], 1);
	is_right &= is_figure("read 2", figures.ops[MAPGC_OP_READ][1], 1);
	is_right &= is_figure("read inferred 2", figures.inferred[MAPGC_OP_READ][1], 1);
	is_right &= is_figure("hits", figures.hits, 7);
	tap_result(is_right && is_lossless(), "by way of another function");
}

static bool is_spread(const struct mapgc_hist *hist, uint64_t sum_ns)
{
	bool is_right = is_figure("count", hist->count, MAPGC_HIST_BUCKETS);
	char name[16];
	unsigned int i;

	for (i = 0; i < MAPGC_HIST_BUCKETS; i++) {
		snprintf(name, sizeof(name), "bucket %u", i);
		is_right &= is_figure(name, hist->buckets[i], 1);
	}
	is_right &= is_figure("sum", hist->sum_ns, sum_ns);
	return is_right & is_figure("max", hist->max_ns, specimen_bucket_ns(i - 1));
}

static void check_histograms(void)
{
	uint32_t id = attach(MAPGC_ATTACH_EXACT);
	bool is_right = true;
	uint64_t sum_ns = 0;
	unsigned int i;

	for (i = 0; i < MAPGC_HIST_BUCKETS; i++) {
		specimen_pause(true, specimen_bucket_ns(i),
			       specimen_bucket_ns(MAPGC_HIST_BUCKETS - 1 - i));
		specimen_pause(false, specimen_bucket_ns(i), specimen_bucket_ns(i));
		sum_ns += specimen_bucket_ns(i);
	}
	specimen_cycle();
	finish(id);
	for (i = 0; i < MAPGC_PAUSES; i++)
		is_right &= is_spread(&figures.pauses[i], sum_ns);
	is_right &= is_figure("cycles", figures.cycles, 1);
	tap_result(is_right && is_lossless(), "a pause of every length, four times");
}

static void measured_pause(unsigned int stub)
{
	specimen_pause_step(MAPGC_ROLE_STOP, SPECIMEN_STUB_UNKNOWN);
	specimen_pause_step(MAPGC_ROLE_STOPPED, SPECIMEN_STUB_UNKNOWN);
	specimen_pause_step(MAPGC_ROLE_START, stub);
	specimen_pause_step(MAPGC_ROLE_START_NOW, SPECIMEN_STUB_UNKNOWN);
}

/* Where Go records pauses itself, nothing is measured: as if it did not. */
static uint32_t attach_without_records(void)
{
	uint32_t id, i;

	for (i = 0; i < specimen.args.nr_sites; i++)
		if (specimen.sites[i].value_reg)
			specimen.sites[i--] = specimen.sites[--specimen.args.nr_sites];
	id = attach(MAPGC_ATTACH_EXACT);
	specimen_release(&specimen);
	specimen_fill(&specimen);
	return id;
}

static void check_measured_pauses(void)
{
	uint32_t id = attach_without_records();
	bool is_right;

	specimen_pause_step(MAPGC_ROLE_START, SPECIMEN_STUB_SWEEP); /* the end of one from before */
	specimen_pause_step(MAPGC_ROLE_START_NOW, SPECIMEN_STUB_UNKNOWN);
	measured_pause(SPECIMEN_STUB_SWEEP);
	measured_pause(SPECIMEN_STUB_MARK);
	measured_pause(SPECIMEN_STUB_RESTART);
	measured_pause(SPECIMEN_STUB_OTHER);
	device_snapshot(device, id, &figures);
	is_right = is_figure("GC", figures.pauses[MAPGC_PAUSE_GC_TOTAL].count, 3);
	is_right &= is_figure("GC stopping", figures.pauses[MAPGC_PAUSE_GC_STOPPING].count, 3);
	is_right &= is_figure("other", figures.pauses[MAPGC_PAUSE_OTHER_TOTAL].count, 1);
	is_right &= is_figure("other stopping",
			      figures.pauses[MAPGC_PAUSE_OTHER_STOPPING].count, 1);
	tap_result(is_right && is_lossless(), "pauses that are measured");
	specimen_pause_step(MAPGC_ROLE_START_NOW, SPECIMEN_STUB_UNKNOWN);
	specimen_pause_step(MAPGC_ROLE_STOP, SPECIMEN_STUB_UNKNOWN);
	specimen_pause_step(MAPGC_ROLE_STOP, SPECIMEN_STUB_UNKNOWN);
	finish(id);
	tap_result(is_figure("unpaired", figures.losses[MAPGC_LOSS_PAUSE_UNPAIRED], 2),
		   "steps that do not follow each other are a loss");
}

/* A target may point anywhere. It goes on, and the kernel says that it could not look. */
static void check_wild_pointers(void)
{
	const uintptr_t wild[] = {
		8, 0x7ffffffff000, 0x800000000000, 0xffff888000001000, UINTPTR_MAX - 7,
	};
	const size_t nr = sizeof(wild) / sizeof(wild[0]);
	static const struct specimen_g good;
	uint32_t id = attach(MAPGC_ATTACH_EXACT);
	bool is_right;
	size_t i;

	/* REMEMBER reads both. Of the goroutine the probed code itself reads nothing here. */
	for (i = 0; i < nr; i++)
		specimen_op_typed(MAPGC_OP_READ, SPECIMEN_STUB_REMEMBER, (void *)wild[i], &good);
	finish(id);
	is_right = is_figure("faults", figures.losses[MAPGC_LOSS_USER_FAULT], nr);
	tap_result(is_right, "%zu wild pointers", nr);
}

static void child_of_fork(void)
{
	specimen_op(MAPGC_OP_READ, 0);
	specimen_op(MAPGC_OP_READ, 0);
	specimen_pause(true, 5000, 1000);
	_exit(0);
}

static void check_fork(uint32_t flags, unsigned int expected)
{
	uint32_t id = attach(MAPGC_ATTACH_EXACT | flags);
	bool is_right;
	int status;

	specimen_op(MAPGC_OP_READ, 0);
	if (!fork())
		child_of_fork();
	wait(&status);
	specimen_op(MAPGC_OP_READ, 0);
	finish(id);
	is_right = is_figure("status of the child", status, 0);
	is_right &= is_figure("reads", figures.ops[MAPGC_OP_READ][0], expected);
	is_right &= is_figure("pauses", figures.pauses[MAPGC_PAUSE_GC_TOTAL].count,
			      expected > 2);
	tap_result(is_right && is_lossless(), "a child that was forked: %s",
		   flags ? "belongs to a target with all" : "does not belong to a list");
}

/* The cap is exact: who is beyond it is not counted. */
static void check_windows(void)
{
	unsigned int calls = 0;
	uint64_t given_up;
	uint32_t id;

	specimen.args.window_ms = 20;
	specimen.args.period_ms = 40;
	specimen.args.window_hits = WINDOW_HITS;
	id = attach(0);
	do {
		specimen_op(MAPGC_OP_READ, 0);
		if (!(++calls % 64))
			device_snapshot(device, id, &figures);
	} while (figures.windows < 10);
	finish(id);
	specimen.args.window_ms = 0;
	specimen.args.period_ms = 0;
	specimen.args.window_hits = 0;
	tap_note("%u calls, %llu hits in %llu windows, armed %llu of %llu ns", calls,
		 (unsigned long long)figures.hits, (unsigned long long)figures.windows,
		 (unsigned long long)figures.armed_ns, (unsigned long long)figures.elapsed_ns);
	/* Which probe is hit most is not known at first, and may use a window up too early. */
	given_up = figures.losses[MAPGC_LOSS_ARM_FAILED];
	figures.losses[MAPGC_LOSS_ARM_FAILED] = 0;
	tap_result(figures.hits > 0 && figures.hits <= figures.windows * WINDOW_HITS &&
		   figures.armed_ns < figures.elapsed_ns && given_up < figures.windows &&
		   is_lossless(), "no more hits than windows take");
}

int main(void)
{
	device = device_open();
	if (device < 0 || specimen_fill(&specimen)) {
		printf("Bail out! /dev/mapgc: %s\n", strerror(-device));
		return 1;
	}
	check_depths();
	check_verdicts();
	check_wrapped();
	check_histograms();
	check_measured_pauses();
	check_wild_pointers();
	check_fork(0, 2);
	check_fork(MAPGC_ATTACH_ALL, 4);
	check_windows();
	tap_result(specimen_intact(), "the code is that of the file");
	return tap_end();
}
