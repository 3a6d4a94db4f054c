/* SPDX-License-Identifier: GPL-2.0 */
/* From the map argument of each call to its depth. */
#ifndef MAPGC_FLOW_DEPTH_H
#define MAPGC_FLOW_DEPTH_H

#include "flow/code.h"
#include "flow/value.h"

/**
 * struct map_use - a call of a map function, followed
 * @map: its map argument
 * @is_reached: a path leads to it; otherwise @map means nothing
 * @depth: set by depth_resolve(): 1 to MAPGC_DEPTHS, or 0 where it is not known
 * @is_remembered: set by depth_resolve(): it may have found the map of a use
 *	whose depth is not known
 */
struct map_use {
	struct value map;
	bool is_reached;
	uint8_t depth;
	bool is_remembered;
};

/**
 * depth_resolve() - find the depths of a function's map operations
 * @code: the function
 * @uses: one per code->sites
 * @reads: room for code->nr_reads indexes
 */
void depth_resolve(const struct code *code, struct map_use *uses, uint32_t *reads);

#endif /* MAPGC_FLOW_DEPTH_H */
