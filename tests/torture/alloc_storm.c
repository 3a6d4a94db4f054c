// SPDX-License-Identifier: GPL-2.0
/*
 * What the module asks for fails now and then, whoever asks: callers, its workers,
 * the probes in new processes. What is attached is right, what is not is counted as
 * lost, and once memory is there again everything works.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crew.h"
#include "fault.h"
#include "storm.h"

#define WORKERS		2
#define CHILDREN	4

enum mark { ATTACHED, REFUSED, FAILED_TO_ARM, NOT_ADMITTED, ODD };

/* Rare enough to be attached, often enough for two failures at a time. */
static const unsigned int percents[] = { 1, 2, 5, 20 };

static int work(void)
{
	unsigned int i;

	for (i = 0; !crew_is_over(); i++)
		tally_any(i);
	return 0;
}

static int be_new(void *arg)
{
	(void)arg;
	specimen_op(MAPGC_OP_MAKE, 0);
	return 0;
}

/* One operation each in a process that nobody knows yet. */
static void fork_some(void)
{
	pid_t children[CHILDREN];
	unsigned int i;

	for (i = 0; i < CHILDREN; i++)
		children[i] = storm_spawn(be_new, NULL);
	for (i = 0; i < CHILDREN; i++)
		if (!storm_reap(children[i]))
			tally_mark(ODD);
}

/* Of what a target lost, only what memory can be the cause of. */
static void judge(int device, long id)
{
	static struct mapgc_snapshot_args figures;
	unsigned int i;

	if (device_snapshot(device, id, &figures))
		return;
	for (i = 0; i < figures.losses[MAPGC_LOSS_ARM_FAILED]; i++)
		tally_mark(FAILED_TO_ARM);
	for (i = 0; i < figures.losses[MAPGC_LOSS_PROCESS_REFUSED]; i++)
		tally_mark(NOT_ADMITTED);
	for (i = 0; i < MAPGC_LOSSES; i++)
		if (figures.losses[i] && i != MAPGC_LOSS_ARM_FAILED &&
		    i != MAPGC_LOSS_PROCESS_REFUSED && i != MAPGC_LOSS_USER_FAULT)
			tally_mark(ODD);
}

static void come_and_go(pid_t pid)
{
	uint32_t flags = (storm_chance(2) ? MAPGC_ATTACH_EXACT : 0) |
			 (storm_chance(2) ? MAPGC_ATTACH_ALL : 0);
	int device = device_open();
	long id = device < 0 ? device : storm_try_attach(device, flags, pid);

	if (id > 0) {
		tally_mark(ATTACHED);
		fork_some();
		judge(device, id);
	} else if (id == -ENOMEM || id == -EFAULT) {
		tally_mark(REFUSED);
	} else {
		tap_note("attach: %ld %s", id, device_line);
		tally_mark(ODD);
	}
	if (device >= 0)
		close(device);
}

/*
 * A page that is needed to take a probe out can fail, too; the kernel then leaves
 * the instruction, which does no harm without a consumer, and takes it out when the
 * next probe goes that is put there.
 */
static void heal(const struct crew *crew)
{
	device_detach(storm_device, crew_attach(crew));
	device_detach(storm_device, storm_attach(storm_device, MAPGC_ATTACH_EXACT, getpid()));
}

int main(void)
{
	struct crew crew;
	unsigned int i;
	uint32_t id;

	if (!fault_prepare()) {
		puts("1..0 # SKIP this kernel injects no faults: tests/vm/run --debug");
		return 0;
	}
	storm_begin(REFUSED + 1);
	crew_start(&crew, WORKERS, work);
	id = crew_attach(&crew);
	crew_go();
	for (i = 0; storm_goes_on(); i++) {
		fault_in_module(percents[i % (sizeof(percents) / sizeof(percents[0]))]);
		come_and_go(crew.pids[storm_chance(crew.nr)]);
	}
	fault_in_module(0);
	crew_rest(&crew);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all() && !tally_marked(ODD),
		   "%lu attached, %lu refused, %lu windows and %lu processes lost, %lu odd",
		   tally_marked(ATTACHED), tally_marked(REFUSED), tally_marked(FAILED_TO_ARM),
		   tally_marked(NOT_ADMITTED), tally_marked(ODD));
	device_detach(storm_device, id);
	heal(&crew);
	crew_dismiss(&crew);
	return storm_end();
}
