// SPDX-License-Identifier: GPL-2.0
#include "model/rate.h"

#include <stdbool.h>

#define NS_PER_SECOND	1e9

/* Nothing seen: the mean of a Poisson count is below this with 97.5 % confidence. */
#define POISSON_ZERO_HIGH	3.689

/* The true hit cost may be so much larger than what was measured. */
#define HIT_COST_ERROR	1.25

/**
 * struct sums - over intervals
 * @counted: operations of the series
 * @armed_ns: see struct interval, like all others
 */
struct sums {
	uint64_t counted;
	uint64_t armed_ns;
	uint64_t cpu_ns;
	uint64_t cpu_elapsed_ns;
	uint64_t sampled_cpu_ns;
	double hits_ns;
};

static struct sums sum(const struct interval *const *intervals, size_t nr, unsigned int series)
{
	struct sums ret = { 0 };

	for (size_t i = 0; i < nr; i++) {
		const struct interval *interval = intervals[i];

		ret.counted += interval->ops[series];
		ret.armed_ns += interval->armed_ns;
		ret.cpu_ns += interval->cpu_ns;
		ret.cpu_elapsed_ns += interval->cpu_elapsed_ns;
		ret.sampled_cpu_ns += interval->sampled_cpu_ns;
		ret.hits_ns += (double)interval->scaled_hits * (double)interval->hit_cost_ns;
	}
	return ret;
}

/* The first window was, and its period is not over. */
static struct estimate rate_so_far(const struct sums *sums)
{
	struct estimate ret = { .is_known = sums->armed_ns };

	if (sums->armed_ns)
		ret.value = (double)sums->counted * NS_PER_SECOND / (double)sums->armed_ns;
	return ret;
}

static void bound_slowing(struct estimate *rate, const struct sums *sums)
{
	double taken;

	if (!rate->has_high || !sums->sampled_cpu_ns)
		return;
	taken = HIT_COST_ERROR * sums->hits_ns / (double)sums->sampled_cpu_ns;
	rate->has_high = taken < 1;
	if (rate->has_high)
		rate->high /= 1 - taken;
}

struct estimate rate_sampled(const struct interval *const *intervals, size_t nr,
			     unsigned int series)
{
	struct estimate_point points[RATE_INTERVALS] = { 0 };
	struct sums sums = sum(intervals, nr, series);
	bool has_cpu = sums.sampled_cpu_ns && sums.cpu_ns && sums.cpu_elapsed_ns;
	struct estimate ret;

	for (size_t i = 0; i < nr; i++) {
		uint64_t whole_ns = has_cpu ? intervals[i]->sampled_cpu_ns :
					      intervals[i]->sampled_ns;

		points[i].part = (double)intervals[i]->scaled[series];
		points[i].whole = (double)whole_ns / NS_PER_SECOND;
	}
	ret = estimate_ratio(points, nr, sums.counted);
	if (!ret.is_known)
		return rate_so_far(&sums);
	if (!sums.counted && nr > 1 && sums.armed_ns) {
		ret.has_low = true;
		ret.has_high = true;
		ret.high = POISSON_ZERO_HIGH * NS_PER_SECOND / (double)sums.armed_ns;
	} else if (has_cpu) {
		ret = estimate_times(ret, (double)sums.cpu_ns / (double)sums.cpu_elapsed_ns);
	}
	bound_slowing(&ret, &sums);
	return ret;
}

static uint64_t at_depth(const uint64_t series[INTERVAL_SERIES], int depth)
{
	return series[INTERVAL_DEPTH(depth)] + series[INTERVAL_INFERRED(depth)];
}

static uint64_t at_any_depth(const uint64_t series[INTERVAL_SERIES])
{
	uint64_t sum = 0;

	for (int depth = 1; depth <= MAPGC_DEPTHS; depth++)
		sum += at_depth(series, depth);
	return sum;
}

struct estimate rate_share(const struct interval *const *intervals, size_t nr, int depth)
{
	struct estimate_point points[RATE_INTERVALS] = { 0 };
	uint64_t counted = 0;
	struct estimate ret;

	for (size_t i = 0; i < nr; i++) {
		points[i].part = (double)at_depth(intervals[i]->scaled, depth);
		points[i].whole = (double)at_any_depth(intervals[i]->scaled);
		counted += at_depth(intervals[i]->ops, depth);
	}
	ret = estimate_ratio(points, nr, counted);
	ret.high = ret.high > 1 ? 1 : ret.high;
	return ret;
}

struct estimate rate_share_exact(const struct interval *interval, int depth)
{
	uint64_t all = at_any_depth(interval->ops);
	struct estimate ret = { .is_known = all, .has_low = all, .has_high = all };

	if (all)
		ret.value = (double)at_depth(interval->ops, depth) / (double)all;
	ret.low = ret.value;
	ret.high = ret.value;
	return ret;
}
