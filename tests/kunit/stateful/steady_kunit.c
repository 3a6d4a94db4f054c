// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/file.h>

#include "deadline.h"
#include "executable.h"
#include "module/arm.h"
#include "module/fault.h"
#include "module/period.h"
#include "module/steady.h"
#include "module/target.h"
#include "parts.h"

#define NR_SITES	(2 * MAPGC_ROLES)

/* Both hot probes are behind the others. */
#define FIRST		(NR_SITES - 2)
#define SECOND		(NR_SITES - 1)

#define WINDOW_NS	1000000ULL

static struct file *exe;

static int steady_suite_init(struct kunit_suite *suite)
{
	exe = executable_create();
	return IS_ERR(exe) ? PTR_ERR(exe) : parts_init();
}

static void steady_suite_exit(struct kunit_suite *suite)
{
	if (!IS_ERR_OR_NULL(exe))
		fput(exe);
	parts_exit();
}

static struct mapgc_target *prepare(struct kunit *test, u32 window_hits)
{
	struct mapgc_request *request = executable_request(test, exe, NR_SITES);
	struct mapgc_target *target;

	request->args.hdr.flags = 0;
	request->args.window_ms = 1;
	request->args.period_ms = 2;
	request->args.window_hits = window_hits;
	target = mapgc_target_create(request);
	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	mapgc_arm_prepare(target, request->sites);
	target->period.steady_hits = window_hits / 4;
	return target;
}

/* A window, by hand: armed, hit so often, and over. */
static void window(struct kunit *test, struct mapgc_target *target, u32 first, u32 second)
{
	mutex_lock(&target->arm_lock);
	if (mapgc_steady_is_spent(target))
		mapgc_steady_disarm(target);
	mapgc_window_arm(&target->window, 1000, 0);
	KUNIT_EXPECT_EQ(test, mapgc_arm_hot(target, false), 0);
	KUNIT_EXPECT_TRUE(test, target->probes[FIRST].is_registered);
	KUNIT_EXPECT_TRUE(test, target->probes[SECOND].is_registered);
	*raw_cpu_ptr(target->probes[FIRST].hits) += first;
	*raw_cpu_ptr(target->probes[SECOND].hits) += second;
	mapgc_window_shut(&target->window);
	mapgc_steady_join(target, WINDOW_NS, 100000);
	mapgc_disarm_hot(target);
	mutex_unlock(&target->arm_lock);
}

static void begin(struct mapgc_target *target)
{
	mutex_lock(&target->arm_lock);
	mapgc_steady_begin(target, target->period.steady_hits);
	mutex_unlock(&target->arm_lock);
}

static void end(struct mapgc_target *target)
{
	mapgc_window_shut(&target->steady);
	mapgc_arm_stop(target);
	mapgc_target_put(target);
}

static void expect(struct kunit *test, struct mapgc_target *target, u32 i, u32 mode,
		   bool is_registered)
{
	KUNIT_EXPECT_EQ_MSG(test, target->probes[i].mode, mode, "probe %u", i);
	KUNIT_EXPECT_EQ_MSG(test, target->probes[i].is_registered, is_registered, "probe %u", i);
}

static void spend(struct mapgc_target *target)
{
	while (mapgc_window_take(&target->steady))
		;
}

static void quiet_probe_stays_and_counts_from_the_next_period(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, 1000);

	/* 100 hits in a millisecond are as many as may be, and 101 are not. */
	window(test, target, 100, 101);
	expect(test, target, FIRST, MAPGC_PROBE_JOINING, true);
	expect(test, target, SECOND, MAPGC_PROBE_WINDOW, false);
	KUNIT_EXPECT_EQ(test, target->quiet.nr, 1);
	KUNIT_EXPECT_EQ(test, mapgc_window_left(&target->steady), 250);
	begin(target);
	expect(test, target, FIRST, MAPGC_PROBE_STEADY, true);
	expect(test, target, SECOND, MAPGC_PROBE_WINDOW, false);
	end(target);
}

/* Between the end of the window and the choice: its breakpoint is gone, and it is not silent. */
static void probe_that_was_hit_behind_the_window_does_not_stay(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, 1000);

	mutex_lock(&target->arm_lock);
	mapgc_window_arm(&target->window, 1000, 0);
	KUNIT_EXPECT_EQ(test, mapgc_arm_hot(target, false), 0);
	mapgc_window_shut(&target->window);
	target->probes[FIRST].mode = MAPGC_PROBE_REMOVED;
	mapgc_steady_join(target, WINDOW_NS, 100000);
	mapgc_disarm_hot(target);
	mutex_unlock(&target->arm_lock);
	expect(test, target, FIRST, MAPGC_PROBE_REMOVED, false);
	expect(test, target, SECOND, MAPGC_PROBE_JOINING, true);
	/* The next one arms it again. */
	window(test, target, 0, 0);
	expect(test, target, FIRST, MAPGC_PROBE_JOINING, true);
	end(target);
}

static void probe_that_gets_loud_leaves(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, 1000);

	window(test, target, 0, 0);
	begin(target);
	expect(test, target, FIRST, MAPGC_PROBE_STEADY, true);
	expect(test, target, SECOND, MAPGC_PROBE_STEADY, true);
	/* It is still in this period's figures, and goes with it. */
	window(test, target, 50000000, 0);
	expect(test, target, FIRST, MAPGC_PROBE_STEADY, true);
	begin(target);
	expect(test, target, FIRST, MAPGC_PROBE_WINDOW, false);
	expect(test, target, SECOND, MAPGC_PROBE_STEADY, true);
	KUNIT_EXPECT_EQ(test, target->quiet.nr, 1);
	end(target);
}

/* Handlers have taken out breakpoints by then: armed again for windows, until it begins anew. */
static void spent_gate_ends_it_for_the_period(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, 1000);

	window(test, target, 0, 0);
	begin(target);
	spend(target);
	KUNIT_EXPECT_TRUE(test, mapgc_steady_is_spent(target));
	window(test, target, 0, 0);
	expect(test, target, FIRST, MAPGC_PROBE_STEADY, false);
	begin(target);
	expect(test, target, FIRST, MAPGC_PROBE_WINDOW, false);
	KUNIT_EXPECT_EQ(test, target->quiet.nr, 0);
	KUNIT_EXPECT_FALSE(test, mapgc_steady_is_spent(target));
	window(test, target, 0, 0);
	begin(target);
	expect(test, target, FIRST, MAPGC_PROBE_STEADY, true);
	KUNIT_EXPECT_FALSE(test, mapgc_steady_is_spent(target));
	end(target);
}

/* Too few hits to give any away: windows only, as if there were nothing else. */
static void small_windows_share_nothing(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, 1000);

	window(test, target, 0, 0);
	begin(target);
	target->period.steady_hits = 0;
	begin(target);
	expect(test, target, FIRST, MAPGC_PROBE_WINDOW, false);
	KUNIT_EXPECT_NE(test, target->steady.gate, MAPGC_GATE_OPEN);
	end(target);
}

static bool are_steady(struct mapgc_target *target, u32 nr)
{
	struct mapgc_snapshot_args *args = kvzalloc(sizeof(*args), GFP_KERNEL);
	bool ret = false;

	if (args) {
		mapgc_target_snapshot(target, args);
		ret = args->steady_sites == nr && args->windows >= 2;
	}
	kvfree(args);
	return ret;
}

static void periods_do_all_that(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, 1000);
	struct mapgc_fault fault = {};

	KUNIT_EXPECT_EQ_MSG(test, mapgc_period_start(target, &fault), 0, "%s", fault.text);
	KUNIT_EXPECT_TRUE(test, wait_until(are_steady(target, 2)));
	KUNIT_EXPECT_TRUE(test, wait_until(target->probes[FIRST].mode == MAPGC_PROBE_STEADY));
	mapgc_period_stop(target);
	KUNIT_EXPECT_FALSE(test, target->probes[FIRST].is_registered);
	KUNIT_EXPECT_FALSE(test, target->probes[SECOND].is_registered);
	KUNIT_EXPECT_EQ(test, target->steady.gate, MAPGC_GATE_SHUT);
	mapgc_target_put(target);
}

static struct kunit_case steady_cases[] = {
	KUNIT_CASE(quiet_probe_stays_and_counts_from_the_next_period),
	KUNIT_CASE(probe_that_was_hit_behind_the_window_does_not_stay),
	KUNIT_CASE(probe_that_gets_loud_leaves),
	KUNIT_CASE(spent_gate_ends_it_for_the_period),
	KUNIT_CASE(small_windows_share_nothing),
	KUNIT_CASE(periods_do_all_that),
	{}
};

static struct kunit_suite steady_suite = {
	.name = "mapgc_steady",
	.suite_init = steady_suite_init,
	.suite_exit = steady_suite_exit,
	.test_cases = steady_cases,
};

kunit_test_suite(steady_suite);

MODULE_DESCRIPTION("KUnit suite for the probes of mapgc that are armed all the time");
MODULE_LICENSE("GPL");
