// SPDX-License-Identifier: GPL-2.0
#include "model/estimate.h"

#include <math.h>

#define NS_PER_SECOND	1e9

/* Nothing seen: the mean of a Poisson count is below this with 97.5 % confidence. */
#define POISSON_ZERO_HIGH	3.689

/* Two-sided 95 % quantile of Student's t for 1, 2, ... degrees of freedom. */
static const double student_t[] = {
	12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
	2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
	2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
};

#define STUDENT_ROWS	(sizeof(student_t) / sizeof(student_t[0]))

static double student(size_t freedom)
{
	if (freedom <= STUDENT_ROWS)
		return student_t[freedom - 1];
	return freedom < 40 ? student_t[STUDENT_ROWS - 1] : freedom < 60 ? 2.021 : 2.000;
}

struct estimate estimate_exact(uint64_t ops, uint64_t elapsed_ns)
{
	struct estimate ret = { .is_known = elapsed_ns > 0, .has_bounds = elapsed_ns > 0 };

	if (elapsed_ns)
		ret.value = (double)ops * NS_PER_SECOND / (double)elapsed_ns;
	ret.low = ret.value;
	ret.high = ret.value;
	return ret;
}

/* Variance of sum(ops) / sum(armed), armed in seconds. */
static double ratio_variance(const struct estimate_point *points, size_t nr_points,
			     size_t nr_armed, double rate, double armed_s)
{
	double squares = 0;

	for (size_t i = 0; i < nr_points; i++) {
		double rest;

		if (!points[i].armed_ns)
			continue;
		rest = (double)points[i].ops -
		       rate * ((double)points[i].armed_ns / NS_PER_SECOND);
		squares += rest * rest;
	}
	return squares * (double)nr_armed / ((double)(nr_armed - 1) * armed_s * armed_s);
}

struct estimate estimate_ratio(const struct estimate_point *points, size_t nr_points)
{
	struct estimate ret = { 0 };
	double ops = 0, armed_s = 0, half;
	size_t nr_armed = 0;

	for (size_t i = 0; i < nr_points; i++) {
		if (!points[i].armed_ns)
			continue;
		ops += (double)points[i].ops;
		armed_s += (double)points[i].armed_ns / NS_PER_SECOND;
		nr_armed++;
	}
	if (!nr_armed)
		return ret;
	ret.is_known = true;
	ret.value = ops / armed_s;
	if (nr_armed < 2)
		return ret;
	ret.has_bounds = true;
	half = student(nr_armed - 1) *
	       sqrt(fmax(ratio_variance(points, nr_points, nr_armed, ret.value, armed_s),
			 ops / (armed_s * armed_s)));
	ret.low = fmax(0, ret.value - half);
	ret.high = ops > 0 ? ret.value + half : POISSON_ZERO_HIGH / armed_s;
	return ret;
}
