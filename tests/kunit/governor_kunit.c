// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/governor.h"
#include "sequence.h"

#define MS		1000000ULL
#define SECOND		(1000 * MS)
#define SHORTEST_NS	SECOND
#define LONGEST_NS	(60 * SECOND)
#define NR_HOT		20

/* One percent, 1 us a hit, the double on 4 busy CPUs, and 2,000 hits in a window. */
static struct mapgc_attach_args usual(void)
{
	return (struct mapgc_attach_args){
		.budget_ppm = 10000,
		.hit_cost_ns = 1000,
		.busy_hit_cost_ns = 2000,
		.busy_cpus = 4,
		.window_hits = 2000,
	};
}

static struct mapgc_governor open_account(const struct mapgc_attach_args *args)
{
	struct mapgc_governor governor;

	mapgc_governor_init(&governor, args, NR_HOT);
	return governor;
}

static void nothing_is_granted_before_it_is_earned(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);

	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 0);
	mapgc_governor_earn(&governor, 10 * MS, 10 * MS);
	KUNIT_EXPECT_EQ(test, governor.credit_ns, 100000);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 0);
	/* 5 ms for arming are taken to be needed, and 2 ms for all hits. */
	mapgc_governor_earn(&governor, 690 * MS, 690 * MS);
	KUNIT_EXPECT_EQ(test, governor.credit_ns, 7 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 2000);
}

static void grant_is_what_the_account_pays_for(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);

	mapgc_governor_earn(&governor, 506 * MS, 506 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 0);
	mapgc_governor_earn(&governor, 94 * MS, 94 * MS);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 1000);
	mapgc_governor_pay(&governor, 500, 0);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 500);
	mapgc_governor_pay(&governor, 0, 490000);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 0);
}

/* Millionths are kept: many short times earn what one long one does. */
static void nothing_earned_is_lost(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor;
	u32 i;

	args.budget_ppm = 100;
	args.window_hits = 1000000;
	governor = open_account(&args);
	for (i = 0; i < 1000000; i++)
		mapgc_governor_earn(&governor, 7777, 7777);
	KUNIT_EXPECT_EQ(test, governor.credit_ns, 777700);
	KUNIT_EXPECT_EQ(test, governor.cpu_ns, 7777000000ULL);
}

static void an_idle_time_does_not_save_up(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);
	u32 i;

	for (i = 0; i < 1000; i++)
		mapgc_governor_earn(&governor, SECOND, SECOND);
	/* Two windows of 5 ms and 2 ms. */
	KUNIT_EXPECT_EQ(test, governor.credit_ns, 14 * MS);
}

static void what_was_overspent_is_earned_back_first(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);

	mapgc_governor_pay(&governor, 0, 50 * MS);
	mapgc_governor_earn(&governor, 5 * SECOND, 5 * SECOND);
	KUNIT_EXPECT_EQ(test, governor.credit_ns, 0);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 0);
	KUNIT_EXPECT_EQ(test, governor.spent_ns, 50 * MS);
	KUNIT_EXPECT_EQ(test, governor.arming_ns, 50 * MS);
}

static u32 charged(u64 cpu_ns, u64 elapsed_ns)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);

	mapgc_governor_earn(&governor, cpu_ns, elapsed_ns);
	return governor.charged_hit_cost_ns;
}

static void busy_cpus_make_hits_dearer(struct kunit *test)
{
	struct mapgc_attach_args args = usual();

	/* Before anything is known. */
	KUNIT_EXPECT_EQ(test, open_account(&args).charged_hit_cost_ns, 2000);
	KUNIT_EXPECT_EQ(test, charged(0, SECOND), 1000);
	KUNIT_EXPECT_EQ(test, charged(SECOND, SECOND), 1000);
	KUNIT_EXPECT_EQ(test, charged(2 * SECOND, SECOND), 1333);
	KUNIT_EXPECT_EQ(test, charged(4 * SECOND, SECOND), 2000);
	KUNIT_EXPECT_EQ(test, charged(400 * SECOND, SECOND), 2000);
	KUNIT_EXPECT_EQ(test, charged(SECOND, 0), 2000);
	KUNIT_EXPECT_EQ(test, charged(0, 0), 1000);
}

/* A rate that rises is dear at once, one that falls is trusted by and by. */
static void cost_rises_at_once_and_falls_slowly(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);

	mapgc_governor_earn(&governor, 4 * SECOND, SECOND);
	mapgc_governor_earn(&governor, 0, SECOND);
	KUNIT_EXPECT_EQ(test, governor.busy_milli, 2000);
	KUNIT_EXPECT_EQ(test, governor.charged_hit_cost_ns, 1333);
	mapgc_governor_earn(&governor, 3 * SECOND, SECOND);
	KUNIT_EXPECT_EQ(test, governor.busy_milli, 3000);
}

static void one_cpu_has_one_cost(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor;

	args.busy_cpus = 1;
	args.busy_hit_cost_ns = args.hit_cost_ns;
	governor = open_account(&args);
	mapgc_governor_earn(&governor, SECOND, SECOND);
	KUNIT_EXPECT_EQ(test, governor.charged_hit_cost_ns, 1000);
}

static void arming_is_expected_as_it_was(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);

	mapgc_governor_armed(&governor, 8 * MS);
	KUNIT_EXPECT_EQ(test, governor.expected_arming_ns, 8 * MS);
	mapgc_governor_armed(&governor, 1 * MS);
	KUNIT_EXPECT_EQ(test, governor.expected_arming_ns, 7 * MS);
	mapgc_governor_armed(&governor, 100 * MS);
	KUNIT_EXPECT_EQ(test, governor.expected_arming_ns, 100 * MS);
}

static void period_is_the_time_to_earn_a_window(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	struct mapgc_governor governor = open_account(&args);

	KUNIT_EXPECT_EQ(test, mapgc_governor_period_ns(&governor, SHORTEST_NS, LONGEST_NS),
			LONGEST_NS);
	/* 7 ms at 1 % of a tenth of a CPU. */
	mapgc_governor_earn(&governor, SECOND / 10, SECOND);
	KUNIT_EXPECT_GE(test, mapgc_governor_period_ns(&governor, SHORTEST_NS, LONGEST_NS),
			7 * SECOND);
	KUNIT_EXPECT_LE_MSG(test, mapgc_governor_period_ns(&governor, SHORTEST_NS, LONGEST_NS),
			    7 * SECOND + 2 * MS, "more than rounding");
	mapgc_governor_earn(&governor, 3 * SECOND, SECOND);
	KUNIT_EXPECT_EQ(test, mapgc_governor_period_ns(&governor, SHORTEST_NS, LONGEST_NS),
			SHORTEST_NS);
}

static void without_a_budget_all_is_granted(struct kunit *test)
{
	struct mapgc_attach_args args = { .window_hits = 123 };
	struct mapgc_governor governor = open_account(&args);

	mapgc_governor_earn(&governor, SECOND, SECOND);
	mapgc_governor_pay(&governor, 1000000, SECOND);
	KUNIT_EXPECT_EQ(test, mapgc_governor_grant(&governor), 123);
	KUNIT_EXPECT_EQ(test, mapgc_governor_period_ns(&governor, SHORTEST_NS, LONGEST_NS),
			SHORTEST_NS);
	KUNIT_EXPECT_EQ(test, governor.spent_ns, 0);
	KUNIT_EXPECT_EQ(test, governor.cpu_ns, SECOND);
}

/* The largest of everything that a request may ask for, and a clock gone mad. */
static void extremes_do_not_overflow(struct kunit *test)
{
	struct mapgc_attach_args args = {
		.budget_ppm = MAPGC_BUDGET_PPM_MAX,
		.hit_cost_ns = MAPGC_HIT_COST_NS_MAX,
		.busy_hit_cost_ns = MAPGC_HIT_COST_NS_MAX,
		.busy_cpus = MAPGC_BUSY_CPUS_MAX,
		.window_hits = MAPGC_WINDOW_HITS_MAX,
	};
	struct mapgc_governor governor = open_account(&args);
	u64 period_ns;

	mapgc_governor_earn(&governor, ~0ULL, 1);
	KUNIT_EXPECT_EQ(test, governor.busy_milli, MAPGC_BUSY_CPUS_MAX * 1000);
	mapgc_governor_earn(&governor, 1, ~0ULL);
	mapgc_governor_earn(&governor, ~0ULL, ~0ULL);
	KUNIT_EXPECT_LE_MSG(test, mapgc_governor_grant(&governor), MAPGC_WINDOW_HITS_MAX, "hits");
	period_ns = mapgc_governor_period_ns(&governor, SHORTEST_NS, LONGEST_NS);
	KUNIT_EXPECT_EQ(test, period_ns, LONGEST_NS);
}

/*
 * Any program of work and rest, at any hit cost, whose windows cost what was expected:
 * never is more spent than was earned. That is the promise.
 */
static void budget_holds_at_every_moment(struct kunit *test)
{
	struct mapgc_attach_args args = usual();
	u64 state = 1;
	u32 run, turn;

	for (run = 0; run < 50; run++) {
		struct mapgc_governor governor;

		args.budget_ppm = 100 + sequence_next(&state) % 100000;
		args.hit_cost_ns = 1 + sequence_next(&state) % 20000;
		args.busy_hit_cost_ns = args.hit_cost_ns * 3;
		governor = open_account(&args);
		for (turn = 0; turn < 1000; turn++) {
			u32 hits;

			mapgc_governor_earn(&governor, sequence_next(&state) % (8 * SECOND),
					    SECOND);
			hits = mapgc_governor_grant(&governor);
			if (hits)
				mapgc_governor_pay(&governor, hits, governor.expected_arming_ns);
			KUNIT_EXPECT_LE_MSG(test, governor.spent_ns,
					    governor.cpu_ns / 1000000 * args.budget_ppm +
					    args.budget_ppm, "run %u turn %u", run, turn);
		}
		KUNIT_EXPECT_GE(test, governor.spent_ns, 1);
	}
}

static struct kunit_case governor_cases[] = {
	KUNIT_CASE(nothing_is_granted_before_it_is_earned),
	KUNIT_CASE(grant_is_what_the_account_pays_for),
	KUNIT_CASE(nothing_earned_is_lost),
	KUNIT_CASE(an_idle_time_does_not_save_up),
	KUNIT_CASE(what_was_overspent_is_earned_back_first),
	KUNIT_CASE(busy_cpus_make_hits_dearer),
	KUNIT_CASE(cost_rises_at_once_and_falls_slowly),
	KUNIT_CASE(one_cpu_has_one_cost),
	KUNIT_CASE(arming_is_expected_as_it_was),
	KUNIT_CASE(period_is_the_time_to_earn_a_window),
	KUNIT_CASE(without_a_budget_all_is_granted),
	KUNIT_CASE(extremes_do_not_overflow),
	KUNIT_CASE(budget_holds_at_every_moment),
	{}
};

static struct kunit_suite governor_suite = {
	.name = "mapgc_governor",
	.test_cases = governor_cases,
};

kunit_test_suite(governor_suite);

MODULE_DESCRIPTION("KUnit suite for the governor of mapgc");
MODULE_LICENSE("GPL");
