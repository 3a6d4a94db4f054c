// SPDX-License-Identifier: GPL-2.0
#include "flow/depth.h"

#include <linux/mapgc.h>

/* Values of map_use.depth while it is being found. */
#define DEPTH_UNKNOWN	0
#define DEPTH_OPEN	0xff	/* not looked at */
#define DEPTH_PENDING	0xfe	/* its map's origin is being looked at */

/* Whether a map is certainly one that a read of this frame found, and which. */
static bool is_found(const struct map_use *use)
{
	return use->map.kind == VALUE_WORD && !use->map.bits;
}

static uint8_t depth_behind(uint8_t depth)
{
	if (depth == DEPTH_UNKNOWN)
		return DEPTH_UNKNOWN;
	return depth < MAPGC_DEPTHS ? depth + 1 : MAPGC_DEPTHS;
}

/* The depth where no other use has to be asked. */
static uint8_t own_depth(const struct code *code, const struct map_use *use, size_t site)
{
	if (code->sites[site].callee == CALLEE_MAP_MAKE)
		return 1;
	if (!use->is_reached || value_is_derived(&use->map))
		return DEPTH_UNKNOWN;
	return 1;
}

static bool is_chained(const struct code *code, const struct map_use *uses, uint32_t site)
{
	return uses[site].is_reached && code->sites[site].callee != CALLEE_MAP_MAKE &&
	       is_found(uses + site);
}

/*
 * Go from a use to the read that found its map, and on from there, until the
 * depth of one is known; then back the same way.
 */
static void resolve_chain(const struct code *code, struct map_use *uses, const uint32_t *reads,
			  uint32_t *path, uint32_t site)
{
	size_t nr = 0;
	uint8_t depth;

	while (uses[site].depth == DEPTH_OPEN && is_chained(code, uses, site)) {
		uses[site].depth = DEPTH_PENDING;
		path[nr++] = site;
		site = reads[uses[site].map.site];
	}
	if (uses[site].depth == DEPTH_OPEN)
		uses[site].depth = own_depth(code, uses + site, site);
	/* Pending: it is on the path, and found its own map. */
	depth = uses[site].depth == DEPTH_PENDING ? DEPTH_UNKNOWN : uses[site].depth;
	while (nr) {
		depth = depth_behind(depth);
		uses[path[--nr]].depth = depth;
	}
}

static void remember(const struct code *code, struct map_use *uses, uint64_t sites)
{
	for (size_t i = 0; i < code->nr_sites; i++)
		if (code->sites[i].callee == CALLEE_MAP_READ &&
		    sites & value_site_bit(code->sites[i].read))
			uses[i].is_remembered = true;
}

void depth_resolve(const struct code *code, struct map_use *uses, uint32_t *reads,
		   uint32_t *path)
{
	uint64_t sites = 0;

	for (size_t i = 0; i < code->nr_sites; i++) {
		uses[i].depth = DEPTH_OPEN;
		uses[i].is_remembered = false;
		if (code->sites[i].callee == CALLEE_MAP_READ)
			reads[code->sites[i].read] = i;
	}
	for (size_t i = 0; i < code->nr_sites; i++) {
		if (uses[i].depth == DEPTH_OPEN)
			resolve_chain(code, uses, reads, path, i);
		if (uses[i].depth == DEPTH_UNKNOWN)
			sites |= uses[i].is_reached ? value_sites(&uses[i].map) : UINT64_MAX;
	}
	remember(code, uses, sites);
}
