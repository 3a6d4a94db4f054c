// SPDX-License-Identifier: GPL-2.0
#include "crew.h"

#include <stdlib.h>
#include <unistd.h>

#include "storm.h"
#include "text.h"

#define PATIENCE_MS	60000	/* one may have died, which crew_dismiss() tells */

static void await(const atomic_bool *word)
{
	while (!atomic_load(word))
		usleep(1000);
}

static int live(void *arg)
{
	int (**work)(void) = arg;
	int status;

	await(&tally->may_begin);
	status = (*work)();
	atomic_fetch_add(&tally->resting, 1);
	await(&tally->may_leave);
	return status;
}

void crew_start(struct crew *crew, unsigned int nr, int (*work)(void))
{
	for (crew->nr = 0; crew->nr < nr; crew->nr++)
		crew->pids[crew->nr] = storm_spawn(live, &work);
}

uint32_t crew_attach(const struct crew *crew)
{
	struct mapgc_attach_args args = storm_specimen.args;
	uint32_t pids[CREW_MAX];
	unsigned int i;
	long id;

	for (i = 0; i < crew->nr; i++)
		pids[i] = crew->pids[i];
	args.pids = (uintptr_t)pids;
	args.nr_pids = crew->nr;
	id = device_attach(storm_device, &args);
	if (id > 0)
		return id;
	tap_result(false, "attached to all workers: %s", device_line);
	exit(tap_end());
}

void crew_go(void)
{
	atomic_store(&tally->may_begin, true);
}

bool crew_is_over(void)
{
	return atomic_load(&tally->is_over);
}

void crew_rest(const struct crew *crew)
{
	int patience_ms = PATIENCE_MS;

	atomic_store(&tally->is_over, true);
	while (atomic_load(&tally->resting) < crew->nr && --patience_ms)
		usleep(1000);
}

void crew_dismiss(struct crew *crew)
{
	unsigned int i, intact = 0, alive = 0;
	long compared = 0;

	for (i = 0; i < crew->nr; i++)
		intact += !text_changed(crew->pids[i], &compared);
	tap_result(intact == crew->nr, "%u of %u workers have the code of their file", intact,
		   crew->nr);
	atomic_store(&tally->may_leave, true);
	for (i = 0; i < crew->nr; i++)
		alive += storm_reap(crew->pids[i]);
	tap_result(alive == crew->nr, "%u of %u workers are well to the end", alive, crew->nr);
}
