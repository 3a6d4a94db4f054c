// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/pace.h"

#define MS	1000000ULL
#define SECOND	1000000000ULL
#define LONGEST	SECOND

static void note_slow(struct mapgc_pace *pace, u32 nr_windows)
{
	while (nr_windows--)
		mapgc_pace_note(pace, 0, mapgc_pace_window_ns(pace, LONGEST, 2000), false);
}

static void nothing_is_known_at_first(struct kunit *test)
{
	const struct mapgc_pace pace = { 0 };

	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 2000), MAPGC_PACE_FIRST_NS);
}

static void half_of_the_hits_is_expected(struct kunit *test)
{
	struct mapgc_pace pace = { 0 };

	mapgc_pace_note(&pace, 2000, 4 * MS, true);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 2000), 2 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 1000), MS);
}

/* Step by step: each may be twice as long as the one before it. */
static void slow_programs_have_the_longest(struct kunit *test)
{
	struct mapgc_pace pace = { 0 };

	mapgc_pace_note(&pace, 10, MAPGC_PACE_FIRST_NS, false);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 2000),
			2 * MAPGC_PACE_FIRST_NS);
	note_slow(&pace, 4);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 2000), LONGEST);
}

static void long_windows_expect_half_of_the_hits_as_well(struct kunit *test)
{
	struct mapgc_pace pace = { 0 };

	mapgc_pace_note(&pace, 800, 200 * MS, false);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 2000), 250 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 100), 12500000);
}

/* That a burst ended a long window is remembered for longer than what was counted in it. */
static void one_burst_makes_short_windows_for_long(struct kunit *test)
{
	struct mapgc_pace pace = { 0 };

	mapgc_pace_note(&pace, 2000, 800 * MS, true);
	note_slow(&pace, 10);
	KUNIT_EXPECT_LT(test, mapgc_pace_window_ns(&pace, LONGEST, 2000),
			2 * MAPGC_PACE_SHORT_NS);
	note_slow(&pace, 1000);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 2000), LONGEST);
}

/* A burst is remembered: half of it for five windows and a bit. */
static void fastest_of_the_last_counts(struct kunit *test)
{
	struct mapgc_pace pace = { 0 };
	u64 before_ns, now_ns;

	mapgc_pace_note(&pace, 2000, MS, true);
	before_ns = mapgc_pace_window_ns(&pace, LONGEST, 2000);
	KUNIT_EXPECT_EQ(test, before_ns, MS / 2);
	note_slow(&pace, 5);
	now_ns = mapgc_pace_window_ns(&pace, LONGEST, 2000);
	KUNIT_EXPECT_LT(test, now_ns, 2 * before_ns);
	note_slow(&pace, 30);
	KUNIT_EXPECT_GE(test, mapgc_pace_window_ns(&pace, LONGEST, 2000),
			MAPGC_PACE_SHORT_NS);
	note_slow(&pace, 1000);
	KUNIT_EXPECT_EQ(test, pace.hits_per_s, 0);
	KUNIT_EXPECT_EQ(test, pace.lasting_hits_per_s, 0);
}

static void extremes_stay_in_bounds(struct kunit *test)
{
	struct mapgc_pace pace = { 0 };

	mapgc_pace_note(&pace, 5, 0, true);
	KUNIT_EXPECT_EQ(test, pace.hits_per_s, 0);
	KUNIT_EXPECT_EQ(test, pace.lasting_hits_per_s, 0);
	mapgc_pace_note(&pace, ~0ULL, 1, true);
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, LONGEST, 2000),
			MAPGC_PACE_SHORTEST_NS);
	/* Nor longer than what was asked for. */
	KUNIT_EXPECT_EQ(test, mapgc_pace_window_ns(&pace, 1000, 2000), 1000);
}

static struct kunit_case pace_cases[] = {
	KUNIT_CASE(nothing_is_known_at_first),
	KUNIT_CASE(half_of_the_hits_is_expected),
	KUNIT_CASE(slow_programs_have_the_longest),
	KUNIT_CASE(long_windows_expect_half_of_the_hits_as_well),
	KUNIT_CASE(one_burst_makes_short_windows_for_long),
	KUNIT_CASE(fastest_of_the_last_counts),
	KUNIT_CASE(extremes_stay_in_bounds),
	{}
};

static struct kunit_suite pace_suite = {
	.name = "mapgc_pace",
	.test_cases = pace_cases,
};

kunit_test_suite(pace_suite);

MODULE_DESCRIPTION("KUnit suite for the pace of windows of mapgc");
MODULE_LICENSE("GPL");
