/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What was counted in windows, scaled up to the time between them.
 *
 * Time is cut into periods, each with one window that begins anywhere in it, as likely
 * here as there. What the window counted in its time stands for the whole period: the
 * sum over the periods expects what really ran in them, also where windows that end at
 * their hits are shorter in busy times. A period without a window (the budget did not
 * pay for one) is not in the sum; how much the program ran in it is known by its CPU time.
 *
 * Pure.
 */
#ifndef MAPGC_ESTIMATE_H
#define MAPGC_ESTIMATE_H

#include <linux/mapgc.h>

#include "types.h"

/**
 * struct mapgc_sample - a period with a window
 * @period_ns: its length
 * @cpu_ns: CPU time of the target's processes in it
 * @open_ns: of which the window was open; not 0
 * @last_hit: the window ended at this hit, counted from 1; 0 where it ended by time
 */
struct mapgc_sample {
	u64 period_ns;
	u64 cpu_ns;
	u64 open_ns;
	u32 last_hit;
};

/**
 * struct mapgc_scaled - one counter
 * @seen: of it, what has been scaled
 * @ops: the sum over the periods, whole operations
 * @rest: of one more, in parts of 2^32: of rare ones that would be a bias
 */
struct mapgc_scaled {
	u64 seen;
	u64 ops;
	u32 rest;
};

/**
 * struct mapgc_estimate - all of a target's
 * @ops: as mapgc_stats.ops
 * @inferred: as mapgc_stats.inferred
 * @edges: as mapgc_stats.edges
 * @hits: of windows, also those that are not operations
 * @steady_ops: as mapgc_stats.steady_ops
 * @cpu_ns: CPU time of the target's processes since attach, when that was looked at last
 * @cpu_elapsed_ns: time since attach then
 * @sampled_ns: length of all periods with a window
 * @sampled_cpu_ns: CPU time of the target's processes in those
 */
struct mapgc_estimate {
	struct mapgc_scaled ops[MAPGC_OPS][MAPGC_DEPTHS];
	struct mapgc_scaled inferred[MAPGC_OPS][MAPGC_DEPTHS];
	struct mapgc_scaled edges[MAPGC_OPS];
	struct mapgc_scaled hits;
	struct mapgc_scaled steady_ops[MAPGC_OPS][MAPGC_DEPTHS];
	u64 cpu_ns;
	u64 cpu_elapsed_ns;
	u64 sampled_ns;
	u64 sampled_cpu_ns;
};

/**
 * mapgc_estimate_scale() - one counter's part in one period
 * @scaled: the counter
 * @now: its value; nothing was counted after the window of the period
 * @sample: the period
 *
 * A window that ended at its k-th hit is as long as k intervals between hits, but it
 * counts one that only ended it: (k - 1) / open_ns expects the rate, k / open_ns more.
 */
void mapgc_estimate_scale(struct mapgc_scaled *scaled, u64 now, const struct mapgc_sample *sample);

#endif /* MAPGC_ESTIMATE_H */
