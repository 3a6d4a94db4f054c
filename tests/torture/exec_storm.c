// SPDX-License-Identifier: GPL-2.0
/*
 * usage: exec_storm		the storm
 *        exec_storm again	what its targets execute, over and over
 *
 * A process executes its own program without end while readers attach to it by its
 * process id, and to all of the program. Its memory is another one each time.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storm.h"

#define RUNNERS		3
#define OPS		30

enum mark { EXECED, CAME, SAW_HITS, REFUSED, ODD };

/* Two in three execute the same program; the third one another first, in between. */
static int run_and_execute(void)
{
	unsigned int i;

	for (i = 0; i < OPS; i++)
		tally_any(i);
	if (atomic_load(&tally->is_over))
		return 0;
	tally_mark(EXECED);
	if (storm_chance(3))
		execl("/proc/self/exe", "exec_storm", "again", NULL);
	else
		execl("/usr/bin/env", "env", storm_specimen.args.label, "again", NULL);
	return 1;
}

static int be_executed(void *arg)
{
	(void)arg;
	return run_and_execute();
}

/* The one that is executed next may be another program at this very moment. */
static void come_and_go(pid_t pid)
{
	static struct mapgc_snapshot_args figures;
	uint32_t flags = (storm_chance(2) ? MAPGC_ATTACH_EXACT : 0) |
			 (storm_chance(2) ? MAPGC_ATTACH_ALL : 0);
	int device = device_open();
	long id = storm_try_attach(device, flags, pid);

	if (id == -EXDEV || id == -ESRCH) {
		tally_mark(REFUSED);
	} else if (id < 0) {
		tap_note("attach: %ld %s", id, device_line);
		tally_mark(ODD);
	} else {
		tally_mark(CAME);
		usleep(storm_chance(20000 << storm_chance(6)));
		if (device_snapshot(device, id, &figures) || !tally_bounds(&figures, true))
			tally_mark(ODD);
		if (figures.hits)
			tally_mark(SAW_HITS);
	}
	close(device);
}

static void storm(void)
{
	pid_t pids[RUNNERS];
	unsigned int i, alive = 0;

	for (i = 0; i < RUNNERS; i++)
		pids[i] = storm_spawn(be_executed, NULL);
	for (i = 0; storm_goes_on(); i++)
		come_and_go(pids[i % RUNNERS]);
	atomic_store(&tally->is_over, true);
	for (i = 0; i < RUNNERS; i++)
		alive += storm_reap(pids[i]);
	tap_result(alive == RUNNERS, "%u of %u ran to the end", alive, RUNNERS);
}

int main(int argc, char **argv)
{
	uint32_t id;

	(void)argv;
	if (argc > 1) {
		if (!tally_join() ||
		    readlink("/proc/self/exe", storm_specimen.args.label,
			     sizeof(storm_specimen.args.label) - 1) < 0)
			return 1;
		return run_and_execute();
	}
	storm_begin(SAW_HITS + 1);
	readlink("/proc/self/exe", storm_specimen.args.label,
		 sizeof(storm_specimen.args.label) - 1);
	id = storm_attach(storm_device, MAPGC_ATTACH_EXACT | MAPGC_ATTACH_ALL, getpid());
	storm();
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all() && !tally_marked(ODD),
		   "%lu executed, %lu readers, %lu saw hits, %lu were refused, %lu oddities",
		   tally_marked(EXECED), tally_marked(CAME), tally_marked(SAW_HITS),
		   tally_marked(REFUSED), tally_marked(ODD));
	device_detach(storm_device, id);
	return storm_end();
}
