// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/estimate.h"

#define SECOND_NS	1000000000ull
#define RUNS		2000

static bool is_close(double a, double b)
{
	return fabs(a - b) < 0.001;
}

static uint64_t random_state;

static double next_uniform(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (random_state >> 11) / 9007199254740992.0;
}

static uint64_t next_poisson(double mean)
{
	double limit = exp(-mean), product = next_uniform();
	uint64_t n = 0;

	for (; product > limit; n++)
		product *= next_uniform();
	return n;
}

static void test_exact_has_no_width(void **state)
{
	struct estimate rate = estimate_exact(300, 2 * SECOND_NS);

	(void)state;
	assert_true(rate.is_known && rate.has_low && rate.has_high);
	assert_true(rate.value == 150 && rate.low == 150 && rate.high == 150);
	assert_false(estimate_exact(0, 0).is_known);
}

static void test_nothing_below_the_line_is_not_zero(void **state)
{
	const struct estimate_point points[] = { { 0, 0 }, { 0, 0 } };

	(void)state;
	assert_false(estimate_ratio(points, 2, 0).is_known);
	assert_false(estimate_ratio(NULL, 0, 0).is_known);
}

static void test_one_sample_has_no_bounds(void **state)
{
	const struct estimate_point points[] = { { 0, 0 }, { 50, 0.1 } };
	struct estimate rate = estimate_ratio(points, 2, 50);

	(void)state;
	assert_true(rate.is_known);
	assert_false(rate.has_low || rate.has_high);
	assert_true(is_close(rate.value, 500));
}

/* By hand: R = 60000 / 0.3 s = 200000/s; residuals -1000, 1000 and 0. */
static void test_worked_example(void **state)
{
	const struct estimate_point points[] = { { 19000, 0.1 }, { 21000, 0.1 }, { 20000, 0.1 } };
	struct estimate rate = estimate_ratio(points, 3, 60000);
	double half = 4.303 * sqrt(3 * 2000000.0 / (2 * 0.09));

	(void)state;
	assert_true(is_close(rate.value, 200000));
	assert_true(is_close(rate.low, 200000 - half));
	assert_true(is_close(rate.high, 200000 + half));
}

/*
 * By hand: 19 samples are 500 below the mean of 600 and one is 9500 above, so the standard error
 * is 500. The kurtosis is 18, which leaves 40 / 17 degrees of freedom: two.
 */
static void test_one_burst_is_little_to_go_by(void **state)
{
	struct estimate_point points[20];
	struct estimate rate;

	(void)state;
	for (int i = 0; i < 20; i++)
		points[i] = (struct estimate_point){ i == 7 ? 10100 : 100, 1 };
	rate = estimate_ratio(points, 20, 12000);
	assert_true(is_close(rate.value, 600));
	assert_true(is_close(rate.high, 600 + 4.303 * 500));
}

/*
 * By hand: 200.8 / 2.008 is 100; residuals -10, 10, and eight of 0. The light ones weigh nothing:
 * two samples, one degree of freedom.
 */
static void test_who_rests_most_of_the_time_has_few_samples(void **state)
{
	struct estimate_point points[10] = { { 90, 1 }, { 110, 1 } };
	struct estimate rate;

	(void)state;
	for (int i = 2; i < 10; i++)
		points[i] = (struct estimate_point){ 0.1, 0.001 };
	rate = estimate_ratio(points, 10, 200800);
	assert_true(is_close(rate.value, 100));
	assert_true(is_close(rate.high, 100 + 12.706 * sqrt(200 * 10 / (9 * 2.008 * 2.008))));
}

static void test_low_is_never_negative(void **state)
{
	const struct estimate_point points[] = { { 0, 1 }, { 1, 1 } };
	struct estimate rate = estimate_ratio(points, 2, 1);

	(void)state;
	assert_true(rate.low == 0);
	assert_true(rate.high > 1);
}

static void test_nothing_counted_has_no_bounds(void **state)
{
	const struct estimate_point points[] = { { 0, 1 }, { 0, 1 } };
	struct estimate rate = estimate_ratio(points, 2, 0);

	(void)state;
	assert_true(rate.is_known && rate.value == 0);
	assert_false(rate.has_low || rate.has_high);
}

static void test_equal_counts_are_not_certainty(void **state)
{
	const struct estimate_point points[] = { { 4, 1 }, { 4, 1 } };
	struct estimate rate = estimate_ratio(points, 2, 8);

	(void)state;
	assert_true(rate.low < 4 && rate.high > 5);
}

/* Share of runs whose bounds hold the true rate; the same sequence every time. */
static double covered(double rate_per_second, double burst, int nr_intervals)
{
	int hits = 0;

	random_state = 88172645463325252ull;
	for (int run = 0; run < RUNS; run++) {
		struct estimate_point points[64];
		struct estimate rate;
		uint64_t counted = 0;

		for (int i = 0; i < nr_intervals; i++) {
			double armed_s = 0.01 + 0.01 * next_uniform();

			points[i].whole = armed_s;
			points[i].part = burst *
					 next_poisson(rate_per_second / burst * armed_s);
			counted += points[i].part;
		}
		rate = estimate_ratio(points, nr_intervals, counted);
		hits += rate.low <= rate_per_second && rate_per_second <= rate.high;
	}
	return (double)hits / RUNS;
}

static void test_bounds_hold_the_truth(void **state)
{
	(void)state;
	assert_true(covered(20000, 1, 2) >= 0.95);
	assert_true(covered(20000, 1, 10) >= 0.95);
	assert_true(covered(20000, 1, 60) >= 0.95);
	assert_true(covered(1000, 1, 10) >= 0.95);
	/* operations that come 50 at a time */
	assert_true(covered(50000, 50, 20) >= 0.93);
	assert_true(covered(50000, 50, 60) >= 0.94);
}

/* Bounds that are always right by being endless would be of no use. */
static void test_bounds_are_not_too_wide(void **state)
{
	struct estimate_point points[60];
	struct estimate rate;
	uint64_t counted = 0;

	(void)state;
	random_state = 88172645463325252ull;
	for (int i = 0; i < 60; i++) {
		points[i] = (struct estimate_point){ next_poisson(200), 0.01 };
		counted += points[i].part;
	}
	rate = estimate_ratio(points, 60, counted);
	assert_true(rate.high - rate.low < 0.06 * rate.value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact_has_no_width),
		cmocka_unit_test(test_nothing_below_the_line_is_not_zero),
		cmocka_unit_test(test_one_sample_has_no_bounds),
		cmocka_unit_test(test_worked_example),
		cmocka_unit_test(test_one_burst_is_little_to_go_by),
		cmocka_unit_test(test_who_rests_most_of_the_time_has_few_samples),
		cmocka_unit_test(test_low_is_never_negative),
		cmocka_unit_test(test_nothing_counted_has_no_bounds),
		cmocka_unit_test(test_equal_counts_are_not_certainty),
		cmocka_unit_test(test_bounds_hold_the_truth),
		cmocka_unit_test(test_bounds_are_not_too_wide),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_estimate", tests, NULL, NULL);
}
