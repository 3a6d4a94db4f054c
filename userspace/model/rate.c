// SPDX-License-Identifier: GPL-2.0
#include "model/rate.h"

#include <math.h>
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

/* Of the CPU time, by hits; 1 and more: all of it. */
static double taken_by_hits(const struct sums *sums)
{
	if (!sums->sampled_cpu_ns)
		return 0;
	return HIT_COST_ERROR * sums->hits_ns / (double)sums->sampled_cpu_ns;
}

static void bound_slowing(struct estimate *rate, const struct sums *sums)
{
	double taken = taken_by_hits(sums);

	if (!rate->has_high)
		return;
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

/*
 * How far windows differ in the share, beyond what chance does to so few operations: the
 * standard deviation.
 */
static double spread_of_share(const struct interval *const *intervals, size_t nr, int depth,
			      double share)
{
	double squares = 0, chance = 0, whole = 0;

	for (size_t i = 0; i < nr; i++) {
		double weight = (double)at_any_depth(intervals[i]->scaled);
		double off = (double)at_depth(intervals[i]->scaled, depth) - share * weight;
		double counted = (double)at_any_depth(intervals[i]->ops);

		if (weight <= 0 || counted <= 0)
			continue;
		squares += off * off / weight;
		chance += weight * share * (1 - share) / counted;
		whole += weight;
	}
	return whole > 0 ? sqrt(fmax(0, squares - chance) / whole) : 0;
}

/*
 * Windows that were slowed down more than others have less weight than is theirs. That puts a
 * share off by no more than the spread of the shares times the coefficient of variation of the
 * factors (Cauchy and Schwarz), which is (f - 1) / (2 sqrt(f)) at most where these are between
 * 1 and f, and is not taken for more than 1.
 */
static double slowing_of_share(double taken, double spread)
{
	double factor;

	if (taken >= 1)
		return spread;
	factor = 1 / (1 - taken);
	return spread * fmin(1, (factor - 1) / (2 * sqrt(factor)));
}

struct estimate rate_share(const struct interval *const *intervals, size_t nr, int depth)
{
	struct estimate_point points[RATE_INTERVALS] = { 0 };
	struct sums sums = sum(intervals, nr, INTERVAL_DEPTH(depth));
	uint64_t counted = 0;
	struct estimate ret;
	double slowing;

	for (size_t i = 0; i < nr; i++) {
		points[i].part = (double)at_depth(intervals[i]->scaled, depth);
		points[i].whole = (double)at_any_depth(intervals[i]->scaled);
		counted += at_depth(intervals[i]->ops, depth);
	}
	ret = estimate_ratio(points, nr, counted);
	slowing = slowing_of_share(taken_by_hits(&sums),
				   spread_of_share(intervals, nr, depth, ret.value));
	ret.low = fmax(0, ret.low - slowing);
	ret.high = fmin(1, ret.high + slowing);
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
