// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/slab.h>

#include "bare.h"
#include "crowd.h"
#include "executable.h"
#include "module/target.h"

static struct file *exe;

static int target_suite_init(struct kunit_suite *suite)
{
	exe = executable_create();
	return PTR_ERR_OR_ZERO(exe);
}

static void target_suite_exit(struct kunit_suite *suite)
{
	if (!IS_ERR_OR_NULL(exe))
		fput(exe);
}

static struct mapgc_target *new_target(struct kunit *test)
{
	struct mapgc_target *target = mapgc_target_create(executable_request(test, exe, 3));

	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	return target;
}

static void expect_next(struct kunit *test, u32 after, u32 id)
{
	struct mapgc_target *target = mapgc_target_next(after);

	KUNIT_EXPECT_EQ_MSG(test, target ? target->id : 0, id, "after %u", after);
	if (target)
		mapgc_target_put(target);
}

static void expect_registered(struct kunit *test, u32 id, bool is_there)
{
	struct mapgc_target *target = mapgc_target_get(id);

	KUNIT_EXPECT_EQ_MSG(test, !!target, is_there, "%u", id);
	if (target)
		mapgc_target_put(target);
}

static void last_reference_frees(struct kunit *test)
{
	long files = file_count(exe);
	struct mapgc_target *target = new_target(test), *got;
	u32 id = target->id;

	KUNIT_EXPECT_EQ(test, file_count(exe), files + 1);
	KUNIT_EXPECT_EQ(test, mapgc_target_publish(target), 0);
	mapgc_target_put(target);
	got = mapgc_target_get(id);
	KUNIT_ASSERT_TRUE(test, got == target);
	KUNIT_EXPECT_TRUE(test, mapgc_target_unpublish(target));
	expect_registered(test, id, false);
	/* Still ours, with all it holds. */
	KUNIT_EXPECT_EQ(test, file_count(exe), files + 1);
	KUNIT_EXPECT_EQ(test, got->id, id);
	mapgc_target_put(got);
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static void target_that_was_never_published_goes(struct kunit *test)
{
	long files = file_count(exe);
	struct mapgc_target *target = new_target(test);
	u32 generation = mapgc_target_generation();

	KUNIT_EXPECT_FALSE(test, mapgc_target_unpublish(target));
	expect_registered(test, target->id, false);
	KUNIT_EXPECT_EQ(test, mapgc_target_generation(), generation);
	mapgc_target_put(target);
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static void ids_are_never_used_again(struct kunit *test)
{
	u32 last = 0, i;

	for (i = 0; i < 20; i++) {
		struct mapgc_target *target = new_target(test);

		KUNIT_EXPECT_GT(test, target->id, last);
		last = target->id;
		if (i % 2) {
			mapgc_target_publish(target);
			mapgc_target_unpublish(target);
		}
		mapgc_target_put(target);
	}
}

/* Several attach at a time, so a later id may be there first. */
static void walk_is_ascending_in_whatever_order_they_came(struct kunit *test)
{
	static const u8 orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 2, 0, 3, 1 } };
	struct mapgc_target *targets[4];
	size_t order;
	u32 i;

	for (order = 0; order < ARRAY_SIZE(orders); order++) {
		for (i = 0; i < 4; i++)
			targets[i] = bare_target(test, exe, 4000000000U + 10 * i);
		for (i = 0; i < 4; i++)
			KUNIT_EXPECT_EQ(test, mapgc_target_publish(targets[orders[order][i]]), 0);
		expect_next(test, 0, 4000000000U);
		expect_next(test, 3999999999U, 4000000000U);
		expect_next(test, 4000000000U, 4000000010U);
		expect_next(test, 4000000015U, 4000000020U);
		expect_next(test, 4000000029U, 4000000030U);
		expect_next(test, 4000000030U, 0);
		expect_next(test, ~0U, 0);

		/* One in the middle goes while somebody stands on it. */
		mapgc_target_unpublish(targets[1]);
		expect_next(test, 4000000010U, 4000000020U);
		expect_next(test, 4000000000U, 4000000020U);
		for (i = 0; i < 4; i++) {
			mapgc_target_unpublish(targets[i]);
			mapgc_target_put(targets[i]);
		}
	}
	expect_next(test, 0, 0);
}

static void look_up_meets_exactly_its_id(struct kunit *test)
{
	static const u32 ids[] = { 4000000000U, 4000000002U, ~0U };
	struct mapgc_target *targets[3];
	long files = file_count(exe);
	u32 i;

	for (i = 0; i < 3; i++) {
		targets[i] = bare_target(test, exe, ids[i]);
		mapgc_target_publish(targets[i]);
	}
	for (i = 0; i < 3; i++) {
		expect_registered(test, ids[i], true);
		expect_registered(test, ids[i] - 1, false);
		expect_registered(test, ids[i] + 1, false);
	}
	expect_registered(test, 0, false);
	expect_registered(test, 1, false);
	for (i = 0; i < 3; i++) {
		mapgc_target_unpublish(targets[i]);
		mapgc_target_put(targets[i]);
	}
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static void registry_is_full_at_its_limit(struct kunit *test)
{
	struct mapgc_target **targets = kunit_kcalloc(test, MAPGC_TARGETS_MAX + 1,
						      sizeof(*targets), GFP_KERNEL);
	long files = file_count(exe);
	u32 i, generation;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, targets);
	for (i = 0; i <= MAPGC_TARGETS_MAX; i++)
		targets[i] = bare_target(test, exe, 3000000000U + i);
	for (i = 0; i < MAPGC_TARGETS_MAX; i++)
		KUNIT_EXPECT_EQ(test, mapgc_target_publish(targets[i]), 0);
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), MAPGC_TARGETS_MAX);
	generation = mapgc_target_generation();
	KUNIT_EXPECT_EQ(test, mapgc_target_publish(targets[i]), -ENOSPC);
	KUNIT_EXPECT_EQ(test, mapgc_target_generation(), generation);
	expect_registered(test, 3000000000U + i, false);
	KUNIT_EXPECT_FALSE(test, mapgc_target_unpublish(targets[i]));
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), MAPGC_TARGETS_MAX);

	/* Where one goes there is room for one. */
	KUNIT_EXPECT_TRUE(test, mapgc_target_unpublish(targets[500]));
	KUNIT_EXPECT_EQ(test, mapgc_target_publish(targets[i]), 0);
	KUNIT_EXPECT_EQ(test, mapgc_target_publish(targets[500]), -ENOSPC);
	for (i = 0; i <= MAPGC_TARGETS_MAX; i++) {
		KUNIT_EXPECT_EQ(test, mapgc_target_unpublish(targets[i]), i != 500);
		mapgc_target_put(targets[i]);
	}
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 0);
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static void every_change_has_a_generation(struct kunit *test)
{
	u32 before = mapgc_target_generation(), between, after;
	struct mapgc_target *target = bare_target(test, exe, 5);

	mapgc_target_publish(target);
	between = mapgc_target_generation();
	mapgc_target_unpublish(target);
	after = mapgc_target_generation();
	KUNIT_EXPECT_NE(test, between, before);
	KUNIT_EXPECT_NE(test, after, between);
	KUNIT_EXPECT_NE(test, after, before);
	mapgc_target_unpublish(target);
	KUNIT_EXPECT_EQ(test, mapgc_target_generation(), after);
	mapgc_target_put(target);
}

static void description_is_what_was_asked_for(struct kunit *test)
{
	struct mapgc_request *request = executable_request(test, exe, 3);
	struct mapgc_target_args *args = kunit_kzalloc(test, sizeof(*args), GFP_KERNEL);
	struct mapgc_target *target;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, args);
	request->args.hdr.flags = MAPGC_ATTACH_ALL | MAPGC_ATTACH_PERSISTENT;
	request->args.window_ms = 11;
	request->args.period_ms = 22;
	request->args.window_hits = 33;
	memset(request->args.label, 'l', MAPGC_LABEL_MAX - 1);
	target = mapgc_target_create(request);
	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	args->hdr.size = 77;
	args->pids = 88;
	mapgc_target_describe(target, args);
	KUNIT_EXPECT_EQ(test, args->hdr.size, 77);
	KUNIT_EXPECT_EQ(test, args->pids, 88);
	KUNIT_EXPECT_EQ(test, args->target_id, target->id);
	KUNIT_EXPECT_EQ(test, args->attach_flags, request->args.hdr.flags);
	KUNIT_EXPECT_EQ(test, args->nr_pids, 0);
	KUNIT_EXPECT_EQ(test, args->nr_sites, 3);
	KUNIT_EXPECT_EQ(test, args->window_ms, 11);
	KUNIT_EXPECT_EQ(test, args->period_ms, 22);
	KUNIT_EXPECT_EQ(test, args->window_hits, 33);
	KUNIT_EXPECT_EQ(test, args->ino, file_inode(exe)->i_ino);
	KUNIT_EXPECT_EQ(test, args->go_minor, 24);
	KUNIT_EXPECT_STREQ(test, args->label, request->args.label);
	KUNIT_EXPECT_STREQ(test, args->go_version, "go1.24.4");
	KUNIT_EXPECT_GE(test, args->memory_bytes, sizeof(*target) + mapgc_stats_bytes());
	mapgc_target_put(target);
}

/* Tables that were asked for are the target's own, and their memory is told. */
static void tables_are_copies(struct kunit *test)
{
	struct mapgc_callsite callsites[] = {
		{ .return_off = 16, .verdict = MAPGC_VERDICT_DEPTH, .depth = 2 },
		{ .return_off = 32, .verdict = MAPGC_VERDICT_IGNORE },
	};
	struct mapgc_transition transitions[] = { { .return_off = 16, .last_off = 32 } };
	struct mapgc_request *request = executable_request(test, exe, 1);
	struct mapgc_target *without = mapgc_target_create(request), *target;
	const struct mapgc_callsite *found;

	KUNIT_ASSERT_FALSE(test, IS_ERR(without));
	request->callsites = callsites;
	request->args.nr_callsites = ARRAY_SIZE(callsites);
	request->transitions = transitions;
	request->args.nr_transitions = ARRAY_SIZE(transitions);
	target = mapgc_target_create(request);
	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	memset(callsites, 0xff, sizeof(callsites));
	memset(transitions, 0xff, sizeof(transitions));
	found = mapgc_callsites_find(&target->callsites, 16);
	KUNIT_EXPECT_TRUE(test, found && found->depth == 2);
	found = mapgc_callsites_find(&target->callsites, 32);
	KUNIT_EXPECT_TRUE(test, found && found->verdict == MAPGC_VERDICT_IGNORE);
	KUNIT_EXPECT_NOT_NULL(test, mapgc_transitions_find(&target->transitions, 16, 32));
	KUNIT_EXPECT_NULL(test, mapgc_callsites_find(&without->callsites, 16));
	KUNIT_EXPECT_NULL(test, mapgc_transitions_find(&without->transitions, 16, 32));
	KUNIT_EXPECT_EQ(test, target->memory_bytes, without->memory_bytes + sizeof(transitions));
	mapgc_target_put(target);
	mapgc_target_put(without);
}

static void snapshot_of_a_new_target_is_empty(struct kunit *test)
{
	struct mapgc_snapshot_args *args = kunit_kzalloc(test, sizeof(*args), GFP_KERNEL);
	struct mapgc_target *target = new_target(test);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, args);
	memset(args, 0xff, sizeof(*args));
	mapgc_target_snapshot(target, args);
	KUNIT_EXPECT_EQ(test, args->hdr.size, ~0U);
	KUNIT_EXPECT_EQ(test, args->target_id, target->id);
	KUNIT_EXPECT_EQ(test, args->hits, 0);
	KUNIT_EXPECT_EQ(test, args->windows, 0);
	KUNIT_EXPECT_EQ(test, args->armed_ns, 0);
	KUNIT_EXPECT_EQ(test, args->elapsed_ns, args->time_ns - target->attached_ns);
	KUNIT_EXPECT_NULL(test, memchr_inv(args->pauses, 0, sizeof(args->pauses)));
	mapgc_target_put(target);
}

/**
 * struct bustle - members that attach, walk and detach
 * @targets: of all
 * @nr_won: who took a target away
 * @nr_wrong: targets that were not what they should be
 */
struct bustle {
	struct mapgc_target *targets[64];
	atomic_t nr_won;
	atomic_t nr_wrong;
};

static void walk(struct bustle *bustle)
{
	struct mapgc_target *target;
	u32 id = 0;

	while ((target = mapgc_target_next(id))) {
		/* 0x6b6b6b6b or the like in memory that was freed */
		if (target->id <= id || target->exe != exe)
			atomic_inc(&bustle->nr_wrong);
		id = target->id;
		mapgc_target_put(target);
	}
}

static void come_and_go(void *ctx, unsigned int member)
{
	struct bustle *bustle = ctx;
	u32 i;

	for (i = member; i < ARRAY_SIZE(bustle->targets); i += CROWD_SIZE) {
		mapgc_target_publish(bustle->targets[i]);
		walk(bustle);
	}
	for (i = 0; i < ARRAY_SIZE(bustle->targets); i++) {
		if (mapgc_target_unpublish(bustle->targets[i]))
			atomic_inc(&bustle->nr_won);
		walk(bustle);
	}
}

/* Whoever takes a target away, only one does; and nobody walks over what is freed. */
static void registry_holds_against_all_at_once(struct kunit *test)
{
	struct bustle *bustle = kunit_kzalloc(test, sizeof(*bustle), GFP_KERNEL);
	long files = file_count(exe);
	u32 i, generation = mapgc_target_generation();

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bustle);
	for (i = 0; i < ARRAY_SIZE(bustle->targets); i++)
		bustle->targets[i] = bare_target(test, exe, 100 + i);
	crowd_run(test, come_and_go, bustle);
	/* A member may have come to a target before it was there. */
	for (i = 0; i < ARRAY_SIZE(bustle->targets); i++) {
		atomic_add(mapgc_target_unpublish(bustle->targets[i]), &bustle->nr_won);
		mapgc_target_put(bustle->targets[i]);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&bustle->nr_won), ARRAY_SIZE(bustle->targets));
	KUNIT_EXPECT_EQ(test, atomic_read(&bustle->nr_wrong), 0);
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 0);
	KUNIT_EXPECT_EQ(test, mapgc_target_generation(),
			generation + 2 * ARRAY_SIZE(bustle->targets));
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static struct kunit_case target_cases[] = {
	KUNIT_CASE(last_reference_frees),
	KUNIT_CASE(target_that_was_never_published_goes),
	KUNIT_CASE(ids_are_never_used_again),
	KUNIT_CASE(walk_is_ascending_in_whatever_order_they_came),
	KUNIT_CASE(look_up_meets_exactly_its_id),
	KUNIT_CASE(registry_is_full_at_its_limit),
	KUNIT_CASE(every_change_has_a_generation),
	KUNIT_CASE(description_is_what_was_asked_for),
	KUNIT_CASE(tables_are_copies),
	KUNIT_CASE(snapshot_of_a_new_target_is_empty),
	KUNIT_CASE(registry_holds_against_all_at_once),
	{}
};

static struct kunit_suite target_suite = {
	.name = "mapgc_target",
	.suite_init = target_suite_init,
	.suite_exit = target_suite_exit,
	.test_cases = target_cases,
};

kunit_test_suite(target_suite);

MODULE_DESCRIPTION("KUnit suite for the targets of mapgc and their registry");
MODULE_LICENSE("GPL");
