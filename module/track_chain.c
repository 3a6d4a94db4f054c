// SPDX-License-Identifier: GPL-2.0
#include "track_chain.h"

void mapgc_chain_remember(struct mapgc_chain_set *set, const struct mapgc_chain_read *read)
{
	struct mapgc_chain_read *victim = &set->reads[0];
	u32 i;

	for (i = 0; i < MAPGC_CHAIN_WAYS; i++) {
		struct mapgc_chain_read *entry = &set->reads[i];

		if (entry->g == read->g || !entry->g) {
			victim = entry;
			break;
		}
		if (set->age - entry->age > set->age - victim->age)
			victim = entry;
	}
	*victim = *read;
	victim->age = ++set->age;
}

u32 mapgc_chain_infer(const struct mapgc_chain_set *set, u64 g, u64 frame_bytes, u64 type,
		      bool *is_evicted)
{
	u32 i;

	*is_evicted = false;
	for (i = 0; i < MAPGC_CHAIN_WAYS; i++) {
		const struct mapgc_chain_read *entry = &set->reads[i];

		if (!entry->g)
			return 1;
		if (entry->g != g)
			continue;
		if (entry->frame_bytes != frame_bytes || entry->elem_type != type)
			return 1;
		return entry->depth + 1;
	}
	*is_evicted = true;
	return 1;
}
