// SPDX-License-Identifier: GPL-2.0
/*
 * Readers that attach to the same targets, look and go, in every way there is to
 * go: while the targets work on. One target is attached all the time, and misses
 * nothing.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crew.h"
#include "storm.h"

#define WORKERS		3
#define READERS		5
#define ROUNDS_MAX	6	/* of a reader, before it leaves without a word */

enum mark { ATTACHED, DETACHED, KILLED, SAW_HITS, LEFT, ODD };

static struct crew crew;

static int work(void)
{
	unsigned int i;

	for (i = 0; !crew_is_over(); i++) {
		tally_any(i);
		if (i % 256 == 0)
			tally_pause(i & 256, 2000);
	}
	return 0;
}

/* What a reader that lives long enough sees must be possible. */
static void look(int device, uint32_t id)
{
	static struct mapgc_snapshot_args figures;
	struct mapgc_target_args target;
	struct mapgc_pid pids[8];
	unsigned int i;

	for (i = storm_chance(4); i; i--) {
		usleep(storm_chance(20000));
		if (device_snapshot(device, id, &figures) ||
		    device_target(device, id, pids, 8, &target) ||
		    !tally_bounds(&figures, true))
			tally_mark(ODD);
		if (figures.hits)
			tally_mark(SAW_HITS);
	}
}

static uint32_t any_flags(void)
{
	return (storm_chance(2) ? MAPGC_ATTACH_EXACT : 0) |
	       (storm_chance(3) ? 0 : MAPGC_ATTACH_ALL);
}

static int read_for_a_while(void *arg)
{
	int device = device_open();
	unsigned int i;
	long id;

	(void)arg;
	if (device < 0)
		return 1;
	for (i = 0; i < ROUNDS_MAX; i++) {
		id = storm_try_attach(device, any_flags(), crew.pids[storm_chance(WORKERS)]);
		if (id < 0) {
			tap_note("attach: %ld %s", id, device_line);
			tally_mark(ODD);
			return 1;
		}
		tally_mark(ATTACHED);
		look(device, id);
		/* What it keeps goes with it. */
		if (storm_chance(2))
			tally_mark(device_detach(device, id) ? ODD : DETACHED);
	}
	tally_mark(LEFT);
	return 0;
}

/* A new one for each that goes; some are made to go, at any moment. */
static void keep_readers(void)
{
	pid_t readers[READERS] = {};
	unsigned int i;
	int status;

	while (storm_goes_on()) {
		for (i = 0; i < READERS; i++) {
			if (!readers[i] || waitpid(readers[i], &status, WNOHANG) == readers[i])
				readers[i] = storm_spawn(read_for_a_while, NULL);
		}
		usleep(storm_chance(100000));
		i = storm_chance(READERS);
		kill(readers[i], SIGKILL);
		waitpid(readers[i], &status, 0);
		if (WIFSIGNALED(status))
			tally_mark(KILLED);
		readers[i] = 0;
	}
	for (i = 0; i < READERS; i++)
		if (readers[i])
			waitpid(readers[i], &status, 0);
}

int main(void)
{
	uint32_t id;

	storm_begin(SAW_HITS + 1);
	crew_start(&crew, WORKERS, work);
	id = crew_attach(&crew);
	crew_go();
	keep_readers();
	crew_rest(&crew);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all() && !tally_marked(ODD),
		   "%lu attached, %lu let go, %lu readers left, %lu were killed, %lu saw hits",
		   tally_marked(ATTACHED), tally_marked(DETACHED), tally_marked(LEFT),
		   tally_marked(KILLED), tally_marked(SAW_HITS));
	device_detach(storm_device, id);
	crew_dismiss(&crew);
	return storm_end();
}
