// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/file.h>

#include "deadline.h"
#include "executable.h"
#include "module/arm.h"
#include "module/fault.h"
#include "module/handler.h"
#include "module/period.h"
#include "module/target.h"
#include "module/who.h"
#include "parts.h"

#define NR_SITES	(2 * MAPGC_ROLES)

static struct file *exe;

static int arm_suite_init(struct kunit_suite *suite)
{
	exe = executable_create();
	return IS_ERR(exe) ? PTR_ERR(exe) : parts_init();
}

static void arm_suite_exit(struct kunit_suite *suite)
{
	if (!IS_ERR_OR_NULL(exe))
		fput(exe);
	parts_exit();
}

/* All roles twice, with the windows of a request that is not exact. */
static struct mapgc_request *new_request(struct kunit *test, u32 flags)
{
	struct mapgc_request *request = executable_request(test, exe, NR_SITES);

	request->args.hdr.flags = flags;
	if (!(flags & MAPGC_ATTACH_EXACT)) {
		request->args.window_ms = 1;
		request->args.period_ms = 2;
		request->args.window_hits = 1000;
	}
	return request;
}

static struct mapgc_target *prepare(struct kunit *test, struct mapgc_request *request)
{
	struct mapgc_target *target = mapgc_target_create(request);

	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	mapgc_arm_prepare(target, request->sites);
	return target;
}

static bool is_hot(const struct mapgc_probe *probe)
{
	return probe->role == MAPGC_ROLE_MAP_OP;
}

static u32 count_armed(struct mapgc_target *target, bool hot)
{
	u32 i, nr = 0;

	for (i = 0; i < target->nr_probes; i++)
		nr += is_hot(&target->probes[i]) == hot &&
		      READ_ONCE(target->probes[i].is_registered);
	return nr;
}

static const struct mapgc_site *site_of(const struct mapgc_request *request,
					const struct mapgc_probe *probe)
{
	u32 i;

	for (i = 0; i < request->args.nr_sites; i++)
		if (request->sites[i].offset == probe->offset)
			return &request->sites[i];
	return NULL;
}

static void every_site_becomes_its_probe(struct kunit *test)
{
	struct mapgc_request *request = new_request(test, MAPGC_ATTACH_EXACT);
	struct mapgc_target *target = prepare(test, request);
	u64 seen = 0;
	u32 i;

	KUNIT_ASSERT_EQ(test, target->nr_probes, NR_SITES);
	for (i = 0; i < NR_SITES; i++) {
		const struct mapgc_probe *probe = &target->probes[i];
		const struct mapgc_site *site = site_of(request, probe);

		KUNIT_ASSERT_NOT_NULL(test, site);
		seen |= 1ULL << (site - request->sites);
		KUNIT_EXPECT_PTR_EQ(test, probe->target, target);
		KUNIT_EXPECT_EQ(test, probe->role, site->role);
		KUNIT_EXPECT_EQ(test, probe->op, site->op);
		KUNIT_EXPECT_EQ(test, probe->value_reg, site->value_reg);
		KUNIT_EXPECT_EQ(test, probe->key_base, site->va - EXECUTABLE_TEXT_VA);
		KUNIT_EXPECT_FALSE(test, probe->is_registered);
	}
	KUNIT_EXPECT_EQ(test, seen, (1ULL << NR_SITES) - 1);
	KUNIT_EXPECT_TRUE(test, target->has_gc_record);
	mapgc_target_put(target);
}

static void every_role_has_its_handler_and_filter(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, new_request(test, MAPGC_ATTACH_EXACT));
	u32 i;

	for (i = 0; i < target->nr_probes; i++) {
		const struct uprobe_consumer *uc = &target->probes[i].uc;
		u8 role = target->probes[i].role;

		KUNIT_EXPECT_EQ(test, uc->handler == mapgc_handle_map_op,
				role == MAPGC_ROLE_MAP_OP);
		KUNIT_EXPECT_EQ(test, uc->handler == mapgc_handle_cycle,
				role == MAPGC_ROLE_CYCLE);
		KUNIT_EXPECT_EQ(test, uc->handler == mapgc_handle_pause,
				role != MAPGC_ROLE_MAP_OP && role != MAPGC_ROLE_CYCLE);
		KUNIT_EXPECT_TRUE(test, uc->filter == (is_hot(&target->probes[i]) ?
						       mapgc_who_filter_hot :
						       mapgc_who_filter_cold));
		/* Return probes crash Go. */
		KUNIT_EXPECT_NULL(test, uc->ret_handler);
	}
	mapgc_target_put(target);
}

/* Cold before hot; the beginning of a pause behind all of its other steps. */
static void probes_are_in_the_order_of_arming(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, new_request(test, MAPGC_ATTACH_EXACT));
	u32 i, last = 0;

	for (i = 0; i < target->nr_probes; i++) {
		u8 role = target->probes[i].role;
		u32 order = role == MAPGC_ROLE_MAP_OP ? 2 : role == MAPGC_ROLE_STOP;

		KUNIT_EXPECT_GE(test, order, last);
		last = order;
	}
	mapgc_target_put(target);
}

static void record_of_gc_pauses_is_noticed_where_it_is(struct kunit *test)
{
	struct mapgc_request *request = new_request(test, MAPGC_ATTACH_EXACT);
	struct mapgc_target *target;
	u32 i;

	for (i = 0; i < NR_SITES; i++)
		if (request->sites[i].role == MAPGC_ROLE_TOTAL_GC)
			request->sites[i].role = MAPGC_ROLE_TOTAL_OTHER;
	target = prepare(test, request);
	KUNIT_EXPECT_FALSE(test, target->has_gc_record);
	mapgc_target_put(target);
}

static int refresh(struct mapgc_target *target)
{
	int err;

	mutex_lock(&target->arm_lock);
	err = mapgc_arm_refresh(target);
	mutex_unlock(&target->arm_lock);
	return err;
}

static void exact_target_is_armed_from_start_to_stop(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, new_request(test, MAPGC_ATTACH_EXACT));
	struct mapgc_fault fault = {};

	KUNIT_EXPECT_EQ_MSG(test, mapgc_period_start(target, &fault), 0, "%s", fault.text);
	KUNIT_EXPECT_EQ(test, count_armed(target, true), 2);
	KUNIT_EXPECT_EQ(test, count_armed(target, false), NR_SITES - 2);
	KUNIT_EXPECT_EQ(test, target->window.gate, MAPGC_GATE_OPEN);
	KUNIT_EXPECT_EQ(test, refresh(target), 0);
	KUNIT_EXPECT_EQ(test, count_armed(target, true), 2);

	mapgc_period_stop(target);
	KUNIT_EXPECT_EQ(test, count_armed(target, true), 0);
	KUNIT_EXPECT_EQ(test, count_armed(target, false), 0);
	KUNIT_EXPECT_EQ(test, target->window.gate, MAPGC_GATE_SHUT);
	KUNIT_EXPECT_EQ(test, target->window.nr_opened, 1);
	KUNIT_EXPECT_EQ(test, refresh(target), -ENODEV);
	mapgc_target_put(target);
}

static u64 windows_of(struct mapgc_target *target)
{
	u64 armed_ns, nr_opened;

	mapgc_window_clock(&target->window, &armed_ns, &nr_opened);
	return nr_opened;
}

static bool is_disarmed(struct mapgc_target *target)
{
	bool ret;

	mutex_lock(&target->arm_lock);
	ret = target->period.phase != MAPGC_PHASE_WINDOW && !count_armed(target, true);
	mutex_unlock(&target->arm_lock);
	return ret;
}

static bool is_armed(struct mapgc_target *target)
{
	bool ret;

	mutex_lock(&target->arm_lock);
	ret = target->period.phase == MAPGC_PHASE_WINDOW && count_armed(target, true) == 2 &&
	      target->window.gate == MAPGC_GATE_OPEN;
	mutex_unlock(&target->arm_lock);
	return ret;
}

static void windows_come_and_go_until_the_stop(struct kunit *test)
{
	struct mapgc_request *request = new_request(test, 0);
	struct mapgc_target *target;
	struct mapgc_fault fault = {};
	u64 nr_opened;

	/* Too few hits for probes that stay armed. */
	request->args.window_hits = 3;
	/* Long enough to be met. */
	request->args.window_ms = 20;
	request->args.period_ms = 40;
	target = prepare(test, request);
	KUNIT_EXPECT_EQ_MSG(test, mapgc_period_start(target, &fault), 0, "%s", fault.text);
	KUNIT_EXPECT_EQ(test, count_armed(target, false), NR_SITES - 2);
	KUNIT_EXPECT_TRUE(test, wait_until(is_armed(target)));
	KUNIT_EXPECT_TRUE(test, wait_until(is_disarmed(target)));
	KUNIT_EXPECT_TRUE(test, wait_until(windows_of(target) >= 3));
	KUNIT_EXPECT_EQ(test, count_armed(target, false), NR_SITES - 2);

	mapgc_period_stop(target);
	nr_opened = windows_of(target);
	KUNIT_EXPECT_EQ(test, count_armed(target, true), 0);
	KUNIT_EXPECT_EQ(test, count_armed(target, false), 0);
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&target->window_work));
	KUNIT_EXPECT_EQ(test, windows_of(target), nr_opened);
	mapgc_target_put(target);
}

static bool is_loud_one_armed(struct kunit *test, struct mapgc_target *target,
			      bool loudest_first)
{
	bool ret;

	mutex_lock(&target->arm_lock);
	KUNIT_EXPECT_EQ(test, mapgc_arm_hot(target, loudest_first), -EINVAL);
	ret = target->probes[NR_SITES - 2].is_registered;
	mapgc_disarm_hot(target);
	mutex_unlock(&target->arm_lock);
	return ret;
}

/*
 * Of the hot probes, which are the last two, the first is the louder one. The other one cannot
 * be armed, which ends it: what was armed before that came first.
 */
static void loud_probes_are_armed_last_or_first(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, new_request(test, 0));
	u32 loud = NR_SITES - 2, quiet = NR_SITES - 1;

	KUNIT_ASSERT_TRUE(test, is_hot(&target->probes[loud]));
	target->probes[quiet].offset = 2 * EXECUTABLE_BYTES;
	KUNIT_EXPECT_TRUE(test, is_loud_one_armed(test, target, false));
	/* Windows that were given up for it tell, even if none has opened so far. */
	atomic_set(&target->probes[loud].early_hits, 5);
	KUNIT_EXPECT_FALSE(test, is_loud_one_armed(test, target, false));
	mapgc_loudness_note(&target->quiet.loudness[loud], 1000, NSEC_PER_SEC);
	mapgc_loudness_note(&target->quiet.loudness[quiet], 10, NSEC_PER_SEC);
	KUNIT_EXPECT_TRUE(test, is_loud_one_armed(test, target, true));
	KUNIT_EXPECT_FALSE(test, is_loud_one_armed(test, target, false));
	mapgc_target_put(target);
}

/* Before its first window all are as loud as can be, and each has its turn. */
static void unknown_probes_are_armed_either_way(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, new_request(test, 0));
	u32 backwards;

	for (backwards = 0; backwards < 2; backwards++) {
		mutex_lock(&target->arm_lock);
		KUNIT_EXPECT_EQ(test, mapgc_arm_hot(target, backwards), 0);
		KUNIT_EXPECT_EQ(test, count_armed(target, true), 2);
		KUNIT_EXPECT_EQ(test, count_armed(target, false), 0);
		mapgc_disarm_hot(target);
		mutex_unlock(&target->arm_lock);
	}
	mapgc_target_put(target);
}

/* A stop may come at any moment of a window's life: nothing stays armed, ever. */
static void stop_at_any_moment_leaves_nothing_armed(struct kunit *test)
{
	struct mapgc_fault fault = {};
	long files = file_count(exe);
	u32 i;

	for (i = 0; i < 15; i++) {
		struct mapgc_target *target = prepare(test, new_request(test, 0));

		KUNIT_EXPECT_EQ_MSG(test, mapgc_period_start(target, &fault), 0, "%s", fault.text);
		usleep_range(500 * i, 500 * i + 100);
		mapgc_period_stop(target);
		KUNIT_EXPECT_EQ(test, count_armed(target, true), 0);
		KUNIT_EXPECT_EQ(test, count_armed(target, false), 0);
		KUNIT_EXPECT_EQ(test, target->window.gate, MAPGC_GATE_SHUT);
		KUNIT_EXPECT_EQ(test, target->steady.gate, MAPGC_GATE_SHUT);
		KUNIT_EXPECT_FALSE(test, delayed_work_pending(&target->window_work));
		mapgc_target_put(target);
	}
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

/* The last one to be armed of those that are armed at once, so that all others were. */
static void failure_leaves_nothing_armed(struct kunit *test)
{
	static const u32 flags[] = { 0, MAPGC_ATTACH_EXACT };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		struct mapgc_target *target = prepare(test, new_request(test, flags[i]));
		u32 last = flags[i] ? NR_SITES - 1 : NR_SITES - 3;
		struct mapgc_fault fault = {};

		target->probes[last].offset = 2 * EXECUTABLE_BYTES;
		KUNIT_EXPECT_EQ(test, mapgc_period_start(target, &fault), -EINVAL);
		KUNIT_EXPECT_STREQ(test, fault.text,
				   "probe at file offset 0x2000: cannot be armed");
		KUNIT_EXPECT_EQ(test, count_armed(target, true), 0);
		KUNIT_EXPECT_EQ(test, count_armed(target, false), 0);
		KUNIT_EXPECT_NE(test, target->window.gate, MAPGC_GATE_OPEN);
		KUNIT_EXPECT_EQ(test, windows_of(target), 0);
		mapgc_target_put(target);
	}
}

/* A hot probe that cannot be armed costs windows, which are counted, and not the target. */
static void window_that_cannot_open_is_a_loss(struct kunit *test)
{
	struct mapgc_target *target = prepare(test, new_request(test, 0));
	struct mapgc_snapshot_args *args = kunit_kzalloc(test, sizeof(*args), GFP_KERNEL);
	struct mapgc_fault fault = {};

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, args);
	target->probes[NR_SITES - 1].offset = 2 * EXECUTABLE_BYTES;
	KUNIT_EXPECT_EQ(test, mapgc_period_start(target, &fault), 0);
	KUNIT_EXPECT_TRUE(test, wait_until((mapgc_target_snapshot(target, args),
					    args->losses[MAPGC_LOSS_ARM_FAILED] >= 3)));
	KUNIT_EXPECT_EQ(test, windows_of(target), 0);
	KUNIT_EXPECT_EQ(test, args->armed_ns, 0);
	mapgc_period_stop(target);
	KUNIT_EXPECT_EQ(test, count_armed(target, true), 0);
	mapgc_target_put(target);
}

static struct kunit_case arm_cases[] = {
	KUNIT_CASE(every_site_becomes_its_probe),
	KUNIT_CASE(every_role_has_its_handler_and_filter),
	KUNIT_CASE(probes_are_in_the_order_of_arming),
	KUNIT_CASE(record_of_gc_pauses_is_noticed_where_it_is),
	KUNIT_CASE(exact_target_is_armed_from_start_to_stop),
	KUNIT_CASE(windows_come_and_go_until_the_stop),
	KUNIT_CASE(loud_probes_are_armed_last_or_first),
	KUNIT_CASE(unknown_probes_are_armed_either_way),
	KUNIT_CASE(stop_at_any_moment_leaves_nothing_armed),
	KUNIT_CASE(failure_leaves_nothing_armed),
	KUNIT_CASE(window_that_cannot_open_is_a_loss),
	{}
};

static struct kunit_suite arm_suite = {
	.name = "mapgc_arm",
	.suite_init = arm_suite_init,
	.suite_exit = arm_suite_exit,
	.test_cases = arm_cases,
};

kunit_test_suite(arm_suite);

MODULE_DESCRIPTION("KUnit suite for the arming of mapgc");
MODULE_LICENSE("GPL");
