// SPDX-License-Identifier: GPL-2.0
#include "period.h"

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/random.h>
#include <linux/sched.h>

#include "arm.h"
#include "compat.h"
#include "steady.h"
#include "target.h"

/* Figures of windows come at the end of their period: nobody waits longer than this. */
#define LONGEST_PERIOD_NS	(MAPGC_BUDGET_PERIOD_MS * NSEC_PER_MSEC)

/* Of the hits that a period may have, one in so many is for probes that are armed all the time. */
#define STEADY_PART	4

static void look_at_cpu_time(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	u64 now_ns = ktime_get_ns();

	mapgc_governor_earn(&target->governor, mapgc_process_cpu_ns(target->processes),
			    now_ns - period->looked_ns);
	period->looked_ns = now_ns;
	mutex_lock(&target->estimate_lock);
	target->estimate.cpu_ns = target->governor.cpu_ns;
	target->estimate.cpu_elapsed_ns = now_ns - target->attached_ns;
	mutex_unlock(&target->estimate_lock);
}

/* All hits so far, and @arming_ns of this worker's time. */
static void pay(struct mapgc_target *target, u64 arming_ns)
{
	struct mapgc_period *period = &target->period;
	u64 hits;

	if (!target->args.budget_ppm)
		return;
	hits = mapgc_stats_cost_hits(target->stats);
	mapgc_governor_pay(&target->governor, hits - period->paid_hits, arming_ns);
	period->paid_hits = hits;
}

static u64 longest_window_ns(const struct mapgc_target *target)
{
	return (u64)target->args.window_ms * NSEC_PER_MSEC;
}

/* Up to @most_ns, any as likely. */
static u64 random_ns(u64 most_ns)
{
	return most_ns ? mul_u64_u64_shr(most_ns, (u64)get_random_u32() << 32, 64) : 0;
}

static u64 steady_ns(struct mapgc_target *target)
{
	u64 ret_ns, nr_opened;

	mapgc_window_clock(&target->steady, &ret_ns, &nr_opened);
	return ret_ns;
}

/* Of the period that ends, what probes that are armed all the time counted. */
static void scale_steady(struct mapgc_target *target, struct mapgc_sample sample)
{
	struct mapgc_period *period = &target->period;

	sample.open_ns = steady_ns(target) - period->steady_ns;
	sample.last_hit = mapgc_steady_is_spent(target) ? period->steady_hits : 0;
	mapgc_stats_scale_steady(target->stats, &target->estimate, &sample);
}

/* What the window of the period that ends counted stands for all of it. */
static void end_period(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	struct mapgc_sample sample = {
		.period_ns = period->looked_ns - period->begin_ns,
		.cpu_ns = target->governor.cpu_ns - period->begin_cpu_ns,
		.open_ns = period->open_ns,
		.last_hit = period->last_hit,
	};
	u64 seen = target->estimate.hits.seen;

	if (!sample.open_ns)
		return;
	period->open_ns = 0;
	mutex_lock(&target->estimate_lock);
	mapgc_stats_scale(target->stats, &target->estimate, &sample);
	scale_steady(target, sample);
	mutex_unlock(&target->estimate_lock);
	mapgc_pace_note(&target->pace, target->estimate.hits.seen - seen, sample.open_ns,
			sample.last_hit);
}

/* What was counted since the last period, where the budget bought none, is in no estimate. */
static void begin_steady(struct mapgc_target *target, u32 granted_hits)
{
	const struct mapgc_sample none = { 0 };
	struct mapgc_period *period = &target->period;

	period->steady_hits = granted_hits / STEADY_PART;
	mapgc_steady_begin(target, period->steady_hits);
	period->steady_ns = steady_ns(target);
	mutex_lock(&target->estimate_lock);
	mapgc_stats_scale_steady(target->stats, &target->estimate, &none);
	mutex_unlock(&target->estimate_lock);
}

/* They may have half of what they are granted, so that chance does not end it. */
static u64 steady_per_s(const struct mapgc_period *period)
{
	return div64_u64((u64)period->steady_hits / 2 * NSEC_PER_SEC,
			 period->end_ns - period->begin_ns);
}

/* By all of window_hits it is the longest; with those that are granted then it is no longer. */
static u64 window_ns(const struct mapgc_target *target, u32 hits)
{
	return mapgc_pace_window_ns(&target->pace, longest_window_ns(target), hits);
}

/*
 * What the budget demands, and some more: a long window sees the middle of its period more
 * often than its ends, which must not be the same for a target that has a period of its own.
 */
static u64 choose_period_ns(const struct mapgc_target *target)
{
	u64 shortest_ns = (u64)target->args.period_ms * NSEC_PER_MSEC;
	u64 longest_ns = LONGEST_PERIOD_NS / (MAPGC_PERIOD_CHANCE + 1) * MAPGC_PERIOD_CHANCE;
	u64 period_ns = mapgc_governor_period_ns(&target->governor, shortest_ns,
						 max_t(u64, shortest_ns, longest_ns));

	return period_ns + random_ns(period_ns / MAPGC_PERIOD_CHANCE);
}

/*
 * How long the period and its window are follows from what was before, and where in it the
 * window begins from nothing at all: so windows stand for all of the time, whatever the
 * target does in step with them.
 */
static u64 begin_period(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	u64 period_ns;
	u32 hits;

	look_at_cpu_time(target);
	end_period(target);
	pay(target, 0);
	hits = mapgc_governor_grant(&target->governor);
	if (!hits)
		return (u64)target->args.period_ms * NSEC_PER_MSEC;
	begin_steady(target, hits);
	period_ns = choose_period_ns(target);
	period->begin_ns = period->looked_ns;
	period->begin_cpu_ns = target->governor.cpu_ns;
	period->end_ns = period->begin_ns + period_ns;
	period->phase = MAPGC_PHASE_BEFORE;
	return random_ns(period_ns - window_ns(target, target->args.window_hits));
}

static u64 until_end_of(const struct mapgc_period *period)
{
	u64 now_ns = ktime_get_ns();

	return now_ns < period->end_ns ? period->end_ns - now_ns : 0;
}

static u64 armed_ns(struct mapgc_target *target)
{
	u64 ret_ns, nr_opened;

	mapgc_window_clock(&target->window, &ret_ns, &nr_opened);
	return ret_ns;
}

/* Return: whether all probes count now. */
static bool arm_window(struct mapgc_target *target, u32 hits)
{
	struct mapgc_window *window = &target->window;
	u64 hold_ns = target->period.hold_ns;

	mapgc_window_arm(window, hits, hold_ns);
	if (mapgc_arm_hot(target, hold_ns)) {
		mapgc_window_shut(window);
		return false;
	}
	return mapgc_window_open(window);
}

static u64 open_window(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	u64 begin_ns, open_ns;
	bool is_open;
	u32 hits;

	look_at_cpu_time(target);
	pay(target, 0);
	hits = mapgc_governor_grant(&target->governor);
	if (!hits) {
		period->phase = MAPGC_PHASE_BETWEEN;
		return until_end_of(period);
	}
	hits -= min(hits / STEADY_PART, mapgc_window_left(&target->steady));
	begin_ns = mapgc_arm_cpu_ns();
	if (mapgc_steady_is_spent(target))
		mapgc_steady_disarm(target);
	period->armed_ns = armed_ns(target);
	is_open = arm_window(target, hits);
	period->arming_ns = mapgc_arm_cpu_ns() - begin_ns;
	period->phase = MAPGC_PHASE_WINDOW;
	if (!is_open) {
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_ARM_FAILED]);
		return 0;
	}
	open_ns = window_ns(target, target->window.open_hits);
	hrtimer_start(&target->window_timer, ns_to_ktime(open_ns), HRTIMER_MODE_REL_SOFT);
	/* The timer comes first; work that waits for nothing else is for a clock that stands. */
	return open_ns + TICK_NSEC;
}

/* Since it was asked last. */
static u64 held_ns(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	u64 sum_ns = mapgc_hold_sum_ns(&target->window.hold);
	u64 ret_ns = sum_ns - period->paid_held_ns;

	period->paid_held_ns = sum_ns;
	return ret_ns;
}

static void choose_hold(struct mapgc_target *target)
{
	u64 cost_ns = mapgc_governor_hits_cost_ns(&target->governor);

	WRITE_ONCE(target->period.hold_ns, mapgc_early_hold_ns(&target->early, cost_ns));
}

static void note_early(struct mapgc_target *target)
{
	u64 arming_ns = mapgc_early_arming_ns(&target->early, target->period.arming_ns);
	u64 foreseen = mapgc_arm_foreseen_hits(target, arming_ns);

	mapgc_early_note(&target->early, mapgc_window_early(&target->window), foreseen,
			 target->window.max_hits);
	choose_hold(target);
}

/* Breakpoints that are hit before they are disarmed are taken out by who hits them. */
static u64 window_arming_ns(u64 worker_ns)
{
	return worker_ns + worker_ns / 2;
}

static u64 shut_window(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	u64 begin_ns = mapgc_arm_cpu_ns(), arming_ns;

	mapgc_window_shut(&target->window);
	hrtimer_cancel(&target->window_timer);
	period->open_ns = armed_ns(target) - period->armed_ns;
	period->last_hit = mapgc_window_is_spent(&target->window) ?
			   target->window.open_hits : 0;
	mapgc_steady_join(target, period->open_ns, steady_per_s(period));
	note_early(target);
	mapgc_disarm_hot(target);
	arming_ns = window_arming_ns(period->arming_ns + mapgc_arm_cpu_ns() - begin_ns) +
		    held_ns(target);
	mapgc_governor_armed(&target->governor, arming_ns);
	pay(target, arming_ns);
	period->phase = MAPGC_PHASE_BETWEEN;
	return until_end_of(period);
}

static u64 take_turn(struct mapgc_target *target)
{
	switch (target->period.phase) {
	case MAPGC_PHASE_WINDOW:
		return shut_window(target);
	case MAPGC_PHASE_BEFORE:
		return open_window(target);
	default:
		return begin_period(target);
	}
}

static void turn(struct work_struct *work)
{
	struct mapgc_target *target = container_of(work, struct mapgc_target, window_work.work);

	mutex_lock(&target->arm_lock);
	if (!target->is_dead)
		queue_delayed_work(mapgc_arm_worker, &target->window_work,
				   nsecs_to_jiffies(take_turn(target)));
	mutex_unlock(&target->arm_lock);
}

/* The window is as long as it was meant to be; what it leaves behind is the worker's. */
static enum hrtimer_restart shut_in_time(struct hrtimer *timer)
{
	struct mapgc_target *target = container_of(timer, struct mapgc_target, window_timer);

	mapgc_window_shut(&target->window);
	mod_delayed_work(mapgc_arm_worker, &target->window_work, 0);
	return HRTIMER_NORESTART;
}

static void init(struct mapgc_target *target)
{
	INIT_DELAYED_WORK(&target->window_work, turn);
	mapgc_hrtimer_setup(&target->window_timer, shut_in_time, CLOCK_MONOTONIC,
			    HRTIMER_MODE_REL_SOFT);
	mapgc_governor_init(&target->governor, &target->args, mapgc_arm_count_hot(target));
	choose_hold(target);
	target->period.looked_ns = ktime_get_ns();
}

/*
 * What the other probes took tells what those of the first window will: to arm and disarm
 * them, and as much again, since a program at work is in the way more than one that is not.
 */
static void expect_arming(struct mapgc_target *target)
{
	u32 nr_hot = mapgc_arm_count_hot(target), nr_cold = target->nr_probes - nr_hot;
	u64 each_ns;

	if (!nr_cold)
		return;
	each_ns = div_u64(target->cold_arming_ns, nr_cold);
	mapgc_governor_armed(&target->governor, window_arming_ns(4 * each_ns * nr_hot));
}

int mapgc_period_start(struct mapgc_target *target, struct mapgc_fault *fault)
{
	int err;

	init(target);
	err = mapgc_arm_start(target, fault);
	if (err)
		return err;
	expect_arming(target);
	if (mapgc_target_is_exact(target))
		mapgc_window_open(&target->window);
	else if (mapgc_arm_count_hot(target))
		queue_delayed_work(mapgc_arm_worker, &target->window_work, 0);
	return 0;
}

void mapgc_period_stop(struct mapgc_target *target)
{
	mutex_lock(&target->arm_lock);
	target->is_dead = true;
	mutex_unlock(&target->arm_lock);
	hrtimer_cancel(&target->window_timer);
	cancel_delayed_work_sync(&target->window_work);
	mapgc_window_shut(&target->window);
	mapgc_window_shut(&target->steady);
	mapgc_arm_stop(target);
}
