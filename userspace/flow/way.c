// SPDX-License-Identifier: GPL-2.0
#include "flow/way.h"

#include <errno.h>
#include <stdlib.h>

#include <linux/mapgc.h>

#include "flow/array.h"

/* What a visit needs. */
struct collection {
	struct ways *ways;
	const struct map_use *uses;
};

static int collect(void *ctx, const struct arrival *arrival)
{
	struct collection *collection = ctx;
	struct ways *ways = collection->ways;

	if (collection->uses[arrival->site].depth)
		return 0;
	if (array_reserve(&ways->items, &ways->room, ways->nr + 1, sizeof(*ways->items)))
		return -ENOMEM;
	ways->items[ways->nr++] = *arrival;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	return (x->last > y->last) - (x->last < y->last);
}

/* Several nodes may lead to one pair. */
static void merge(struct ways *ways)
{
	size_t kept = 0;

	for (size_t i = 0; i < ways->nr; i++) {
		const struct arrival *way = ways->items + i;
		struct arrival *before = kept ? ways->items + kept - 1 : NULL;

		if (!before || compare(before, way)) {
			ways->items[kept++] = *way;
			continue;
		}
		before->map = value_join(&before->map, &way->map);
		before->is_same_map &= way->is_same_map;
	}
	ways->nr = kept;
}

/* LAST_NONE sorts first, so a call that may be the first has it as its first way. */
static void drop_first_operations(struct ways *ways)
{
	uint32_t dropped = UINT32_MAX;
	size_t kept = 0;

	for (size_t i = 0; i < ways->nr; i++) {
		if (ways->items[i].last == LAST_NONE)
			dropped = ways->items[i].site;
		if (ways->items[i].site != dropped)
			ways->items[kept++] = ways->items[i];
	}
	ways->nr = kept;
}

int ways_find(struct ways *ways, struct fixpoint *fix, const struct map_use *uses)
{
	struct collection collection = { .ways = ways, .uses = uses };
	int err = fixpoint_split(fix);

	ways->nr = 0;
	if (!err)
		err = fixpoint_visit(fix, collect, &collection);
	if (err) {
		ways->nr = 0;
		return err == -E2BIG ? 0 : err;
	}
	if (ways->nr)
		qsort(ways->items, ways->nr, sizeof(*ways->items), compare);
	merge(ways);
	drop_first_operations(ways);
	return 0;
}

/* Through the read that found the map; unknown where that is not certain. */
static int depth_by_origin(const struct arrival *way, const struct map_use *uses,
			   const uint32_t *reads)
{
	uint32_t origin;

	if (!value_is_found(&way->map) || way->map.kind != VALUE_WORD)
		return WAY_UNKNOWN;
	/* In one turn of a loop the first element of a slice looks like a field. */
	if (way->map.loads != 1)
		return WAY_UNKNOWN;
	origin = reads[way->map.site];
	if (uses[origin].depth)
		return uses[origin].depth < MAPGC_DEPTHS ? uses[origin].depth + 1 : MAPGC_DEPTHS;
	return origin + 1 == way->last ? WAY_BEHIND : WAY_UNKNOWN;
}

int way_depth(const struct arrival *way, const struct map_use *uses, const uint32_t *reads)
{
	int depth;

	if (!value_is_derived(&way->map))
		return 1;
	depth = depth_by_origin(way, uses, reads);
	return depth == WAY_UNKNOWN && way->is_same_map ? WAY_SAME : depth;
}
