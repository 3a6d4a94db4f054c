// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/sched/signal.h>
#include <linux/spinlock.h>

#include "crowd.h"
#include "deadline.h"
#include "module/window.h"

/* Longer than anything here takes that works. */
#define NEVER_NS	(2 * DEADLINE_SECONDS * NSEC_PER_SEC)
#define MS		1000000ULL

/* All of a crowd but the one who looks on. */
#define HELD		(CROWD_SIZE - 1)

static u32 nr_held(struct mapgc_hold *hold)
{
	struct list_head *entry;
	u32 nr = 0;

	spin_lock_irq(&hold->queue.lock);
	list_for_each(entry, &hold->queue.head)
		nr++;
	spin_unlock_irq(&hold->queue.lock);
	return nr;
}

/**
 * struct scene - what a crowd does to a window
 * @window: armed
 * @let_go: what the one who looks on does then
 * @were_held: all but one were, at the same time
 * @have_gone: by what was done, and not as their time was over
 * @nr_gone: of these, who went on
 * @nr_refused: of these, whose probes were to go
 * @held_one: one of them
 */
struct scene {
	struct mapgc_window window;
	void (*let_go)(struct scene *scene);
	bool were_held;
	bool have_gone;
	atomic_t nr_gone;
	atomic_t nr_refused;
	struct task_struct *held_one;
};

static struct scene *new_scene(struct kunit *test, u32 max_hits, u64 hold_ns)
{
	struct scene *scene = kunit_kzalloc(test, sizeof(*scene), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, scene);
	KUNIT_ASSERT_EQ(test, mapgc_window_init(&scene->window, true), 0);
	mapgc_window_arm(&scene->window, max_hits, hold_ns);
	return scene;
}

static void hit_early(struct scene *scene)
{
	if (mapgc_window_refuse(&scene->window))
		atomic_inc(&scene->nr_refused);
	atomic_inc(&scene->nr_gone);
}

static void hold_all_but_one(void *ctx, unsigned int member)
{
	struct scene *scene = ctx;

	if (member < HELD) {
		hit_early(scene);
		return;
	}
	scene->were_held = wait_until(nr_held(&scene->window.hold) == HELD) &&
			   !atomic_read(&scene->nr_gone);
	scene->let_go(scene);
	scene->have_gone = wait_until(!nr_held(&scene->window.hold));
}

static void open(struct scene *scene)
{
	mapgc_window_open(&scene->window);
}

static void all_go_when_the_window_opens(struct kunit *test)
{
	struct scene *scene = new_scene(test, 100, NEVER_NS);

	scene->let_go = open;
	crowd_run(test, hold_all_but_one, scene);
	KUNIT_EXPECT_TRUE(test, scene->were_held);
	KUNIT_EXPECT_TRUE(test, scene->have_gone);
	KUNIT_EXPECT_EQ(test, atomic_read(&scene->nr_refused), 0);
	KUNIT_EXPECT_EQ(test, mapgc_window_early(&scene->window), HELD);
	KUNIT_EXPECT_EQ(test, scene->window.open_hits, 100 - HELD);
	KUNIT_EXPECT_GT(test, mapgc_hold_sum_ns(&scene->window.hold), 0ULL);
	KUNIT_EXPECT_TRUE(test, mapgc_window_admit(&scene->window));
	mapgc_window_deinit(&scene->window);
}

static void shut(struct scene *scene)
{
	mapgc_window_shut(&scene->window);
}

static void all_go_when_it_is_shut_instead(struct kunit *test)
{
	struct scene *scene = new_scene(test, 100, NEVER_NS);

	scene->let_go = shut;
	crowd_run(test, hold_all_but_one, scene);
	KUNIT_EXPECT_TRUE(test, scene->were_held);
	KUNIT_EXPECT_TRUE(test, scene->have_gone);
	KUNIT_EXPECT_EQ(test, atomic_read(&scene->nr_refused), HELD);
	mapgc_window_deinit(&scene->window);
}

/* The last of them finds no hit left. */
static void all_go_when_it_is_given_up(struct kunit *test)
{
	struct scene *scene = new_scene(test, HELD, NEVER_NS);

	scene->let_go = hit_early;
	crowd_run(test, hold_all_but_one, scene);
	KUNIT_EXPECT_TRUE(test, scene->were_held);
	KUNIT_EXPECT_TRUE(test, scene->have_gone);
	KUNIT_EXPECT_EQ(test, atomic_read(&scene->nr_refused), CROWD_SIZE);
	KUNIT_EXPECT_FALSE(test, mapgc_window_open(&scene->window));
	mapgc_window_deinit(&scene->window);
}

/* It is over for all when it is for the first, and does not begin anew for who comes again. */
static void nobody_stays_longer_than_allowed(struct kunit *test)
{
	struct scene *scene = new_scene(test, 100, 5 * MS);
	u64 begin_ns = ktime_get_ns(), sum_ns;

	hit_early(scene);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - begin_ns, 5 * MS);
	sum_ns = mapgc_hold_sum_ns(&scene->window.hold);
	KUNIT_EXPECT_GE(test, sum_ns, 5 * MS);
	hit_early(scene);
	hit_early(scene);
	KUNIT_EXPECT_EQ(test, mapgc_hold_sum_ns(&scene->window.hold), sum_ns);
	KUNIT_EXPECT_EQ(test, atomic_read(&scene->nr_refused), 0);

	/* The next window begins anew. */
	mapgc_window_shut(&scene->window);
	mapgc_window_arm(&scene->window, 100, 5 * MS);
	hit_early(scene);
	KUNIT_EXPECT_GE(test, mapgc_hold_sum_ns(&scene->window.hold), sum_ns + 5 * MS);
	mapgc_window_deinit(&scene->window);
}

static void nobody_is_held_where_there_is_no_need(struct kunit *test)
{
	struct scene *scene = new_scene(test, 100, 0);

	hit_early(scene);
	KUNIT_EXPECT_EQ(test, mapgc_hold_sum_ns(&scene->window.hold), 0ULL);
	mapgc_window_open(&scene->window);
	mapgc_window_arm(&scene->window, 100, NEVER_NS);
	mapgc_window_open(&scene->window);
	mapgc_hold_thread(&scene->window.hold);
	KUNIT_EXPECT_EQ(test, mapgc_hold_sum_ns(&scene->window.hold), 0ULL);
	mapgc_window_deinit(&scene->window);
}

static void send_a_signal(void *ctx, unsigned int member)
{
	struct scene *scene = ctx;

	if (member == 0) {
		allow_signal(SIGUSR1);
		WRITE_ONCE(scene->held_one, current);
		hit_early(scene);
		flush_signals(current);
	} else if (member == 1) {
		scene->were_held = wait_until(nr_held(&scene->window.hold) == 1) &&
				   !atomic_read(&scene->nr_gone);
		send_sig(SIGUSR1, scene->held_one, 1);
		scene->have_gone = wait_until(!nr_held(&scene->window.hold));
	}
}

/* Go preempts by signals: who is to stop for a collection is not kept from it. */
static void a_signal_ends_it(struct kunit *test)
{
	struct scene *scene = new_scene(test, 100, NEVER_NS);

	crowd_run(test, send_a_signal, scene);
	KUNIT_EXPECT_TRUE(test, scene->were_held);
	KUNIT_EXPECT_TRUE(test, scene->have_gone);
	KUNIT_EXPECT_LT(test, mapgc_hold_sum_ns(&scene->window.hold), NEVER_NS);
	KUNIT_EXPECT_EQ(test, scene->window.gate, MAPGC_GATE_ARMING);
	mapgc_window_deinit(&scene->window);
}

static struct kunit_case hold_cases[] = {
	KUNIT_CASE(all_go_when_the_window_opens),
	KUNIT_CASE(all_go_when_it_is_shut_instead),
	KUNIT_CASE(all_go_when_it_is_given_up),
	KUNIT_CASE(nobody_stays_longer_than_allowed),
	KUNIT_CASE(nobody_is_held_where_there_is_no_need),
	KUNIT_CASE(a_signal_ends_it),
	{}
};

static struct kunit_suite hold_suite = {
	.name = "mapgc_hold",
	.test_cases = hold_cases,
};

kunit_test_suite(hold_suite);

MODULE_DESCRIPTION("KUnit suite for threads that are held by mapgc");
MODULE_LICENSE("GPL");
