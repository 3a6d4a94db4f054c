// SPDX-License-Identifier: GPL-2.0
#include "model/interval.h"

#include <string.h>

/* Counters by operation and depth, of operations whose depth is known or inferred. */
typedef const __u64 (*by_depth)[MAPGC_DEPTHS];

static void fold(by_depth ops, by_depth inferred, const __u64 *edges,
		 uint64_t ret[INTERVAL_SERIES])
{
	for (int op = 0; op < MAPGC_OPS; op++) {
		ret[INTERVAL_KIND(op)] = edges[op];
		for (int depth = 1; depth <= MAPGC_DEPTHS; depth++) {
			ret[INTERVAL_KIND(op)] += ops[op][depth - 1] + inferred[op][depth - 1];
			ret[INTERVAL_DEPTH(depth)] += ops[op][depth - 1];
			ret[INTERVAL_INFERRED(depth)] += inferred[op][depth - 1];
		}
	}
}

void interval_fold(const struct mapgc_snapshot_args *figures, struct interval *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->elapsed_ns = figures->elapsed_ns;
	ret->armed_ns = figures->armed_ns;
	ret->cpu_ns = figures->cpu_ns;
	ret->cpu_elapsed_ns = figures->cpu_elapsed_ns;
	ret->sampled_ns = figures->sampled_ns;
	ret->sampled_cpu_ns = figures->sampled_cpu_ns;
	ret->hit_cost_ns = figures->charged_hit_cost_ns;
	ret->scaled_hits = figures->scaled_hits;
	fold(figures->ops, figures->inferred, figures->edges, ret->ops);
	fold(figures->scaled_ops, figures->scaled_inferred, figures->scaled_edges, ret->scaled);
}
