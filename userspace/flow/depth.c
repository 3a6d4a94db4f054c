// SPDX-License-Identifier: GPL-2.0
#include "flow/depth.h"

#include <linux/mapgc.h>

/* Values of map_use.depth while it is being found. */
#define DEPTH_UNKNOWN	0
#define DEPTH_OPEN	0xff

/*
 * Uses are gone through in the order of the code, in which the read that finds
 * a map mostly stands before its use; so few rounds are needed. What is open
 * after so many depends on itself.
 */
#define ROUNDS_MAX 64

static uint8_t depth_behind(uint8_t depth)
{
	return depth < MAPGC_DEPTHS ? depth + 1 : MAPGC_DEPTHS;
}

/* The depth of the reads that may have found a map, if they have the same. */
static uint8_t depth_of_origins(const struct map_use *uses, const uint32_t *reads, uint64_t sites)
{
	uint8_t depth = DEPTH_OPEN;

	for (uint16_t read = 0; read < VALUE_SITES; read++) {
		uint8_t origin;

		if (!(sites & value_site_bit(read)))
			continue;
		origin = uses[reads[read]].depth;
		if (origin == DEPTH_UNKNOWN || origin == DEPTH_OPEN)
			return origin;
		if (depth != DEPTH_OPEN && depth != origin)
			return DEPTH_UNKNOWN;
		depth = origin;
	}
	return depth;
}

static uint8_t depth_of(const struct code *code, const struct map_use *uses,
			const uint32_t *reads, size_t site)
{
	const struct map_use *use = uses + site;
	uint8_t origin;

	if (code->sites[site].callee == CALLEE_MAP_MAKE)
		return 1;
	if (!use->is_reached)
		return DEPTH_UNKNOWN;
	if (!value_is_derived(&use->map))
		return 1;
	if (!value_is_found(&use->map))
		return DEPTH_UNKNOWN;
	if (use->map.kind == VALUE_WORD)
		origin = uses[reads[use->map.site]].depth;
	else
		origin = depth_of_origins(uses, reads, use->map.bits);
	if (origin == DEPTH_UNKNOWN || origin == DEPTH_OPEN)
		return origin;
	return depth_behind(origin);
}

static void remember(const struct code *code, struct map_use *uses, uint64_t sites)
{
	for (size_t i = 0; i < code->nr_sites; i++)
		if (code->sites[i].callee == CALLEE_MAP_READ &&
		    sites & value_site_bit(code->sites[i].read))
			uses[i].is_remembered = true;
}

static void begin(const struct code *code, struct map_use *uses, uint32_t *reads)
{
	for (size_t i = 0; i < code->nr_sites; i++) {
		uses[i].depth = DEPTH_OPEN;
		uses[i].is_remembered = false;
		if (code->sites[i].callee == CALLEE_MAP_READ)
			reads[code->sites[i].read] = i;
	}
}

void depth_resolve(const struct code *code, struct map_use *uses, uint32_t *reads)
{
	bool changed = true;
	uint64_t sites = 0;

	begin(code, uses, reads);
	for (int round = 0; changed && round < ROUNDS_MAX; round++) {
		changed = false;
		for (size_t i = 0; i < code->nr_sites; i++) {
			if (uses[i].depth != DEPTH_OPEN)
				continue;
			uses[i].depth = depth_of(code, uses, reads, i);
			changed |= uses[i].depth != DEPTH_OPEN;
		}
	}
	for (size_t i = 0; i < code->nr_sites; i++) {
		if (uses[i].depth == DEPTH_OPEN)
			uses[i].depth = DEPTH_UNKNOWN;
		if (uses[i].depth == DEPTH_UNKNOWN)
			sites |= uses[i].is_reached ? value_sites(&uses[i].map) : UINT64_MAX;
	}
	remember(code, uses, sites);
}
