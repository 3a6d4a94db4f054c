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
	assert_true(rate.is_known && rate.has_bounds);
	assert_true(rate.value == 150 && rate.low == 150 && rate.high == 150);
	assert_false(estimate_exact(0, 0).is_known);
}

static void test_nothing_armed_is_not_zero(void **state)
{
	const struct estimate_point points[] = { { 0, 0 }, { 0, 0 } };

	(void)state;
	assert_false(estimate_ratio(points, 2).is_known);
	assert_false(estimate_ratio(NULL, 0).is_known);
}

static void test_one_interval_has_no_bounds(void **state)
{
	const struct estimate_point points[] = { { 0, 0 }, { 50, SECOND_NS / 10 } };
	struct estimate rate = estimate_ratio(points, 2);

	(void)state;
	assert_true(rate.is_known);
	assert_false(rate.has_bounds);
	assert_true(is_close(rate.value, 500));
}

/* By hand: R = 60000 / 0.3 s = 200000/s; residuals -1000, 1000 and 0. */
static void test_worked_example(void **state)
{
	const struct estimate_point points[] = {
		{ 19000, SECOND_NS / 10 }, { 21000, SECOND_NS / 10 }, { 20000, SECOND_NS / 10 },
	};
	struct estimate rate = estimate_ratio(points, 3);
	double half = 4.303 * sqrt(3 * 2000000.0 / (2 * 0.09));

	(void)state;
	assert_true(is_close(rate.value, 200000));
	assert_true(is_close(rate.low, 200000 - half));
	assert_true(is_close(rate.high, 200000 + half));
}

static void test_low_is_never_negative(void **state)
{
	const struct estimate_point points[] = { { 0, SECOND_NS }, { 1, SECOND_NS } };
	struct estimate rate = estimate_ratio(points, 2);

	(void)state;
	assert_true(rate.low == 0);
	assert_true(rate.high > 1);
}

static void test_zero_seen_is_not_proved(void **state)
{
	const struct estimate_point points[] = { { 0, SECOND_NS }, { 0, SECOND_NS } };
	struct estimate rate = estimate_ratio(points, 2);

	(void)state;
	assert_true(rate.value == 0 && rate.low == 0);
	assert_true(is_close(rate.high, 3.689 / 2));
}

static void test_equal_counts_are_not_certainty(void **state)
{
	const struct estimate_point points[] = { { 4, SECOND_NS }, { 4, SECOND_NS } };
	struct estimate rate = estimate_ratio(points, 2);

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

		for (int i = 0; i < nr_intervals; i++) {
			double armed_s = 0.01 + 0.01 * next_uniform();

			points[i].armed_ns = armed_s * 1e9;
			points[i].ops = burst *
					next_poisson(rate_per_second / burst * armed_s);
		}
		rate = estimate_ratio(points, nr_intervals);
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

	(void)state;
	random_state = 88172645463325252ull;
	for (int i = 0; i < 60; i++)
		points[i] = (struct estimate_point){ next_poisson(200), SECOND_NS / 100 };
	rate = estimate_ratio(points, 60);
	assert_true(rate.high - rate.low < 0.06 * rate.value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact_has_no_width),
		cmocka_unit_test(test_nothing_armed_is_not_zero),
		cmocka_unit_test(test_one_interval_has_no_bounds),
		cmocka_unit_test(test_worked_example),
		cmocka_unit_test(test_low_is_never_negative),
		cmocka_unit_test(test_zero_seen_is_not_proved),
		cmocka_unit_test(test_equal_counts_are_not_certainty),
		cmocka_unit_test(test_bounds_hold_the_truth),
		cmocka_unit_test(test_bounds_are_not_too_wide),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_estimate", tests, NULL, NULL);
}
