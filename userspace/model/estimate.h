/* SPDX-License-Identifier: GPL-2.0 */
/* Rates of operations that were counted only part of the time. */
#ifndef MAPGC_MODEL_ESTIMATE_H
#define MAPGC_MODEL_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct estimate_point - what was counted in one interval
 * @ops: operations
 * @armed_ns: time in which they were counted
 */
struct estimate_point {
	uint64_t ops;
	uint64_t armed_ns;
};

/**
 * struct estimate - operations per second
 * @is_known: false where nothing was ever counted; then nothing else is set
 * @has_bounds: @low and @high are known
 * @value: best estimate
 * @low: lower end of the 95 % confidence interval, at least 0
 * @high: its upper end
 */
struct estimate {
	bool is_known;
	bool has_bounds;
	double value;
	double low;
	double high;
};

/**
 * estimate_exact() - the rate where every operation was counted
 * @ops: operations
 * @elapsed_ns: in this time
 */
struct estimate estimate_exact(uint64_t ops, uint64_t elapsed_ns);

/**
 * estimate_ratio() - the rate from samples
 * @points: intervals, nr_points of them; those with nothing armed tell nothing
 * @nr_points: how many
 *
 * Ratio estimator, sum of operations over sum of armed time, with its variance
 * by linearisation and Student's t. The spread between intervals also holds
 * what really changed between them, so the bounds are rather too wide than too
 * narrow. They are never narrower than those of a Poisson count of that size.
 * One interval alone has no bounds.
 */
struct estimate estimate_ratio(const struct estimate_point *points, size_t nr_points);

#endif /* MAPGC_MODEL_ESTIMATE_H */
