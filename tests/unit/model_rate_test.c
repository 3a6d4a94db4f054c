// SPDX-License-Identifier: GPL-2.0
/* Rates and shares of programs whose truth is known, sampled as the module does it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/rate.h"
#include "synth/sampling.h"

#define SECOND_NS	1000000000ull
#define RUNS		1000
#define MINUTE		60
#define DEFAULT_PPM	10000

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

static struct estimate deletions(size_t nr)
{
	return rate_sampled(pointers, nr, INTERVAL_KIND(MAPGC_OP_DELETE));
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

/* A second of one of two phases, which windows see alike. */
static void fill_phase(size_t i, bool is_deep, uint64_t hit_cost_ns)
{
	fill(i, 1, 1000);
	intervals[i].hit_cost_ns = hit_cost_ns;
	if (!is_deep)
		return;
	intervals[i].ops[INTERVAL_DEPTH(1)] = 0;
	intervals[i].ops[INTERVAL_DEPTH(2)] = 1000;
	intervals[i].scaled[INTERVAL_DEPTH(1)] = 0;
	intervals[i].scaled[INTERVAL_DEPTH(2)] = 100000;
}

static struct estimate share_of_phases(size_t nr, size_t nr_deep, uint64_t hit_cost_ns)
{
	for (size_t i = 0; i < nr; i++)
		fill_phase(i, i * nr_deep % nr < nr_deep, hit_cost_ns);
	return rate_share(pointers, nr, 2);
}

/*
 * Three of ten seconds are ten times as fast as the others, but not in windows: the share is 0.3
 * by what they saw, and 30 / 37 in truth.
 */
static void test_share_of_unequally_slowed_phases_is_uncertain(void **state)
{
	struct estimate slowed = share_of_phases(60, 18, 10000);
	struct estimate a_little = share_of_phases(60, 18, 500);
	struct estimate free = share_of_phases(60, 18, 0);

	(void)state;
	assert_true(is_about(slowed.value, 0.3) && is_about(free.value, 0.3));
	assert_true(slowed.low <= 0.3 && slowed.high >= 30.0 / 37);
	assert_true(free.high < 0.45 && free.low > 0.15);
	/* 50 ms of a second, and a quarter more: 1.0667 times as fast, at most. */
	assert_true(fabs(a_little.high - free.high - 0.4583 * 0.0323) < 0.0005);
	assert_true(fabs(free.low - a_little.low - 0.4583 * 0.0323) < 0.0005);
}

/* They differ no more than so few operations do by chance. */
static void test_share_of_equal_windows_is_as_sure_as_without_slowing(void **state)
{
	struct estimate slowed, free;

	(void)state;
	for (size_t i = 0; i < 10; i++) {
		uint64_t deep = i % 2 ? 12 : 8;

		fill(i, 1, 100 - deep);
		intervals[i].ops[INTERVAL_DEPTH(2)] = deep;
		intervals[i].scaled[INTERVAL_DEPTH(2)] = 100 * deep;
	}
	free = rate_share(pointers, 10, 1);
	for (size_t i = 0; i < 10; i++)
		intervals[i].hit_cost_ns = 10000;
	slowed = rate_share(pointers, 10, 1);
	assert_true(slowed.low == free.low && slowed.high == free.high);
	/* Nothing at all is no share. */
	setup(state);
	assert_false(rate_share(pointers, 10, 1).is_known);
}

/**
 * struct bias - of an estimated rate
 * @sum: of what it was off, relative to the mean of the truth
 * @squares: sum of the squares of that
 */
struct bias {
	double sum;
	double squares;
};

/**
 * struct coverage - of many runs
 * @rate: so many of them have bounds that hold the true rate of reads
 * @share: the same for the share of depth 2
 * @share_off: by how much that was off, in each of them
 * @has_rare: there are deletions
 * @rare: the same for the rate of those
 * @bias: of the rate of reads
 * @rare_bias: of that of deletions
 */
struct coverage {
	int rate;
	int share;
	double share_off[RUNS];
	bool has_rare;
	int rare;
	struct bias bias;
	struct bias rare_bias;
};

static bool holds(struct estimate estimate, double truth)
{
	return estimate.low <= truth && truth <= estimate.high;
}

/* @lasting: the mean of the truth in many runs */
static void note(struct bias *bias, double found, double truth, double lasting)
{
	double off = (found - truth) / lasting;

	bias->sum += off;
	bias->squares += off * off;
}

static double mean(struct bias bias)
{
	return bias.sum / RUNS;
}

static double part_of_runs(int nr)
{
	return (double)nr / RUNS;
}

static void check_bounds(const char *what, int nr_held)
{
	print_message("#   %s: %.3f within bounds\n", what, part_of_runs(nr_held));
	assert_true(nr_held >= RUNS * 95 / 100);
}

/* What it may do to the mean: three standard errors. */
static double chance(struct bias bias)
{
	return 3 * sqrt((bias.squares / RUNS - mean(bias) * mean(bias)) / RUNS);
}

/* @most: without what chance may do. */
static void check_bias(struct bias bias, double most)
{
	print_message("#     bias %+.4f within %.4f\n", mean(bias), chance(bias));
	assert_true(fabs(mean(bias)) < most + chance(bias));
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A mix that stays as it is comes out to a percentage point, on the default budget. */
static void check_share(const struct sampling_program *program, double *off)
{
	double most;

	qsort(off, RUNS, sizeof(*off), by_value);
	most = off[RUNS * 95 / 100];
	print_message("#     off by %.2f percentage points, or less, in 0.950\n", 100 * most);
	if (program->budget_ppm == DEFAULT_PPM && !program->phases[1].mean_s)
		assert_true(most < 0.01);
}

static struct coverage cover(const struct sampling_program *program)
{
	struct sampling_truth lasting = sampling_lasting(program);
	struct coverage ret = { 0 };

	for (int run = 0; run < RUNS; run++) {
		struct sampling_truth truth = sampling_run(program, run, intervals, MINUTE);
		struct estimate rate = reads(MINUTE), rare = deletions(MINUTE);
		struct estimate share = rate_share(pointers, MINUTE, 2);

		ret.rate += holds(rate, truth.rate);
		ret.share += holds(share, truth.share);
		ret.share_off[run] = fabs(share.value - truth.share);
		note(&ret.bias, rate.value, truth.rate, lasting.rate);
		if (!truth.rare_rate)
			continue;
		ret.has_rare = true;
		ret.rare += holds(rare, truth.rare_rate);
		note(&ret.rare_bias, rare.value, truth.rare_rate, lasting.rare_rate);
	}
	return ret;
}

static void test_bounds_hold_the_truth_of_any_program(void **state)
{
	(void)state;
	for (size_t i = 0; sampling_programs[i].name; i++) {
		struct coverage covered = cover(&sampling_programs[i]);

		print_message("# %s\n", sampling_programs[i].name);
		check_bounds("share of depth 2", covered.share);
		check_share(&sampling_programs[i], covered.share_off);
		check_bounds("reads", covered.rate);
		check_bias(covered.bias, 0.005);
		if (!covered.has_rare)
			continue;
		check_bounds("deletions", covered.rare);
		check_bias(covered.rare_bias, 0.005);
	}
}

/*
 * What no window met is in no figure, and so in no upper bound. The mean has a few per cent
 * less: a long window that a burst ends has seen the least of it.
 */
static void test_means_and_low_bounds_hold_where_windows_miss_much(void **state)
{
	(void)state;
	for (const struct sampling_program *program = sampling_missed_programs; program->name;
	     program++) {
		struct sampling_truth lasting = sampling_lasting(program);
		struct bias bias = { 0 };
		int at_least = 0, at_most = 0;

		for (int run = 0; run < RUNS; run++) {
			struct sampling_truth truth = sampling_run(program, run, intervals, MINUTE);
			struct estimate rate = reads(MINUTE);

			at_least += rate.low <= truth.rate;
			note(&bias, rate.value, truth.rate, lasting.rate);
			at_most += !rate.has_high || truth.rate <= rate.high;
		}
		print_message("# %s\n", program->name);
		print_message("#   reads: at least %.3f, at most %.3f\n", part_of_runs(at_least),
			      part_of_runs(at_most));
		check_bias(bias, 0.05);
		assert_true(at_least >= RUNS * 95 / 100);
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
		TEST(test_share_of_unequally_slowed_phases_is_uncertain),
		TEST(test_share_of_equal_windows_is_as_sure_as_without_slowing),
		TEST(test_bounds_hold_the_truth_of_any_program),
		TEST(test_means_and_low_bounds_hold_where_windows_miss_much),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_rate", tests, NULL, NULL);
}
