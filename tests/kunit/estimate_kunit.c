// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/estimate.h"

#define MS	1000000ULL
#define SECOND	1000000000ULL

static void counts_stand_for_the_period(struct kunit *test)
{
	const struct mapgc_sample sample = { .period_ns = SECOND, .open_ns = 20 * MS };
	struct mapgc_scaled scaled = { 0 };

	mapgc_estimate_scale(&scaled, 300, &sample);
	KUNIT_EXPECT_EQ(test, scaled.ops, 15000);
	KUNIT_EXPECT_EQ(test, scaled.seen, 300);
}

static void only_what_is_new_is_scaled(struct kunit *test)
{
	const struct mapgc_sample first = { .period_ns = SECOND, .open_ns = 20 * MS };
	const struct mapgc_sample second = { .period_ns = 4 * SECOND, .open_ns = 10 * MS };
	struct mapgc_scaled scaled = { 0 };

	mapgc_estimate_scale(&scaled, 300, &first);
	mapgc_estimate_scale(&scaled, 300, &second);
	KUNIT_EXPECT_EQ(test, scaled.ops, 15000);
	mapgc_estimate_scale(&scaled, 301, &second);
	KUNIT_EXPECT_EQ(test, scaled.ops, 15400);
}

static void last_hit_only_ends_the_window(struct kunit *test)
{
	const struct mapgc_sample sample = {
		.period_ns = SECOND, .open_ns = MS, .last_hit = 100,
	};
	struct mapgc_scaled scaled = { 0 };

	mapgc_estimate_scale(&scaled, 100, &sample);
	KUNIT_EXPECT_EQ(test, scaled.ops, 99000);
}

/* What is less than an operation is not lost: a rare one that is seen in most of the time. */
static void parts_of_operations_add_up(struct kunit *test)
{
	const struct mapgc_sample sample = { .period_ns = 5 * MS, .open_ns = 4 * MS };
	struct mapgc_scaled scaled = { 0 };
	u64 now;

	for (now = 1; now <= 400; now++)
		mapgc_estimate_scale(&scaled, now, &sample);
	KUNIT_EXPECT_EQ(test, scaled.ops, 500);
}

static void one_hit_alone_tells_nothing_of_time(struct kunit *test)
{
	const struct mapgc_sample sample = {
		.period_ns = SECOND, .open_ns = MS, .last_hit = 1,
	};
	struct mapgc_scaled scaled = { 0 };

	mapgc_estimate_scale(&scaled, 1, &sample);
	KUNIT_EXPECT_EQ(test, scaled.ops, 0);
	KUNIT_EXPECT_EQ(test, scaled.seen, 1);
}

static void nothing_was_open(struct kunit *test)
{
	const struct mapgc_sample sample = { .period_ns = SECOND };
	struct mapgc_scaled scaled = { 0 };

	mapgc_estimate_scale(&scaled, 100, &sample);
	KUNIT_EXPECT_EQ(test, scaled.ops, 0);
	KUNIT_EXPECT_EQ(test, scaled.seen, 100);
}

/* A minute, of which a microsecond; and more hits than any window has. */
static void extremes_do_not_overflow(struct kunit *test)
{
	const struct mapgc_sample sample = { .period_ns = 60 * SECOND, .open_ns = 1000 };
	const struct mapgc_sample tiny = { .period_ns = ~0ULL, .open_ns = 1 };
	struct mapgc_scaled scaled = { 0 };

	mapgc_estimate_scale(&scaled, MAPGC_WINDOW_HITS_MAX, &sample);
	KUNIT_EXPECT_EQ(test, scaled.ops, MAPGC_WINDOW_HITS_MAX * 60000000ULL);
	scaled.ops = 0;
	mapgc_estimate_scale(&scaled, ~0ULL, &tiny);
	KUNIT_EXPECT_EQ(test, scaled.ops, 0xffffffULL * 1000 * SECOND);
}

/* 32 bits of the rest are kept: a period of a minute to within some nanoseconds. */
static void rest_keeps_its_worth(struct kunit *test)
{
	const struct mapgc_sample sample = {
		.period_ns = 59999999999ULL, .open_ns = 20000000001ULL,
	};
	struct mapgc_scaled scaled = { 0 };

	mapgc_estimate_scale(&scaled, 10000000, &sample);
	KUNIT_EXPECT_GE(test, scaled.ops, 29999990);
	KUNIT_EXPECT_LE(test, scaled.ops, 29999999);
}

static struct kunit_case estimate_cases[] = {
	KUNIT_CASE(counts_stand_for_the_period),
	KUNIT_CASE(only_what_is_new_is_scaled),
	KUNIT_CASE(last_hit_only_ends_the_window),
	KUNIT_CASE(parts_of_operations_add_up),
	KUNIT_CASE(one_hit_alone_tells_nothing_of_time),
	KUNIT_CASE(nothing_was_open),
	KUNIT_CASE(extremes_do_not_overflow),
	KUNIT_CASE(rest_keeps_its_worth),
	{}
};

static struct kunit_suite estimate_suite = {
	.name = "mapgc_estimate",
	.test_cases = estimate_cases,
};

kunit_test_suite(estimate_suite);

MODULE_DESCRIPTION("KUnit suite for the estimates of mapgc");
MODULE_LICENSE("GPL");
