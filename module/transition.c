// SPDX-License-Identifier: GPL-2.0
#include "transition.h"

const struct mapgc_transition *mapgc_transitions_find(const struct mapgc_transitions *table,
						      u32 return_off, u64 last_off)
{
	u32 from = 0, to = table->nr;

	while (from < to) {
		u32 middle = from + (to - from) / 2;
		const struct mapgc_transition *entry = &table->entries[middle];
		int order = mapgc_transition_compare(entry, return_off, last_off);

		if (!order)
			return entry;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}
