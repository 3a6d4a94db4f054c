// SPDX-License-Identifier: GPL-2.0
/* Rates and shares of programs whose truth is known, sampled as the module does it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/rate.h"
#include "synth/sampling.h"

#define SECOND_NS	1000000000ull
#define RUNS		1000
#define MINUTE		60

static struct interval intervals[RATE_INTERVALS];
static const struct interval *pointers[RATE_INTERVALS];

static int setup(void **state)
{
	(void)state;
	memset(intervals, 0, sizeof(intervals));
	for (size_t i = 0; i < RATE_INTERVALS; i++)
		pointers[i] = &intervals[i];
	return 0;
}

/* A second in which the program used @cpu_s, and a window saw @ops in a hundredth of it. */
static void fill(size_t i, double cpu_s, uint64_t ops)
{
	intervals[i] = (struct interval){
		.elapsed_ns = SECOND_NS,
		.armed_ns = SECOND_NS / 100,
		.cpu_ns = cpu_s * 1e9,
		.cpu_elapsed_ns = SECOND_NS,
		.sampled_ns = SECOND_NS,
		.sampled_cpu_ns = cpu_s * 1e9,
		.scaled_hits = 100 * ops,
	};
	intervals[i].ops[INTERVAL_KIND(MAPGC_OP_READ)] = ops;
	intervals[i].ops[INTERVAL_DEPTH(1)] = ops;
	intervals[i].scaled[INTERVAL_KIND(MAPGC_OP_READ)] = 100 * ops;
	intervals[i].scaled[INTERVAL_DEPTH(1)] = 100 * ops;
}

static struct estimate reads(size_t nr)
{
	return rate_sampled(pointers, nr, INTERVAL_KIND(MAPGC_OP_READ));
}

static bool is_about(double a, double b)
{
	return fabs(a - b) < b / 1000000;
}

static void test_time_without_windows_counts_by_cpu_time(void **state)
{
	(void)state;
	fill(0, 1, 1000);
	fill(1, 1, 1000);
	assert_true(is_about(reads(2).value, 100000));
	/* Two more seconds, without a window; the program ran in one of them. */
	intervals[2] = (struct interval){
		.elapsed_ns = 2 * SECOND_NS, .cpu_elapsed_ns = 2 * SECOND_NS, .cpu_ns = SECOND_NS,
	};
	assert_true(is_about(reads(3).value, 75000));
}

static void test_first_window_tells_at_once(void **state)
{
	(void)state;
	fill(0, 1, 1000);
	intervals[0].sampled_ns = 0;
	intervals[0].sampled_cpu_ns = 0;
	assert_true(reads(1).is_known && !reads(1).has_low);
	assert_true(is_about(reads(1).value, 100000));
	intervals[0].armed_ns = 0;
	assert_false(reads(1).is_known);
}

static void test_idle_is_zero_to_within_what_was_seen(void **state)
{
	(void)state;
	fill(0, 0, 0);
	fill(1, 0, 0);
	assert_true(reads(2).is_known && reads(2).value == 0 && reads(2).low == 0);
	assert_true(is_about(reads(2).high, 3.689 / 0.02));
}

static void test_slowing_widens_upwards_only(void **state)
{
	struct estimate without, with;

	(void)state;
	for (size_t i = 0; i < 10; i++)
		fill(i, 1, 1000 + i);
	without = reads(10);
	for (size_t i = 0; i < 10; i++)
		intervals[i].hit_cost_ns = 1000;
	with = reads(10);
	assert_true(with.value == without.value && with.low == without.low);
	/* 100,000 hits of 1.25 us are an eighth of a second. */
	assert_true(fabs(with.high / (without.high / 0.875) - 1) < 0.001);
	for (size_t i = 0; i < 10; i++)
		intervals[i].hit_cost_ns = 8000;
	assert_true(reads(10).has_low && !reads(10).has_high);
}

static void test_shares_add_up(void **state)
{
	(void)state;
	fill(0, 1, 900);
	fill(1, 1, 900);
	intervals[0].scaled[INTERVAL_INFERRED(2)] = 10000;
	intervals[0].ops[INTERVAL_INFERRED(2)] = 100;
	intervals[1].scaled[INTERVAL_DEPTH(2)] = 10000;
	intervals[1].ops[INTERVAL_DEPTH(2)] = 100;
	assert_true(is_about(rate_share(pointers, 2, 1).value, 0.9));
	assert_true(is_about(rate_share(pointers, 2, 2).value, 0.1));
	assert_true(rate_share(pointers, 2, 1).high <= 1);
	assert_true(is_about(rate_share_exact(pointers[0], 2).value, 0.1));
	assert_false(rate_share_exact(pointers[3], 2).is_known);
}

/**
 * struct coverage - of many runs
 * @rate: share of them whose bounds hold the true rate
 * @share: the same for the share of depth 2
 * @bias: mean of the estimated rates, relative to the truth
 * @bias_error: three times its standard error
 */
struct coverage {
	double rate;
	double share;
	double bias;
	double bias_error;
};

static struct coverage cover(const struct sampling_program *program)
{
	struct coverage ret = { 0 };
	double squares = 0;

	for (int run = 0; run < RUNS; run++) {
		double true_rate, true_share;
		struct estimate rate, share;

		sampling_run(program, run, intervals, MINUTE, &true_rate, &true_share);
		rate = reads(MINUTE);
		share = rate_share(pointers, MINUTE, 2);
		ret.rate += rate.low <= true_rate && true_rate <= rate.high;
		ret.share += share.low <= true_share && true_share <= share.high;
		ret.bias += rate.value / true_rate - 1;
		squares += pow(rate.value / true_rate - 1, 2);
	}
	ret.rate /= RUNS;
	ret.share /= RUNS;
	ret.bias /= RUNS;
	ret.bias_error = 3 * sqrt((squares / RUNS - ret.bias * ret.bias) / RUNS);
	print_message("# %s: rate %.3f, share %.3f, bias %+.4f within %.4f\n", program->name,
		      ret.rate, ret.share, ret.bias, ret.bias_error);
	return ret;
}

static void test_bounds_hold_the_truth_of_any_program(void **state)
{
	(void)state;
	for (size_t i = 0; sampling_programs[i].name; i++) {
		struct coverage covered = cover(&sampling_programs[i]);

		assert_true(covered.rate >= 0.95);
		assert_true(covered.share >= 0.95);
		assert_true(fabs(covered.bias) < 0.005 + covered.bias_error);
	}
}

#define TEST(name)	cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_time_without_windows_counts_by_cpu_time),
		TEST(test_first_window_tells_at_once),
		TEST(test_idle_is_zero_to_within_what_was_seen),
		TEST(test_slowing_widens_upwards_only),
		TEST(test_shares_add_up),
		TEST(test_bounds_hold_the_truth_of_any_program),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_rate", tests, NULL, NULL);
}
