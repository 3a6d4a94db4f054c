// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/mapgc.h>

#include "module/early.h"

#define MS	1000000ULL

/* Of 2,000 hits, this many are too much. */
#define TOO_MANY	501

static u64 hold_ns(const struct mapgc_early *early)
{
	return mapgc_early_hold_ns(early, 2 * MS);
}

/* One that needs nobody held, and knows it. */
static struct mapgc_early quiet(void)
{
	struct mapgc_early ret = { 0 };

	mapgc_early_note(&ret, 0, 0, 2000);
	return ret;
}

static void the_first_window_holds_as_long_as_ever(struct kunit *test)
{
	const struct mapgc_early early = { 0 };

	KUNIT_EXPECT_EQ(test, hold_ns(&early), MAPGC_EARLY_HOLD_NS_MAX);
	/* Without a budget nobody knows what hits cost. */
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 0), 0);
}

/* As with one function that is called all the time, which is armed last. */
static void a_few_early_hits_are_no_matter(struct kunit *test)
{
	struct mapgc_early early = quiet();

	KUNIT_EXPECT_EQ(test, hold_ns(&early), 0);
	mapgc_early_note(&early, TOO_MANY - 1, TOO_MANY - 1, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 0);
}

static void many_that_came_are_held(struct kunit *test)
{
	struct mapgc_early early = quiet();

	mapgc_early_note(&early, TOO_MANY, 0, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 2 * MS);
	mapgc_early_note(&early, 3, 0, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 0);
}

/* That few came, of those who were held, is no reason not to hold them. */
static void many_that_are_foreseen_are_held(struct kunit *test)
{
	struct mapgc_early early = quiet();
	u32 i;

	for (i = 0; i < 100; i++)
		mapgc_early_note(&early, 3, 8 * TOO_MANY, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 2 * MS);
	/* Not forgotten at once. */
	for (i = 0; hold_ns(&early) && i < 100; i++)
		mapgc_early_note(&early, 3, 0, 2000);
	KUNIT_EXPECT_GE(test, i, 8);
	KUNIT_EXPECT_LE(test, i, 32);
	for (i = 0; early.foreseen_hits && i < 1000; i++)
		mapgc_early_note(&early, 3, 0, 2000);
	KUNIT_EXPECT_EQ(test, early.foreseen_hits, 0);
}

/*
 * Twenty times as many as by its speed in windows: it is not tried again as long as it stays
 * the same, but for once in a while.
 */
static void who_was_faster_than_foreseen_is_held(struct kunit *test)
{
	struct mapgc_early early = quiet();
	u32 i, nr_free = 0;

	for (i = 0; i < 1000; i++) {
		bool is_free = !hold_ns(&early);

		nr_free += is_free;
		mapgc_early_note(&early, is_free ? 2000 : 3, 100, 2000);
	}
	KUNIT_EXPECT_GE(test, nr_free, 2);
	KUNIT_EXPECT_LE(test, nr_free, 20);
	/* One that has become slow is let go. */
	mapgc_early_note(&early, 2000, 100, 2000);
	for (i = 0; hold_ns(&early) && i < 100; i++)
		mapgc_early_note(&early, 3, 5, 2000);
	KUNIT_EXPECT_LE(test, i, 24);
}

/* With nothing to compare with, and more than can be. */
static void faster_has_its_bounds(struct kunit *test)
{
	struct mapgc_early early = quiet();

	mapgc_early_note(&early, 2000, 0, 2000);
	KUNIT_EXPECT_EQ(test, early.faster_milli, 0);
	early = quiet();
	mapgc_early_note(&early, ~0U, 1, 2000);
	KUNIT_EXPECT_EQ(test, early.faster_milli, 100000);
	mapgc_early_note(&early, ~0U, ~0ULL, 2000);
	KUNIT_EXPECT_GE(test, early.faster_milli, 90000);
	/* Where threads were held, for too short a time, it is another matter. */
	early = (struct mapgc_early){ 0 };
	mapgc_early_note(&early, 2000, 100, 2000);
	KUNIT_EXPECT_EQ(test, early.faster_milli, 0);
}

/* Threads that are held are in nobody's way, which says nothing of those that are not. */
static void arming_takes_as_long_as_where_nobody_is_held(struct kunit *test)
{
	struct mapgc_early early = quiet();
	u32 i;

	KUNIT_EXPECT_EQ(test, mapgc_early_arming_ns(&early, 20 * MS), 20 * MS);
	mapgc_early_note(&early, 2000, TOO_MANY, 2000);
	KUNIT_EXPECT_GE(test, mapgc_early_arming_ns(&early, 3 * MS), 19 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_early_arming_ns(&early, 30 * MS), 30 * MS);
	for (i = 0; i < 1000; i++)
		mapgc_early_arming_ns(&early, 3 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_early_arming_ns(&early, 3 * MS), 3 * MS);
}

/* Where they hit too often all the same. */
static void held_threads_are_held_longer_if_need_be(struct kunit *test)
{
	struct mapgc_early early = quiet();
	u32 i;

	mapgc_early_note(&early, 2000, TOO_MANY, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 2 * MS);
	mapgc_early_note(&early, 2000, TOO_MANY, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 4 * MS);
	for (i = 0; i < 100; i++)
		mapgc_early_note(&early, 3, TOO_MANY, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 4 * MS);
	for (i = 0; i < 1000; i++)
		mapgc_early_note(&early, 2000, TOO_MANY, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), MAPGC_EARLY_HOLD_NS_MAX);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, ~0ULL), MAPGC_EARLY_HOLD_NS_MAX);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 0), 0);
	/* Who needs it no more begins anew. */
	for (i = 0; i < 100; i++)
		mapgc_early_note(&early, 3, 0, 2000);
	mapgc_early_note(&early, 2000, 0, 2000);
	KUNIT_EXPECT_EQ(test, hold_ns(&early), 2 * MS);
}

static u64 foreseen(const u64 *hits_per_s, u32 nr, u64 arming_ns)
{
	struct mapgc_early_sum sum = { 0 };
	u32 i;

	for (i = 0; i < nr; i++)
		mapgc_early_foresee(&sum, hits_per_s[i]);
	return mapgc_early_foreseen(&sum, arming_ns);
}

/* Each is hit while all behind it are armed, a millisecond for each of them. */
static void those_armed_first_are_hit_longest(struct kunit *test)
{
	static const u64 rising[] = { 1000, 10000, 100000 }, falling[] = { 100000, 10000, 1000 };

	KUNIT_EXPECT_EQ(test, foreseen(rising, 3, 3 * MS), 2 + 10);
	KUNIT_EXPECT_EQ(test, foreseen(falling, 3, 3 * MS), 200 + 10);
	KUNIT_EXPECT_EQ(test, foreseen(rising, 1, 3 * MS), 0);
	KUNIT_EXPECT_EQ(test, foreseen(rising, 0, 3 * MS), 0);
}

/* Of which nothing is known, and a clock gone mad. */
static void foreseeing_does_not_overflow(struct kunit *test)
{
	struct mapgc_early_sum sum = { 0 };
	u32 i;

	for (i = 0; i < MAPGC_SITES_MAX; i++)
		mapgc_early_foresee(&sum, ~0ULL);
	KUNIT_EXPECT_GE(test, mapgc_early_foreseen(&sum, MAPGC_SITES_MAX * MS), 1000000);
	KUNIT_EXPECT_GE(test, mapgc_early_foreseen(&sum, ~0ULL), 1000000);
	KUNIT_EXPECT_EQ(test, mapgc_early_foreseen(&sum, ~0ULL),
			mapgc_early_foreseen(&sum, ~0ULL / 2));
}

static struct kunit_case early_cases[] = {
	KUNIT_CASE(the_first_window_holds_as_long_as_ever),
	KUNIT_CASE(a_few_early_hits_are_no_matter),
	KUNIT_CASE(many_that_came_are_held),
	KUNIT_CASE(many_that_are_foreseen_are_held),
	KUNIT_CASE(who_was_faster_than_foreseen_is_held),
	KUNIT_CASE(faster_has_its_bounds),
	KUNIT_CASE(arming_takes_as_long_as_where_nobody_is_held),
	KUNIT_CASE(held_threads_are_held_longer_if_need_be),
	KUNIT_CASE(those_armed_first_are_hit_longest),
	KUNIT_CASE(foreseeing_does_not_overflow),
	{}
};

static struct kunit_suite early_suite = {
	.name = "mapgc_early",
	.test_cases = early_cases,
};

kunit_test_suite(early_suite);

MODULE_DESCRIPTION("KUnit suite for hits before all probes are armed");
MODULE_LICENSE("GPL");
