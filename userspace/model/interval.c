// SPDX-License-Identifier: GPL-2.0
#include "model/interval.h"

#include <string.h>

void interval_fold(const struct mapgc_snapshot_args *figures, struct interval *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->elapsed_ns = figures->elapsed_ns;
	ret->armed_ns = figures->armed_ns;
	for (int op = 0; op < MAPGC_OPS; op++) {
		for (int depth = 1; depth <= MAPGC_DEPTHS; depth++) {
			uint64_t known = figures->ops[op][depth - 1];
			uint64_t inferred = figures->inferred[op][depth - 1];

			ret->ops[INTERVAL_KIND(op)] += known + inferred;
			ret->ops[INTERVAL_DEPTH(depth)] += known;
			ret->ops[INTERVAL_INFERRED(depth)] += inferred;
		}
	}
}
