// SPDX-License-Identifier: GPL-2.0
#include "callsite.h"

#define ORDER_MIN	4

u32 mapgc_callsites_order(u32 nr)
{
	u32 order = ORDER_MIN;

	while ((1U << order) < 2 * nr)
		order++;
	return order;
}

void mapgc_callsites_fill(struct mapgc_callsites *table,
			  const struct mapgc_callsite *sites, u32 nr)
{
	u32 size = 1U << table->order;
	u32 i, slot;

	for (i = 0; i < size; i++) {
		memset(&table->entries[i], 0, sizeof(table->entries[i]));
		table->entries[i].verdict = MAPGC_VERDICTS;
	}
	for (i = 0; i < nr; i++) {
		slot = mapgc_callsites_slot(table, sites[i].return_off);
		while (table->entries[slot].verdict != MAPGC_VERDICTS)
			slot = (slot + 1) & (size - 1);
		table->entries[slot] = sites[i];
	}
}
