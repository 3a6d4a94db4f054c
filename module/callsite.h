/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verdicts on a target's call sites, looked up by return address on every
 * map operation: an open hash of 8-byte entries, built once, then only read.
 * Pure: the caller brings the memory.
 */
#ifndef MAPGC_CALLSITE_H
#define MAPGC_CALLSITE_H

#include <linux/mapgc.h>

#include "types.h"

/**
 * struct mapgc_callsites - table of verdicts
 * @entries: 2^order of them; one with verdict MAPGC_VERDICTS is empty
 * @order: at least one entry stays empty, so that every look-up ends
 */
struct mapgc_callsites {
	struct mapgc_callsite *entries;
	u32 order;
};

/**
 * mapgc_callsites_order() - order of a table that is at most half full
 * @nr: call sites
 */
u32 mapgc_callsites_order(u32 nr);

/**
 * mapgc_callsites_fill() - build the table
 * @table: with @entries of 2^@order, contents of no matter
 * @sites: checked by the caller
 * @nr: fewer than 2^order
 */
void mapgc_callsites_fill(struct mapgc_callsites *table,
			  const struct mapgc_callsite *sites, u32 nr);

static inline u32 mapgc_callsites_slot(const struct mapgc_callsites *table, u32 return_off)
{
	/* 2^32 / golden ratio: spreads the multiples of 16 that code is aligned to. */
	return (return_off * 0x9e3779b9U) >> (32 - table->order);
}

/**
 * mapgc_callsites_find() - the verdict on a call
 * @table: built
 * @return_off: return address as linked, minus text_va
 *
 * Return: NULL for a call that is not in the table.
 */
static inline const struct mapgc_callsite *
mapgc_callsites_find(const struct mapgc_callsites *table, u64 return_off)
{
	u32 mask = (1U << table->order) - 1;
	u32 slot = mapgc_callsites_slot(table, return_off);
	const struct mapgc_callsite *entry = &table->entries[slot];

	while (entry->return_off != return_off || entry->verdict == MAPGC_VERDICTS) {
		if (entry->verdict == MAPGC_VERDICTS)
			return NULL;
		slot = (slot + 1) & mask;
		entry = &table->entries[slot];
	}
	return entry;
}

#endif /* MAPGC_CALLSITE_H */
