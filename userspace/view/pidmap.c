// SPDX-License-Identifier: GPL-2.0
#include "view/pidmap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
	uint32_t left = ((const struct mapgc_pid *)a)->host_pid;
	uint32_t right = ((const struct mapgc_pid *)b)->host_pid;

	return (left > right) - (left < right);
}

int pidmap_update(struct pidmap *map, const struct snapshot *snapshot)
{
	struct mapgc_pid *pairs;
	size_t nr_pairs = 0;

	for (size_t i = 0; i < snapshot->nr_targets; i++)
		nr_pairs += snapshot->targets[i].nr_pids;
	pairs = calloc(nr_pairs ? nr_pairs : 1, sizeof(*pairs));
	if (!pairs)
		return -ENOMEM;
	nr_pairs = 0;
	for (size_t i = 0; i < snapshot->nr_targets; i++) {
		const struct target *target = &snapshot->targets[i];

		if (!target->nr_pids)
			continue;
		memcpy(pairs + nr_pairs, target->pids, target->nr_pids * sizeof(*pairs));
		nr_pairs += target->nr_pids;
	}
	qsort(pairs, nr_pairs, sizeof(*pairs), compare);
	free(map->pairs);
	map->pairs = pairs;
	map->nr_pairs = nr_pairs;
	return 0;
}

uint32_t pidmap_find(const struct pidmap *map, uint32_t host_pid)
{
	struct mapgc_pid key = { .host_pid = host_pid }, *found;

	if (!map->nr_pairs)
		return 0;
	found = bsearch(&key, map->pairs, map->nr_pairs, sizeof(key), compare);
	return found ? found->pid : 0;
}

void pidmap_deinit(struct pidmap *map)
{
	free(map->pairs);
	map->pairs = NULL;
	map->nr_pairs = 0;
}
