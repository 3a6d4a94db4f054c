/* SPDX-License-Identifier: GPL-2.0 */
/* A ratio and how sure it is, from samples of its two parts. */
#ifndef MAPGC_MODEL_ESTIMATE_H
#define MAPGC_MODEL_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct estimate_point - one sample
 * @part: above the line
 * @whole: below it; nothing is known from a sample where it is 0
 */
struct estimate_point {
	double part;
	double whole;
};

/**
 * struct estimate - a value that is known more or less
 * @is_known: false where nothing was ever counted; then nothing else is set
 * @has_low: @low is known
 * @has_high: @high is known
 * @value: best estimate
 * @low: lower end of the 95 % confidence interval, at least 0
 * @high: its upper end
 */
struct estimate {
	bool is_known;
	bool has_low;
	bool has_high;
	double value;
	double low;
	double high;
};

/**
 * estimate_exact() - operations per second where every one was counted
 * @ops: operations
 * @elapsed_ns: in this time
 */
struct estimate estimate_exact(uint64_t ops, uint64_t elapsed_ns);

/**
 * estimate_ratio() - sum of parts over sum of wholes
 * @points: nr_points of them
 * @nr_points: how many
 * @counted: what was really counted of what @points has as parts
 *
 * Variance by linearisation, and Student's t (Cochran, Sampling Techniques, 6.4), with as many
 * degrees of freedom as the kurtosis leaves: the variance of a variance is (kurtosis - 1) / n of
 * its square. The spread between samples also holds what really changed between them, so the
 * bounds are rather too wide than too narrow. They are never narrower than those of a Poisson
 * count of @counted. One sample alone has no bounds.
 */
struct estimate estimate_ratio(const struct estimate_point *points, size_t nr_points,
			       uint64_t counted);

/** estimate_times() - of something that is @factor times as large */
struct estimate estimate_times(struct estimate estimate, double factor);

#endif /* MAPGC_MODEL_ESTIMATE_H */
