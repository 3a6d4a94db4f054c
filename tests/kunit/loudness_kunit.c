// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/loudness.h"

#define SECOND	1000000000ULL
#define MINUTE	(60 * SECOND)

static struct mapgc_loudness noted(u64 hits, u64 ns)
{
	struct mapgc_loudness loudness = { 0 };

	mapgc_loudness_note(&loudness, hits, ns);
	return loudness;
}

static u64 per_s(const struct mapgc_loudness *loudness)
{
	return mapgc_loudness_per_s(loudness);
}

static void what_was_never_armed_is_not_quiet(struct kunit *test)
{
	struct mapgc_loudness loudness = noted(5, 0);
	bool is_chosen = true;

	KUNIT_EXPECT_EQ(test, per_s(&loudness), ~0ULL);
	KUNIT_EXPECT_EQ(test, mapgc_loudness_choose(&loudness, 1, ~0ULL - 1, &is_chosen), 0);
	KUNIT_EXPECT_FALSE(test, is_chosen);
}

static void rate_is_that_of_all_the_time(struct kunit *test)
{
	struct mapgc_loudness loudness = noted(100, SECOND);

	KUNIT_EXPECT_EQ(test, per_s(&loudness), 100);
	mapgc_loudness_note(&loudness, 0, 3 * SECOND);
	KUNIT_EXPECT_EQ(test, per_s(&loudness), 25);
	/* Twice as often as before, but that may be chance. */
	mapgc_loudness_note(&loudness, 15, SECOND / 4);
	KUNIT_EXPECT_EQ(test, per_s(&loudness), 115 * 4 / 17);
}

static void loud_is_believed_at_once_and_quiet_by_and_by(struct kunit *test)
{
	struct mapgc_loudness loudness = noted(0, MINUTE / 2);

	mapgc_loudness_note(&loudness, 500, SECOND / 100);
	KUNIT_EXPECT_EQ(test, per_s(&loudness), 50000);
	mapgc_loudness_note(&loudness, 0, SECOND / 100);
	KUNIT_EXPECT_EQ(test, per_s(&loudness), 25000);
	mapgc_loudness_note(&loudness, 0, 5 * SECOND - 2 * (SECOND / 100));
	KUNIT_EXPECT_EQ(test, per_s(&loudness), 100);
}

/* A minute is remembered, so that what was quiet for a day need not be loud for another. */
static void memory_is_short(struct kunit *test)
{
	struct mapgc_loudness loudness = { 0 };
	u32 i;

	for (i = 0; i < 100; i++)
		mapgc_loudness_note(&loudness, 0, MINUTE);
	KUNIT_EXPECT_LE(test, loudness.ns, MINUTE);
	mapgc_loudness_note(&loudness, ~0ULL, ~0ULL);
	KUNIT_EXPECT_LE(test, loudness.ns, MINUTE);
	/* No matter how long nobody looked, nothing overflows. */
	KUNIT_EXPECT_LE(test, per_s(&loudness), 16000000000ULL);
}

static void quietest_are_chosen_as_long_as_they_fit(struct kunit *test)
{
	const struct mapgc_loudness loudness[] = {
		noted(1000000, SECOND), noted(40, SECOND), noted(0, SECOND), noted(60, SECOND),
		noted(0, SECOND / 50), noted(70, SECOND),
	};
	bool chosen[ARRAY_SIZE(loudness)];

	KUNIT_EXPECT_EQ(test, mapgc_loudness_choose(loudness, 6, 100, chosen), 4);
	KUNIT_EXPECT_FALSE(test, chosen[0]);
	KUNIT_EXPECT_TRUE(test, chosen[1] && chosen[2] && chosen[3] && chosen[4]);
	KUNIT_EXPECT_FALSE(test, chosen[5]);
	KUNIT_EXPECT_EQ(test, mapgc_loudness_choose(loudness, 6, 99, chosen), 3);
	KUNIT_EXPECT_FALSE(test, chosen[3]);
	/* Not even what costs nothing takes more than there is. */
	KUNIT_EXPECT_EQ(test, mapgc_loudness_choose(loudness, 6, 0, chosen), 2);
	KUNIT_EXPECT_EQ(test, mapgc_loudness_choose(loudness, 0, 100, chosen), 0);
}

static struct kunit_case loudness_cases[] = {
	KUNIT_CASE(what_was_never_armed_is_not_quiet),
	KUNIT_CASE(rate_is_that_of_all_the_time),
	KUNIT_CASE(loud_is_believed_at_once_and_quiet_by_and_by),
	KUNIT_CASE(memory_is_short),
	KUNIT_CASE(quietest_are_chosen_as_long_as_they_fit),
	{}
};

static struct kunit_suite loudness_suite = {
	.name = "mapgc_loudness",
	.test_cases = loudness_cases,
};

kunit_test_suite(loudness_suite);

MODULE_DESCRIPTION("KUnit suite for the loudness of probes of mapgc");
MODULE_LICENSE("GPL");
