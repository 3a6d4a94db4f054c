// SPDX-License-Identifier: GPL-2.0
#include "model/delta.h"

#include <stddef.h>
#include <stdint.h>

#include "model/histogram.h"

/* Subtracts an array of counters; false where one of them fell. */
static bool subtract(const __u64 *prev, const __u64 *now, __u64 *ret, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		if (now[i] < prev[i])
			return false;
		ret[i] = now[i] - prev[i];
	}
	return true;
}

static uint64_t max_between(const struct mapgc_hist *prev, const struct mapgc_hist *now,
			    const struct mapgc_hist *added)
{
	if (now->max_ns > prev->max_ns)
		return now->max_ns;
	for (unsigned int i = MAPGC_HIST_BUCKETS; i-- > 0;) {
		uint64_t high_ns = histogram_high_ns(i);

		if (added->buckets[i])
			return high_ns < now->max_ns ? high_ns : now->max_ns;
	}
	return 0;
}

static bool subtract_hist(const struct mapgc_hist *prev, const struct mapgc_hist *now,
			  struct mapgc_hist *ret)
{
	if (!subtract(&prev->count, &now->count, &ret->count, 1) ||
	    !subtract(&prev->sum_ns, &now->sum_ns, &ret->sum_ns, 1) ||
	    !subtract(prev->buckets, now->buckets, ret->buckets, MAPGC_HIST_BUCKETS))
		return false;
	ret->max_ns = max_between(prev, now, ret);
	return true;
}

static bool subtract_sampled(const struct mapgc_snapshot_args *prev,
			     const struct mapgc_snapshot_args *now,
			     struct mapgc_snapshot_args *ret)
{
	return subtract(&prev->cpu_elapsed_ns, &now->cpu_elapsed_ns, &ret->cpu_elapsed_ns, 1) &&
	       subtract(&prev->sampled_ns, &now->sampled_ns, &ret->sampled_ns, 1) &&
	       subtract(&prev->sampled_cpu_ns, &now->sampled_cpu_ns, &ret->sampled_cpu_ns, 1) &&
	       subtract(&prev->scaled_hits, &now->scaled_hits, &ret->scaled_hits, 1) &&
	       subtract(&prev->steady_hits, &now->steady_hits, &ret->steady_hits, 1) &&
	       subtract(prev->edges, now->edges, ret->edges, MAPGC_OPS) &&
	       subtract(prev->scaled_edges, now->scaled_edges, ret->scaled_edges, MAPGC_OPS);
}

static bool subtract_op(const struct mapgc_snapshot_args *prev,
			const struct mapgc_snapshot_args *now, struct mapgc_snapshot_args *ret,
			int op)
{
	return subtract(prev->ops[op], now->ops[op], ret->ops[op], MAPGC_DEPTHS) &&
	       subtract(prev->inferred[op], now->inferred[op], ret->inferred[op],
			MAPGC_DEPTHS) &&
	       subtract(prev->scaled_ops[op], now->scaled_ops[op], ret->scaled_ops[op],
			MAPGC_DEPTHS) &&
	       subtract(prev->scaled_inferred[op], now->scaled_inferred[op],
			ret->scaled_inferred[op], MAPGC_DEPTHS);
}

static bool subtract_all(const struct mapgc_snapshot_args *prev,
			 const struct mapgc_snapshot_args *now, struct mapgc_snapshot_args *ret)
{
	bool is_grown = subtract(&prev->elapsed_ns, &now->elapsed_ns, &ret->elapsed_ns, 1) &&
			subtract(&prev->armed_ns, &now->armed_ns, &ret->armed_ns, 1) &&
			subtract(&prev->windows, &now->windows, &ret->windows, 1) &&
			subtract(&prev->hits, &now->hits, &ret->hits, 1) &&
			subtract(&prev->ignored, &now->ignored, &ret->ignored, 1) &&
			subtract(&prev->reexecutions, &now->reexecutions, &ret->reexecutions, 1) &&
			subtract(&prev->cycles, &now->cycles, &ret->cycles, 1) &&
			subtract(&prev->uncounted, &now->uncounted, &ret->uncounted, 1) &&
			subtract(&prev->cold_hits, &now->cold_hits, &ret->cold_hits, 1) &&
			subtract(&prev->cpu_ns, &now->cpu_ns, &ret->cpu_ns, 1) &&
			subtract(&prev->spent_ns, &now->spent_ns, &ret->spent_ns, 1) &&
			subtract(&prev->arming_ns, &now->arming_ns, &ret->arming_ns, 1) &&
			subtract(&prev->held_ns, &now->held_ns, &ret->held_ns, 1) &&
			subtract(prev->losses, now->losses, ret->losses, MAPGC_LOSSES) &&
			subtract_sampled(prev, now, ret);

	for (int op = 0; is_grown && op < MAPGC_OPS; op++)
		is_grown = subtract_op(prev, now, ret, op);
	for (int i = 0; is_grown && i < MAPGC_PAUSES; i++)
		is_grown = subtract_hist(&prev->pauses[i], &now->pauses[i], &ret->pauses[i]);
	return is_grown;
}

bool delta_figures(const struct mapgc_snapshot_args *prev, const struct mapgc_snapshot_args *now,
		   struct mapgc_snapshot_args *ret)
{
	*ret = *now;
	if (!prev)
		return false;
	if (subtract_all(prev, now, ret))
		return true;
	*ret = *now;
	return false;
}
