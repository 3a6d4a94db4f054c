// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/history.h"
#include "synth/canned.h"

#define SECOND_NS	1000000000ull

static struct history *history;
static struct target targets[2];
static struct snapshot prev, now;

static int setup(void **state)
{
	(void)state;
	memset(targets, 0, sizeof(targets));
	memset(&prev, 0, sizeof(prev));
	memset(&now, 0, sizeof(now));
	history = history_create();
	prev.targets = &targets[0];
	now.targets = &targets[1];
	prev.nr_targets = 1;
	now.nr_targets = 1;
	targets[0].id = 4;
	targets[1].id = 4;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	history_destroy(history);
	return 0;
}

/* A second of one CPU in which a window saw @ops reads in a tenth of it. */
static void add_period(struct mapgc_snapshot_args *figures, uint64_t ops)
{
	figures->armed_ns += SECOND_NS / 10;
	figures->sampled_ns += SECOND_NS;
	figures->sampled_cpu_ns += SECOND_NS;
	figures->cpu_ns += SECOND_NS;
	figures->cpu_elapsed_ns += SECOND_NS;
	figures->ops[MAPGC_OP_READ][2] += ops;
	figures->scaled_ops[MAPGC_OP_READ][2] += 10 * ops;
}

static void pass_second(uint64_t ops)
{
	targets[0] = targets[1];
	targets[1].figures.elapsed_ns += SECOND_NS;
	add_period(&targets[1].figures, ops);
	assert_int_equal(history_add(history, &prev, &now), 0);
}

static struct estimate reads(void)
{
	return track_estimate(history_track(history, 4), INTERVAL_KIND(MAPGC_OP_READ));
}

static void test_first_snapshot_gives_the_mean_since_attach(void **state)
{
	(void)state;
	targets[1].figures.elapsed_ns = 10 * SECOND_NS;
	for (int i = 0; i < 10; i++)
		add_period(&targets[1].figures, 50);
	history_add(history, NULL, &now);
	assert_true(reads().is_known && !reads().has_low);
	assert_true(reads().value == 500);
	assert_int_equal(track_estimate_ns(history_track(history, 4)), 10 * SECOND_NS);
}

static void test_intervals_make_bounds(void **state)
{
	(void)state;
	pass_second(100);
	assert_false(reads().has_low);
	pass_second(120);
	assert_true(reads().has_low);
	assert_true(reads().value > 1099.9 && reads().value < 1100.1);
	assert_int_equal(track_estimate_ns(history_track(history, 4)), 2 * SECOND_NS);
	assert_true(track_rate(history_track(history, 4), 1, INTERVAL_DEPTH(3)).value == 1000);
	assert_true(track_rate(history_track(history, 4), 0, INTERVAL_DEPTH(2)).value == 0);
}

static void test_old_intervals_leave(void **state)
{
	(void)state;
	pass_second(1000000);
	for (int i = 0; i < RATE_INTERVALS; i++)
		pass_second(50);
	assert_true(reads().value > 499.9 && reads().value < 500.1);
	assert_int_equal(track_length(history_track(history, 4)), RATE_INTERVALS + 1);
	for (int i = 0; i < HISTORY_INTERVALS; i++)
		pass_second(50);
	assert_int_equal(track_length(history_track(history, 4)), HISTORY_INTERVALS);
}

static void test_exact_is_the_last_interval(void **state)
{
	(void)state;
	targets[1].attach_flags = MAPGC_ATTACH_EXACT;
	pass_second(10);
	pass_second(30);
	assert_true(reads().has_low);
	assert_true(reads().value == 30 && reads().low == 30 && reads().high == 30);
}

static void test_another_target_starts_anew(void **state)
{
	(void)state;
	pass_second(100);
	pass_second(100);
	targets[0] = targets[1];
	targets[1].figures.elapsed_ns = SECOND_NS;
	targets[1].figures.ops[MAPGC_OP_READ][2] = 5;
	history_add(history, &prev, &now);
	assert_int_equal(track_length(history_track(history, 4)), 0);
}

static void test_latest_looks_past_intervals_between_windows(void **state)
{
	const struct track *track;

	(void)state;
	/* And a quarter of it, by chance. */
	targets[1].period_ms = 1600;
	pass_second(100);
	track = history_track(history, 4);
	assert_int_equal(track_latest(track), 0);
	for (int age = 1; age <= 5; age++) {
		targets[0] = targets[1];
		targets[1].figures.elapsed_ns += SECOND_NS;
		history_add(history, &prev, &now);
		assert_false(track_rate(track, 0, INTERVAL_DEPTH(3)).is_known);
		assert_int_equal(track_latest(track), age < 4 ? age : 0);
	}
}

/* The budget may buy a window every ten seconds, however short the period was to be. */
static void test_latest_looks_as_far_as_a_budget_makes_periods(void **state)
{
	const struct track *track;

	(void)state;
	targets[1].period_ms = 1000;
	targets[1].budget_ppm = 10000;
	pass_second(100);
	track = history_track(history, 4);
	for (int age = 1; age <= 21; age++) {
		targets[0] = targets[1];
		targets[1].figures.elapsed_ns += SECOND_NS;
		history_add(history, &prev, &now);
		assert_int_equal(track_latest(track), age < 20 ? age : 0);
	}
}

static void test_a_target_that_went_is_forgotten(void **state)
{
	(void)state;
	pass_second(100);
	now.nr_targets = 0;
	history_add(history, &prev, &now);
	assert_null(history_track(history, 4));
}

static void test_copy_does_not_go_on(void **state)
{
	struct history *copy;

	(void)state;
	pass_second(100);
	pass_second(100);
	copy = history_copy(history);
	pass_second(900);
	assert_int_equal(track_length(history_track(copy, 4)), 2);
	assert_true(track_rate(history_track(copy, 4), 0, INTERVAL_DEPTH(3)).value == 1000);
	history_destroy(copy);
}

static void test_inferred_counts_as_kind_but_not_as_depth(void **state)
{
	struct interval interval;

	(void)state;
	targets[1].figures.ops[MAPGC_OP_READ][1] = 3;
	targets[1].figures.inferred[MAPGC_OP_READ][1] = 4;
	interval_fold(&targets[1].figures, &interval);
	assert_int_equal(interval.ops[INTERVAL_KIND(MAPGC_OP_READ)], 7);
	assert_int_equal(interval.ops[INTERVAL_DEPTH(2)], 3);
	assert_int_equal(interval.ops[INTERVAL_INFERRED(2)], 4);
}

static void test_copy_lives_on_its_own(void **state)
{
	struct snapshot original, copy;

	(void)state;
	canned_snapshot(CANNED_WINDOWS, 2, &original);
	assert_int_equal(snapshot_copy(&original, &copy), 0);
	snapshot_deinit(&original);
	assert_null(snapshot_find(&original, 1));
	assert_int_equal(copy.nr_targets, 2);
	assert_int_equal(snapshot_find(&copy, 1)->pids[1].host_pid, 4009);
	assert_int_equal(snapshot_find(&copy, 1)->figures.windows, 20);
	snapshot_deinit(&copy);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_first_snapshot_gives_the_mean_since_attach),
		TEST(test_intervals_make_bounds),
		TEST(test_old_intervals_leave),
		TEST(test_exact_is_the_last_interval),
		TEST(test_another_target_starts_anew),
		TEST(test_latest_looks_past_intervals_between_windows),
		TEST(test_latest_looks_as_far_as_a_budget_makes_periods),
		TEST(test_a_target_that_went_is_forgotten),
		TEST(test_copy_does_not_go_on),
		TEST(test_inferred_counts_as_kind_but_not_as_depth),
		TEST(test_copy_lives_on_its_own),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_history", tests, NULL, NULL);
}
