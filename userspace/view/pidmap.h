/* SPDX-License-Identifier: GPL-2.0 */
/* Host process ids, which events carry, as ids of this PID namespace. */
#ifndef MAPGC_VIEW_PIDMAP_H
#define MAPGC_VIEW_PIDMAP_H

#include <stddef.h>
#include <stdint.h>

#include "model/snapshot.h"

/**
 * struct pidmap - what is known
 * @pairs: of the last snapshot, ascending by host_pid, nr_pairs of them
 * @nr_pairs: how many
 */
struct pidmap {
	struct mapgc_pid *pairs;
	size_t nr_pairs;
};

/** pidmap_update() - learn from a snapshot; 0 or -ENOMEM, and then nothing changed */
int pidmap_update(struct pidmap *map, const struct snapshot *snapshot);

/** pidmap_find() - the id in this PID namespace; 0 where it is not known or not visible */
uint32_t pidmap_find(const struct pidmap *map, uint32_t host_pid);

void pidmap_deinit(struct pidmap *map);

#endif /* MAPGC_VIEW_PIDMAP_H */
