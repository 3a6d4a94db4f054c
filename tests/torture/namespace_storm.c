// SPDX-License-Identifier: GPL-2.0
/*
 * Targets in process id and user namespaces of their own, which come and go as a
 * whole: when the first process of such a namespace is killed, all are. Attached to
 * every process of the program from outside; a reader in a namespace sees its own ids.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storm.h"

#define PROCESSES	4	/* of a namespace, beside its first */
#define PATIENCE_MS	60000

enum mark { ENTERED, KILLED, NO_DOOR, READ_INSIDE, LEFT, ODD };

static void work_on(void)
{
	unsigned int i;

	for (i = 0; !atomic_load(&tally->is_over); i++) {
		tally_any(i);
		if (i % 32 == 0)
			tally_pause(i & 32, 2000);
	}
}

/* Every capability, and none that counts. */
static void try_the_door(void)
{
	int device = device_open();

	tally_mark(device == -EPERM ? NO_DOOR : ODD);
}

static bool is_listed(int device, uint32_t id, pid_t inside)
{
	struct mapgc_target_args target;
	struct mapgc_pid pids[1];

	return !device_target(device, id, pids, 1, &target) && target.nr_pids == 1 &&
	       pids[0].pid == (uint32_t)inside && pids[0].host_pid > 1;
}

static void read_inside(pid_t inside)
{
	int device = device_open();
	long id = storm_try_attach(device, MAPGC_ATTACH_EXACT, inside);

	tally_mark(id > 0 && is_listed(device, id, inside) ? READ_INSIDE : ODD);
	close(device);
}

/* Process 1 of the namespace. */
static int be_first(void *arg)
{
	bool has_own_users = arg;
	unsigned int i;

	tally_mark(ENTERED);
	for (i = 0; i < PROCESSES; i++)
		if (!fork())
			work_on();
	if (has_own_users)
		try_the_door();
	else
		read_inside(getpid());
	if (storm_chance(2))
		work_on();
	return 0;
}

static unsigned long nr_deeds(void)
{
	return tally_marked(NO_DOOR) + tally_marked(READ_INSIDE) + tally_marked(ODD);
}

/*
 * Mostly at any time, which on a slow machine is before the first process has come to
 * what it is for. So one time in four that is waited for. One namespace is there at a time.
 */
static void wait_to_kill(unsigned long deeds_before)
{
	int patience_ms = storm_chance(4) ? 0 : PATIENCE_MS;

	while (patience_ms-- && nr_deeds() == deeds_before)
		usleep(1000);
	usleep(storm_chance(100000 << storm_chance(5)));
}

/* In the new namespace is what this process forks next. */
static int enter(void *arg)
{
	int flags = CLONE_NEWPID | (arg ? CLONE_NEWUSER : 0), status;
	unsigned long deeds_before = nr_deeds();
	pid_t first;

	if (unshare(flags))
		return 1;
	first = storm_spawn(be_first, arg);
	wait_to_kill(deeds_before);
	kill(first, SIGKILL);
	if (waitpid(first, &status, 0) != first)
		return 1;
	tally_mark(WIFSIGNALED(status) ? KILLED : LEFT);
	return 0;
}

static bool is_alone(uint32_t id)
{
	struct mapgc_target_args target;
	int patience_ms = PATIENCE_MS;

	do {
		usleep(1000);
		if (device_target(storm_device, id, NULL, 0, &target))
			return false;
	} while (target.nr_pids > 0 && --patience_ms);
	return !target.nr_pids;
}

int main(void)
{
	struct mapgc_attach_args args;
	unsigned int i, well = 0;
	long id;

	storm_begin(READ_INSIDE + 1);
	args = storm_specimen.args;
	args.hdr.flags |= MAPGC_ATTACH_ALL;
	args.nr_pids = 0;
	id = device_attach(storm_device, &args);
	for (i = 0; storm_goes_on(); i++)
		well += storm_reap(storm_spawn(enter, i % 2 ? &args : NULL));
	tap_result(well == i && is_alone(id), "%u namespaces have come and gone", i);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all() && !tally_marked(ODD),
		   "%lu entered, %lu killed, %lu left, %lu kept out, %lu readers inside, %lu odd",
		   tally_marked(ENTERED), tally_marked(KILLED), tally_marked(LEFT),
		   tally_marked(NO_DOOR), tally_marked(READ_INSIDE), tally_marked(ODD));
	device_detach(storm_device, id);
	return storm_end();
}
