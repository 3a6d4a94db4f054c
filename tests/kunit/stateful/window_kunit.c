// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/mapgc.h>

#include "crowd.h"
#include "deadline.h"
#include "module/window.h"

/* What a CPU may keep for itself when the others have used up the rest. */
#define CREDIT_MAX	16

static struct mapgc_window *new_window(struct kunit *test, bool is_capped)
{
	struct mapgc_window *window = kunit_kzalloc(test, sizeof(*window), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, window);
	KUNIT_ASSERT_EQ(test, mapgc_window_init(window, is_capped), 0);
	return window;
}

static void stay_on_this_cpu(void)
{
	set_cpus_allowed_ptr(current, cpumask_of(raw_smp_processor_id()));
}

/* Hits that count, until one does not, or there were more than there can be. */
static u32 hits_until_refused(struct mapgc_window *window, u32 limit)
{
	u32 nr = 0;

	while (nr <= limit && mapgc_window_admit(window))
		nr++;
	return nr;
}

static void cap_is_exact_on_one_cpu(struct kunit *test)
{
	static const u32 caps[] = { 1, 2, 15, 16, 17, 31, 32, 33, 1000 };
	struct mapgc_window *window = new_window(test, true);
	size_t i;

	stay_on_this_cpu();
	for (i = 0; i < ARRAY_SIZE(caps); i++) {
		mapgc_window_arm(window, caps[i], 0);
		mapgc_window_open(window);
		KUNIT_EXPECT_EQ(test, hits_until_refused(window, caps[i]), caps[i]);
		KUNIT_EXPECT_EQ(test, window->gate, MAPGC_GATE_SHUT);
		KUNIT_EXPECT_FALSE(test, mapgc_window_admit(window));
	}
	mapgc_window_deinit(window);
}

/* What was left of one window is no part of the next. */
static void window_begins_without_credit(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, true);

	stay_on_this_cpu();
	mapgc_window_arm(window, 100, 0);
	mapgc_window_open(window);
	KUNIT_EXPECT_TRUE(test, mapgc_window_admit(window));
	mapgc_window_shut(window);
	mapgc_window_arm(window, 5, 0);
	mapgc_window_open(window);
	KUNIT_EXPECT_EQ(test, hits_until_refused(window, 5), 5);
	mapgc_window_deinit(window);
}

static void largest_cap_does_not_overflow(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, true);

	stay_on_this_cpu();
	mapgc_window_arm(window, MAPGC_WINDOW_HITS_MAX, 0);
	mapgc_window_open(window);
	KUNIT_EXPECT_EQ(test, hits_until_refused(window, 1000), 1001);
	KUNIT_EXPECT_LE(test, atomic_read(&window->pool), MAPGC_WINDOW_HITS_MAX - 1001);
	KUNIT_EXPECT_GE(test, atomic_read(&window->pool),
			MAPGC_WINDOW_HITS_MAX - 1001 - CREDIT_MAX);
	mapgc_window_deinit(window);
}

/* Those that come too early are taken from what the window may have. */
static void too_many_early_hits_end_the_window(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, true);

	stay_on_this_cpu();
	mapgc_window_arm(window, 3, 0);
	KUNIT_EXPECT_FALSE(test, mapgc_window_refuse(window));
	KUNIT_EXPECT_FALSE(test, mapgc_window_refuse(window));
	KUNIT_EXPECT_TRUE(test, mapgc_window_open(window));
	KUNIT_EXPECT_EQ(test, hits_until_refused(window, 3), 1);
	KUNIT_EXPECT_TRUE(test, mapgc_window_refuse(window));

	mapgc_window_arm(window, 2, 0);
	KUNIT_EXPECT_FALSE(test, mapgc_window_refuse(window));
	KUNIT_EXPECT_FALSE(test, mapgc_window_refuse(window));
	KUNIT_EXPECT_TRUE(test, mapgc_window_refuse(window));
	KUNIT_EXPECT_FALSE(test, mapgc_window_open(window));
	KUNIT_EXPECT_FALSE(test, mapgc_window_admit(window));
	KUNIT_EXPECT_EQ(test, window->nr_opened, 1);
	mapgc_window_deinit(window);
}

/* So few would say nothing, and the last of them is not counted. */
static void a_window_with_hardly_a_hit_left_does_not_open(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, true);
	u32 i;

	mapgc_window_arm(window, 320, 0);
	for (i = 0; i < 309; i++)
		KUNIT_EXPECT_FALSE(test, mapgc_window_refuse(window));
	KUNIT_EXPECT_TRUE(test, mapgc_window_open(window));
	KUNIT_EXPECT_EQ(test, window->open_hits, 11);

	mapgc_window_arm(window, 320, 0);
	for (i = 0; i < 310; i++)
		KUNIT_EXPECT_FALSE(test, mapgc_window_refuse(window));
	KUNIT_EXPECT_FALSE(test, mapgc_window_open(window));
	KUNIT_EXPECT_FALSE(test, mapgc_window_admit(window));
	KUNIT_EXPECT_EQ(test, mapgc_window_early(window), 310);
	mapgc_window_deinit(window);
}

static void nothing_counts_but_in_an_open_window(struct kunit *test)
{
	bool is_capped = false;

	do {
		struct mapgc_window *window = new_window(test, is_capped);

		KUNIT_EXPECT_FALSE(test, mapgc_window_admit(window));
		mapgc_window_arm(window, 10, 0);
		KUNIT_EXPECT_FALSE(test, mapgc_window_admit(window));
		mapgc_window_open(window);
		KUNIT_EXPECT_TRUE(test, mapgc_window_admit(window));
		mapgc_window_shut(window);
		KUNIT_EXPECT_FALSE(test, mapgc_window_admit(window));
		mapgc_window_arm(window, 10, 0);
		KUNIT_EXPECT_FALSE(test, mapgc_window_admit(window));
		mapgc_window_deinit(window);
		is_capped = !is_capped;
	} while (is_capped);
}

static void without_a_cap_every_hit_counts(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, false);

	mapgc_window_arm(window, 0, 0);
	mapgc_window_open(window);
	KUNIT_EXPECT_EQ(test, hits_until_refused(window, 10000), 10001);
	mapgc_window_deinit(window);
}

struct clock {
	u64 armed_ns;
	u64 nr_opened;
};

static struct clock clock_of(struct mapgc_window *window)
{
	struct clock ret;

	mapgc_window_clock(window, &ret.armed_ns, &ret.nr_opened);
	return ret;
}

static u64 pass_time(void)
{
	u64 from_ns = ktime_get_ns();

	usleep_range(1000, 2000);
	return ktime_get_ns() - from_ns;
}

/* The clock stands still but in an open window, and shows all of that. */
static void clock_runs_while_open(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, true);
	struct clock clock, before;
	u64 open_ns, from_ns;

	pass_time();
	KUNIT_EXPECT_EQ(test, clock_of(window).armed_ns, 0);
	mapgc_window_arm(window, 10, 0);
	pass_time();
	KUNIT_EXPECT_EQ(test, clock_of(window).armed_ns, 0);
	KUNIT_EXPECT_EQ(test, clock_of(window).nr_opened, 0);

	from_ns = ktime_get_ns();
	mapgc_window_open(window);
	open_ns = pass_time();
	before = clock_of(window);
	KUNIT_EXPECT_GE(test, before.armed_ns, open_ns);
	pass_time();
	mapgc_window_shut(window);
	clock = clock_of(window);
	KUNIT_EXPECT_GT(test, clock.armed_ns, before.armed_ns);
	KUNIT_EXPECT_LE(test, clock.armed_ns, ktime_get_ns() - from_ns);
	KUNIT_EXPECT_EQ(test, clock.nr_opened, 1);

	pass_time();
	mapgc_window_shut(window);
	mapgc_window_shut(window);
	KUNIT_EXPECT_EQ(test, clock_of(window).armed_ns, clock.armed_ns);
	mapgc_window_deinit(window);
}

static void clock_adds_windows_up(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, true);
	u64 least_ns = 0;
	u32 i;

	for (i = 1; i <= 5; i++) {
		mapgc_window_arm(window, 10, 0);
		mapgc_window_open(window);
		least_ns += pass_time();
		mapgc_window_shut(window);
		KUNIT_EXPECT_GE(test, clock_of(window).armed_ns, least_ns);
		KUNIT_EXPECT_EQ(test, clock_of(window).nr_opened, i);
	}
	mapgc_window_deinit(window);
}

/* The window that the cap ends is over then, for the clock as well. */
static void cap_stops_the_clock(struct kunit *test)
{
	struct mapgc_window *window = new_window(test, true);
	struct clock clock;

	mapgc_window_arm(window, 3, 0);
	mapgc_window_open(window);
	hits_until_refused(window, 3);
	clock = clock_of(window);
	pass_time();
	KUNIT_EXPECT_EQ(test, clock_of(window).armed_ns, clock.armed_ns);
	mapgc_window_shut(window);
	KUNIT_EXPECT_EQ(test, clock_of(window).armed_ns, clock.armed_ns);
	mapgc_window_deinit(window);
}

struct rush {
	struct mapgc_window *window;
	u32 limit;
	u32 hits[CROWD_SIZE];
};

static void hit(void *ctx, unsigned int member)
{
	struct rush *rush = ctx;

	rush->hits[member] = hits_until_refused(rush->window, rush->limit);
}

/* Others may be between taking a hit that is not there and giving it back. */
static void cap_holds_for_all_together(struct kunit *test)
{
	struct rush rush = { .window = new_window(test, true), .limit = 50000 };
	u32 round, i;

	for (round = 0; round < 5; round++) {
		u32 sum = 0;

		mapgc_window_arm(rush.window, rush.limit, 0);
		mapgc_window_open(rush.window);
		crowd_run(test, hit, &rush);
		for (i = 0; i < CROWD_SIZE; i++)
			sum += rush.hits[i];
		KUNIT_EXPECT_LE(test, sum, rush.limit + CROWD_SIZE - 1);
		KUNIT_EXPECT_GE(test, sum, rush.limit - CREDIT_MAX * num_possible_cpus());
		KUNIT_EXPECT_EQ(test, atomic_read(&rush.window->pool), 0);
		KUNIT_EXPECT_EQ(test, rush.window->gate, MAPGC_GATE_SHUT);
	}
	KUNIT_EXPECT_EQ(test, clock_of(rush.window).nr_opened, 5);
	mapgc_window_deinit(rush.window);
}

static struct kunit_case window_cases[] = {
	KUNIT_CASE(cap_is_exact_on_one_cpu),
	KUNIT_CASE(window_begins_without_credit),
	KUNIT_CASE(largest_cap_does_not_overflow),
	KUNIT_CASE(too_many_early_hits_end_the_window),
	KUNIT_CASE(a_window_with_hardly_a_hit_left_does_not_open),
	KUNIT_CASE(nothing_counts_but_in_an_open_window),
	KUNIT_CASE(without_a_cap_every_hit_counts),
	KUNIT_CASE(clock_runs_while_open),
	KUNIT_CASE(clock_adds_windows_up),
	KUNIT_CASE(cap_stops_the_clock),
	KUNIT_CASE(cap_holds_for_all_together),
	{}
};

static struct kunit_suite window_suite = {
	.name = "mapgc_window",
	.test_cases = window_cases,
};

kunit_test_suite(window_suite);

MODULE_DESCRIPTION("KUnit suite for the windows of mapgc");
MODULE_LICENSE("GPL");
