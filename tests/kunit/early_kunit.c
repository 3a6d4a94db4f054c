// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/early.h"

#define MS	1000000ULL

static bool is_held(const struct mapgc_early *early)
{
	return mapgc_early_hold_ns(early, 2 * MS);
}

static void nobody_is_held_before_it_is_known(struct kunit *test)
{
	const struct mapgc_early early = { 0 };

	KUNIT_EXPECT_FALSE(test, is_held(&early));
}

/* As with one function that is called all the time, which is armed last. */
static void a_few_early_hits_are_no_matter(struct kunit *test)
{
	struct mapgc_early early = { 0 };

	mapgc_early_note(&early, 500, 2000);
	KUNIT_EXPECT_FALSE(test, is_held(&early));
	mapgc_early_note(&early, 0, 0);
	KUNIT_EXPECT_FALSE(test, is_held(&early));
}

static void many_early_hits_are_held_for_some_windows(struct kunit *test)
{
	struct mapgc_early early = { 0 };
	u32 nr = 0;

	mapgc_early_note(&early, 501, 2000);
	while (is_held(&early) && nr < 1000) {
		mapgc_early_note(&early, 3, 2000);
		nr++;
	}
	KUNIT_EXPECT_EQ(test, nr, 64);
}

/* Where they hit too often all the same. */
static void held_threads_are_held_longer_if_need_be(struct kunit *test)
{
	struct mapgc_early early = { 0 };
	u32 i;

	mapgc_early_note(&early, 2000, 2000);
	for (i = 0; i < 63; i++)
		mapgc_early_note(&early, 3, 2000);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 2 * MS), 2 * MS);
	mapgc_early_note(&early, 2000, 2000);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 2 * MS), 4 * MS);
	for (i = 0; i < 63; i++)
		mapgc_early_note(&early, 3, 2000);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 2 * MS), 4 * MS);
	for (i = 0; i < 1000; i++)
		mapgc_early_note(&early, 2000, 2000);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 2 * MS), MAPGC_EARLY_HOLD_NS_MAX);
}

/* One that does without for once begins anew. */
static void longer_times_are_forgotten(struct kunit *test)
{
	struct mapgc_early early = { 0 };
	u32 i;

	mapgc_early_note(&early, 2000, 2000);
	mapgc_early_note(&early, 2000, 2000);
	for (i = 0; i < 65; i++)
		mapgc_early_note(&early, 3, 2000);
	mapgc_early_note(&early, 2000, 2000);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 2 * MS), 2 * MS);
}

static void as_long_as_hits_could_delay(struct kunit *test)
{
	struct mapgc_early early = { 0 };

	mapgc_early_note(&early, 2000, 2000);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 2 * MS), 2 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, ~0ULL), MAPGC_EARLY_HOLD_NS_MAX);
	/* Without a budget nobody knows what hits cost. */
	KUNIT_EXPECT_EQ(test, mapgc_early_hold_ns(&early, 0), 0);
}

static struct kunit_case early_cases[] = {
	KUNIT_CASE(nobody_is_held_before_it_is_known),
	KUNIT_CASE(a_few_early_hits_are_no_matter),
	KUNIT_CASE(many_early_hits_are_held_for_some_windows),
	KUNIT_CASE(held_threads_are_held_longer_if_need_be),
	KUNIT_CASE(longer_times_are_forgotten),
	KUNIT_CASE(as_long_as_hits_could_delay),
	{}
};

static struct kunit_suite early_suite = {
	.name = "mapgc_early",
	.test_cases = early_cases,
};

kunit_test_suite(early_suite);

MODULE_DESCRIPTION("KUnit suite for hits before all probes are armed");
MODULE_LICENSE("GPL");
