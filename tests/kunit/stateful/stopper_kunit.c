// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>

#include "crowd.h"
#include "deadline.h"
#include "module/hook.h"
#include "module/stopper.h"

/* There are fewer places. */
#define OPEN_MAX	100

/* As the scheduler does, but for the runqueue lock. */
static void switch_to(const struct task_struct *prev, const struct task_struct *next)
{
	unsigned long flags;

	local_irq_save(flags);
	mapgc_stopper_switch(prev, next);
	local_irq_restore(flags);
}

static u64 stay_off_cpu(const struct task_struct *other)
{
	u64 from_ns, to_ns;

	switch_to(current, other);
	from_ns = ktime_get_mono_fast_ns();
	usleep_range(500, 1000);
	to_ns = ktime_get_mono_fast_ns();
	switch_to(other, current);
	return to_ns - from_ns;
}

/* More than the times that surely were, less than all. */
static void times_off_cpu_add_up(struct kunit *test)
{
	struct task_struct *other = current->parent;
	u64 from_ns = ktime_get_mono_fast_ns(), least_ns = 0, off_ns;
	int handle = mapgc_stopper_begin(), i;

	KUNIT_ASSERT_GE(test, handle, 0);
	for (i = 0; i < 5; i++)
		least_ns += stay_off_cpu(other);
	off_ns = mapgc_stopper_end(handle);
	KUNIT_EXPECT_GE(test, off_ns, least_ns);
	KUNIT_EXPECT_LE(test, off_ns, ktime_get_mono_fast_ns() - from_ns);
}

static void switches_of_others_do_not_count(struct kunit *test)
{
	struct task_struct *a = current->parent, *b = current->parent->parent;
	int handle = mapgc_stopper_begin();

	KUNIT_ASSERT_GE(test, handle, 0);
	switch_to(a, b);
	usleep_range(500, 1000);
	switch_to(b, a);
	KUNIT_EXPECT_EQ(test, mapgc_stopper_end(handle), 0);
}

/* Its way on to a CPU is seen where the way off was not: it began in between. */
static void coming_without_leaving_is_no_time(struct kunit *test)
{
	int handle = mapgc_stopper_begin();

	KUNIT_ASSERT_GE(test, handle, 0);
	switch_to(current->parent, current);
	switch_to(current->parent, current);
	KUNIT_EXPECT_EQ(test, mapgc_stopper_end(handle), 0);
}

static u32 open_all(int *handles)
{
	u32 nr = 0;

	while (nr < OPEN_MAX) {
		handles[nr] = mapgc_stopper_begin();
		if (handles[nr] == MAPGC_STOPPER_NONE)
			break;
		nr++;
	}
	return nr;
}

static void every_open_pause_has_a_place_of_its_own(struct kunit *test)
{
	int handles[OPEN_MAX + 1], again[OPEN_MAX + 1];
	u32 nr = open_all(handles), i, k;

	KUNIT_EXPECT_GE(test, nr, 1U);
	KUNIT_ASSERT_LE(test, nr, OPEN_MAX - 1);
	for (i = 0; i < nr; i++)
		for (k = 0; k < i; k++)
			KUNIT_EXPECT_NE(test, handles[i], handles[k]);
	KUNIT_EXPECT_EQ(test, mapgc_stopper_begin(), MAPGC_STOPPER_NONE);

	/* A place in the middle becomes free, and is the only one. */
	mapgc_stopper_end(handles[nr / 2]);
	KUNIT_EXPECT_EQ(test, mapgc_stopper_begin(), handles[nr / 2]);
	KUNIT_EXPECT_EQ(test, mapgc_stopper_begin(), MAPGC_STOPPER_NONE);

	for (i = 0; i < nr; i++)
		mapgc_stopper_end(handles[i]);
	KUNIT_EXPECT_EQ(test, open_all(again), nr);
	for (i = 0; i < nr; i++)
		mapgc_stopper_end(again[i]);
}

/* What the one before in a place was doing says nothing of the next. */
static void place_is_clean_when_used_again(struct kunit *test)
{
	int handle = mapgc_stopper_begin();

	KUNIT_ASSERT_GE(test, handle, 0);
	stay_off_cpu(current->parent);
	switch_to(current, current->parent);
	KUNIT_EXPECT_GT(test, mapgc_stopper_end(handle), 0);
	KUNIT_EXPECT_EQ(test, mapgc_stopper_begin(), handle);
	switch_to(current->parent, current);
	KUNIT_EXPECT_EQ(test, mapgc_stopper_end(handle), 0);
}

/* All that are open follow a switch, not only the first. */
static void all_open_pauses_of_a_thread_are_followed(struct kunit *test)
{
	int handles[OPEN_MAX + 1];
	u32 nr = open_all(handles), i;
	u64 least_ns = stay_off_cpu(current->parent);

	for (i = 0; i < nr; i++)
		KUNIT_EXPECT_GE(test, mapgc_stopper_end(handles[i]), least_ns);
}

/*
 * Not every sleep leaves the CPU: its timer may be over before it comes to that, where
 * the machine under this one stands still for so long.
 */
static bool sleep_leaves_cpu(void)
{
	unsigned long left = current->nvcsw;

	usleep_range(2000, 3000);
	return current->nvcsw != left;
}

/* The scheduler itself says when this thread is off its CPU, while somebody asks for it. */
static u64 off_while_sleeping(struct kunit *test)
{
	int handle = mapgc_stopper_begin();

	KUNIT_ASSERT_GE(test, handle, 0);
	KUNIT_EXPECT_TRUE(test, wait_until(sleep_leaves_cpu()));
	return mapgc_stopper_end(handle);
}

static void hooks_live_from_the_first_to_the_last(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, off_while_sleeping(test), 0);
	KUNIT_ASSERT_EQ(test, mapgc_hook_get(), 0);
	KUNIT_EXPECT_GT(test, off_while_sleeping(test), 0);
	KUNIT_ASSERT_EQ(test, mapgc_hook_get(), 0);
	KUNIT_EXPECT_GT(test, off_while_sleeping(test), 0);
	mapgc_hook_put();
	KUNIT_EXPECT_GT(test, off_while_sleeping(test), 0);
	mapgc_hook_put();
	KUNIT_EXPECT_EQ(test, off_while_sleeping(test), 0);

	/* And anew. */
	KUNIT_ASSERT_EQ(test, mapgc_hook_get(), 0);
	KUNIT_EXPECT_GT(test, off_while_sleeping(test), 0);
	mapgc_hook_put();
	KUNIT_EXPECT_EQ(test, off_while_sleeping(test), 0);
}

/**
 * struct pauses - members that stop worlds of their own
 * @nr_wrong: times off CPU that are not between nothing and all
 */
struct pauses {
	atomic_t nr_wrong;
};

static void pause_often(void *ctx, unsigned int member)
{
	struct pauses *pauses = ctx;
	u32 i;

	for (i = 0; i < 200; i++) {
		u64 from_ns = ktime_get_mono_fast_ns();
		int handle = mapgc_stopper_begin();

		usleep_range(10, 50);
		if (mapgc_stopper_end(handle) > ktime_get_mono_fast_ns() - from_ns)
			atomic_inc(&pauses->nr_wrong);
	}
}

static void get_and_put(void *ctx, unsigned int member)
{
	u32 i;

	for (i = 0; i < 5; i++)
		if (!mapgc_hook_get())
			mapgc_hook_put();
}

static void pause_or_hook(void *ctx, unsigned int member)
{
	if (member)
		pause_often(ctx, member);
	else
		get_and_put(ctx, member);
}

/* Pauses begin and end under the scheduler's eyes, while the hooks come and go. */
static void pauses_and_hooks_get_along(struct kunit *test)
{
	struct pauses pauses = {};

	crowd_run(test, pause_or_hook, &pauses);
	KUNIT_ASSERT_EQ(test, mapgc_hook_get(), 0);
	crowd_run(test, pause_often, &pauses);
	crowd_run(test, get_and_put, &pauses);
	KUNIT_EXPECT_GT(test, off_while_sleeping(test), 0);
	mapgc_hook_put();
	KUNIT_EXPECT_EQ(test, off_while_sleeping(test), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&pauses.nr_wrong), 0);
}

static struct kunit_case stopper_cases[] = {
	KUNIT_CASE(times_off_cpu_add_up),
	KUNIT_CASE(switches_of_others_do_not_count),
	KUNIT_CASE(coming_without_leaving_is_no_time),
	KUNIT_CASE(every_open_pause_has_a_place_of_its_own),
	KUNIT_CASE(place_is_clean_when_used_again),
	KUNIT_CASE(all_open_pauses_of_a_thread_are_followed),
	KUNIT_CASE(hooks_live_from_the_first_to_the_last),
	KUNIT_CASE(pauses_and_hooks_get_along),
	{}
};

static struct kunit_suite stopper_suite = {
	.name = "mapgc_stopper",
	.test_cases = stopper_cases,
};

kunit_test_suite(stopper_suite);

MODULE_DESCRIPTION("KUnit suite for the stopping threads of mapgc and the hooks");
MODULE_LICENSE("GPL");
