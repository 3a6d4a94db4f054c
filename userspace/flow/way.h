/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calls whose depth depends on the way that the program went: what follows from
 * the map operation that ran last before them in the same frame.
 *
 *	x := m[a]			// (1)
 *	if x == nil {
 *		x = make(...)		// (2)
 *		m[a] = x		// (3)
 *	}
 *	x[b]++				// (4) after (1) depth 2, after (3) depth 1
 *	x[c]++				// after (4), on the same map: the same depth
 */
#ifndef MAPGC_FLOW_WAY_H
#define MAPGC_FLOW_WAY_H

#include <stddef.h>
#include <stdint.h>

#include "flow/depth.h"
#include "flow/fixpoint.h"

/**
 * struct ways - of one function
 * @items: nr of them, sorted by site, then last, each pair once
 * @nr: used
 * @room: allocated
 */
struct ways {
	struct arrival *items;
	size_t nr;
	size_t room;
};

/**
 * ways_find() - find the ways to the calls whose depth is not known
 * @ways: zeroed before the first use; filled
 * @fix: after fixpoint_run() of the function
 * @uses: after depth_resolve()
 *
 * A call that may be the first map operation of its frame has none: what was
 * remembered of a frame that had the same place before would be taken for its.
 *
 * Return: 0 or -ENOMEM.
 */
int ways_find(struct ways *ways, struct fixpoint *fix, const struct map_use *uses);

/* What way_depth() returns besides depths. */
#define WAY_UNKNOWN	(-1)
#define WAY_BEHIND	MAPGC_TRANSITION_BEHIND
#define WAY_SAME	MAPGC_TRANSITION_SAME

/**
 * way_depth() - the depth of a call that was reached in one way
 * @way: the way
 * @uses: after depth_resolve()
 * @reads: indexes of the map reads in @uses
 *
 * Return: 1 to MAPGC_DEPTHS, WAY_BEHIND, WAY_SAME or WAY_UNKNOWN.
 */
int way_depth(const struct arrival *way, const struct map_use *uses, const uint32_t *reads);

#endif /* MAPGC_FLOW_WAY_H */
