// SPDX-License-Identifier: GPL-2.0
#include "model/estimate.h"

#include <math.h>

#define NS_PER_SECOND	1e9

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
	bool is_known = elapsed_ns > 0;
	struct estimate ret = { .is_known = is_known, .has_low = is_known, .has_high = is_known };

	if (is_known)
		ret.value = (double)ops * NS_PER_SECOND / (double)elapsed_ns;
	ret.low = ret.value;
	ret.high = ret.value;
	return ret;
}

/**
 * struct spread - of samples around their ratio
 * @nr: samples
 * @weight: of so many equally long ones (Kish's effective sample size)
 * @squares: sum of the squares of what each is off
 * @fourths: the same of the fourth powers
 */
struct spread {
	size_t nr;
	double weight;
	double squares;
	double fourths;
};

/* @whole: of all points together; not 0 */
static struct spread spread_around(double ratio, double whole,
				   const struct estimate_point *points, size_t nr_points)
{
	struct spread ret = { 0 };
	double squares = 0;

	for (size_t i = 0; i < nr_points; i++) {
		double rest = points[i].part - ratio * points[i].whole;

		if (points[i].whole <= 0)
			continue;
		ret.nr++;
		squares += points[i].whole * points[i].whole;
		ret.squares += rest * rest;
		ret.fourths += rest * rest * rest * rest;
	}
	ret.weight = whole * whole / squares;
	return ret;
}

/*
 * What the variance is worth as an estimate itself: one that hangs on a few samples (bursts, or
 * a program that used its CPU time in a few of them) has fewer degrees of freedom than there
 * are samples.
 */
static size_t degrees_of_freedom(const struct spread *spread)
{
	size_t most = (size_t)fmax(round(spread->weight) - 1, 1);
	double kurtosis, freedom;

	if (!spread->squares)
		return most;
	kurtosis = (double)spread->nr * spread->fourths / (spread->squares * spread->squares);
	freedom = 2 * (double)spread->nr / fmax(kurtosis - 1, 1);
	return freedom < (double)most ? (size_t)fmax(freedom, 1) : most;
}

struct estimate estimate_ratio(const struct estimate_point *points, size_t nr_points,
			       uint64_t counted)
{
	struct estimate ret = { 0 };
	double part = 0, whole = 0, half, variance;
	struct spread spread;

	for (size_t i = 0; i < nr_points; i++) {
		if (points[i].whole <= 0)
			continue;
		part += points[i].part;
		whole += points[i].whole;
	}
	if (!whole)
		return ret;
	ret.is_known = true;
	ret.value = part / whole;
	spread = spread_around(ret.value, whole, points, nr_points);
	if (spread.nr < 2 || !counted)
		return ret;
	ret.has_low = true;
	ret.has_high = true;
	variance = spread.squares * (double)spread.nr /
		   ((double)(spread.nr - 1) * whole * whole);
	variance = fmax(variance, ret.value * ret.value / (double)counted);
	half = student(degrees_of_freedom(&spread)) * sqrt(variance);
	ret.low = fmax(0, ret.value - half);
	ret.high = ret.value + half;
	return ret;
}

struct estimate estimate_times(struct estimate estimate, double factor)
{
	estimate.value *= factor;
	estimate.low *= factor;
	estimate.high *= factor;
	return estimate;
}
