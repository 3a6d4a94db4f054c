/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Depths that depend on which map operation of the frame ran before, as found by
 * data flow: a sorted array, searched for the few call sites that need it. Pure.
 */
#ifndef MAPGC_TRANSITION_H
#define MAPGC_TRANSITION_H

#include <linux/mapgc.h>

#include "types.h"

/**
 * struct mapgc_transitions - transitions of a target
 * @entries: sorted by return_off, then last_off
 * @nr: how many
 */
struct mapgc_transitions {
	struct mapgc_transition *entries;
	u32 nr;
};

/**
 * mapgc_transition_compare() - order of the array
 *
 * Return: below 0, 0 or above 0, as the pair in @entry is below, at or above the other.
 */
static inline int mapgc_transition_compare(const struct mapgc_transition *entry,
					   u32 return_off, u64 last_off)
{
	if (entry->return_off != return_off)
		return entry->return_off < return_off ? -1 : 1;
	if (entry->last_off != last_off)
		return entry->last_off < last_off ? -1 : 1;
	return 0;
}

/**
 * mapgc_transitions_find() - look up
 * @table: sorted
 * @return_off: the call site
 * @last_off: what ran before it; has more than 32 bits where that is not in the text
 *
 * Return: NULL where data flow knows of no such way.
 */
const struct mapgc_transition *mapgc_transitions_find(const struct mapgc_transitions *table,
						      u32 return_off, u64 last_off);

#endif /* MAPGC_TRANSITION_H */
