// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/hist.h"
#include "sequence.h"

#define FIRST_NS	(1ULL << 10)
#define LAST_NS		(1ULL << 36)
#define LAST_BUCKET	417

/* The table at MAPGC_HIST_BUCKETS, word by word. */
static u64 low_ns(u32 bucket)
{
	u32 o = (bucket - 1) / 16, s = (bucket - 1) % 16;

	if (bucket == 0)
		return 0;
	if (bucket == LAST_BUCKET)
		return LAST_NS;
	return (u64)(16 + s) << (o + 6);
}

/* A number with as many bits as the next one likes: all magnitudes come up. */
static u64 any_ns(u64 *state)
{
	u64 bits = sequence_next(state);

	return bits >> (sequence_next(state) % 64);
}

static struct mapgc_hist *new_hist(struct kunit *test)
{
	struct mapgc_hist *hist = kunit_kzalloc(test, sizeof(*hist), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, hist);
	return hist;
}

static void bounds_are_the_documented_ones(struct kunit *test)
{
	u32 bucket;

	KUNIT_EXPECT_EQ(test, MAPGC_HIST_BUCKETS, LAST_BUCKET + 1);
	KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(0), 0);
	for (bucket = 1; bucket <= LAST_BUCKET; bucket++) {
		KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(low_ns(bucket)), bucket);
		KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(low_ns(bucket) - 1), bucket - 1);
	}
}

static void ends_of_the_range(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(1), 0);
	KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(1023), 0);
	KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(1024), 1);
	KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(LAST_NS - 1), LAST_BUCKET - 1);
	KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(LAST_NS), LAST_BUCKET);
	KUNIT_EXPECT_EQ(test, mapgc_hist_bucket(~0ULL), LAST_BUCKET);
}

static void values_are_between_their_bounds(struct kunit *test)
{
	u64 state = 1;
	u32 i;

	for (i = 0; i < 100000; i++) {
		u64 value_ns = any_ns(&state);
		u32 bucket = mapgc_hist_bucket(value_ns);

		KUNIT_EXPECT_LE(test, bucket, LAST_BUCKET);
		KUNIT_EXPECT_GE(test, value_ns, low_ns(bucket));
		if (bucket < LAST_BUCKET)
			KUNIT_EXPECT_LT(test, value_ns, low_ns(bucket + 1));
	}
}

static void error_is_a_sixteenth_at_most(struct kunit *test)
{
	u64 state = 2;
	u32 i;

	for (i = 0; i < 100000; i++) {
		u64 value_ns = FIRST_NS + any_ns(&state) % (LAST_NS - FIRST_NS);
		u32 bucket = mapgc_hist_bucket(value_ns);

		KUNIT_EXPECT_LE(test, (value_ns - low_ns(bucket)) * 16, value_ns);
		KUNIT_EXPECT_LE(test, (low_ns(bucket + 1) - value_ns) * 16, value_ns);
	}
}

static void add_counts_a_value_once(struct kunit *test)
{
	struct mapgc_hist *hist = new_hist(test), *want = new_hist(test);
	u64 state = 3;
	u32 i;

	for (i = 0; i < 2000; i++) {
		u64 value_ns = any_ns(&state) >> 8;

		want->count++;
		want->sum_ns += value_ns;
		want->max_ns = value_ns > want->max_ns ? value_ns : want->max_ns;
		want->buckets[mapgc_hist_bucket(value_ns)]++;
		mapgc_hist_add(hist, value_ns);
		KUNIT_EXPECT_EQ(test, memcmp(hist, want, sizeof(*hist)), 0);
	}
}

static void add_of_zero_is_a_value(struct kunit *test)
{
	struct mapgc_hist *hist = new_hist(test);

	mapgc_hist_add(hist, 0);
	KUNIT_EXPECT_EQ(test, hist->count, 1);
	KUNIT_EXPECT_EQ(test, hist->buckets[0], 1);
	KUNIT_EXPECT_EQ(test, hist->sum_ns, 0);
	KUNIT_EXPECT_EQ(test, hist->max_ns, 0);
}

/* As if all had been added to one. */
static void merge_adds_every_figure(struct kunit *test)
{
	struct mapgc_hist *parts[2] = { new_hist(test), new_hist(test) };
	struct mapgc_hist *sum = new_hist(test), *want = new_hist(test), *kept = new_hist(test);
	u64 state = 4;
	u32 i;

	for (i = 0; i < 5000; i++) {
		u64 value_ns = any_ns(&state) >> 8;

		mapgc_hist_add(parts[i % 3 == 0], value_ns);
		mapgc_hist_add(want, value_ns);
	}
	memcpy(kept, parts[0], sizeof(*kept));
	mapgc_hist_merge(sum, parts[0]);
	KUNIT_EXPECT_EQ(test, memcmp(sum, parts[0], sizeof(*sum)), 0);
	mapgc_hist_merge(sum, parts[1]);
	KUNIT_EXPECT_EQ(test, memcmp(sum, want, sizeof(*sum)), 0);
	KUNIT_EXPECT_EQ(test, memcmp(kept, parts[0], sizeof(*kept)), 0);
}

static void merge_keeps_the_larger_maximum(struct kunit *test)
{
	struct mapgc_hist *small = new_hist(test), *large = new_hist(test), *sum = new_hist(test);

	mapgc_hist_add(small, 5000);
	mapgc_hist_add(large, 7000);
	mapgc_hist_merge(sum, small);
	mapgc_hist_merge(sum, large);
	KUNIT_EXPECT_EQ(test, sum->max_ns, 7000);
	mapgc_hist_merge(sum, small);
	KUNIT_EXPECT_EQ(test, sum->max_ns, 7000);
	KUNIT_EXPECT_EQ(test, sum->count, 3);
}

static struct kunit_case hist_cases[] = {
	KUNIT_CASE(bounds_are_the_documented_ones),
	KUNIT_CASE(ends_of_the_range),
	KUNIT_CASE(values_are_between_their_bounds),
	KUNIT_CASE(error_is_a_sixteenth_at_most),
	KUNIT_CASE(add_counts_a_value_once),
	KUNIT_CASE(add_of_zero_is_a_value),
	KUNIT_CASE(merge_adds_every_figure),
	KUNIT_CASE(merge_keeps_the_larger_maximum),
	{}
};

static struct kunit_suite hist_suite = {
	.name = "mapgc_hist",
	.test_cases = hist_cases,
};

kunit_test_suite(hist_suite);

MODULE_DESCRIPTION("KUnit suite for the duration histograms of mapgc");
MODULE_LICENSE("GPL");
