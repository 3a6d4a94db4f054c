// SPDX-License-Identifier: GPL-2.0
#include "arm.h"

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/random.h>
#include <linux/sched.h>

#include "fault.h"
#include "handler.h"
#include "target.h"
#include "who.h"

/* Arms and disarms, by the clock and for callers. */
static struct workqueue_struct *worker;

static bool is_hot(const struct mapgc_probe *probe)
{
	return probe->role == MAPGC_ROLE_MAP_OP;
}

static u32 count_hot(const struct mapgc_target *target)
{
	u32 i, nr = 0;

	for (i = 0; i < target->nr_probes; i++)
		nr += is_hot(&target->probes[i]);
	return nr;
}

static bool is_exact(const struct mapgc_target *target)
{
	return target->flags & MAPGC_ATTACH_EXACT;
}

static void prepare(struct mapgc_target *target, const struct mapgc_site *site)
{
	struct mapgc_probe *probe = &target->probes[target->nr_probes];

	target->arm_order[target->nr_probes] = target->nr_probes;
	target->nr_probes++;
	probe->target = target;
	probe->offset = site->offset;
	probe->key_base = site->va - target->args.text_va;
	probe->role = site->role;
	probe->op = site->op;
	probe->value_reg = site->value_reg;
	target->has_gc_record |= probe->role == MAPGC_ROLE_TOTAL_GC;
	probe->uc.filter = is_hot(probe) ? mapgc_who_filter_hot : mapgc_who_filter_cold;
	if (is_hot(probe))
		probe->uc.handler = mapgc_handle_map_op;
	else if (probe->role == MAPGC_ROLE_CYCLE)
		probe->uc.handler = mapgc_handle_cycle;
	else
		probe->uc.handler = mapgc_handle_pause;
}

/*
 * Probes are armed one after the other, while the program runs. The one that
 * begins a pause comes behind those of its later steps: a pause that is seen to
 * begin is seen to the end.
 */
static u32 arm_order(const struct mapgc_site *site)
{
	switch (site->role) {
	case MAPGC_ROLE_MAP_OP:
		return 2;
	case MAPGC_ROLE_STOP:
		return 1;
	default:
		return 0;
	}
}

void mapgc_arm_prepare(struct mapgc_target *target, const struct mapgc_site *sites)
{
	u32 i, order;

	for (order = 0; order <= 2; order++)
		for (i = 0; i < target->args.nr_sites; i++)
			if (arm_order(&sites[i]) == order)
				prepare(target, &sites[i]);
}

/* Handlers of these probes may still run: mapgc_probe_sync() before anything is freed. */
static void disarm(struct mapgc_target *target, bool hot)
{
	u32 i;

	for (i = 0; i < target->nr_probes; i++)
		if (is_hot(&target->probes[i]) == hot)
			mapgc_probe_unregister(&target->probes[i], target->inode);
}

static int arm(struct mapgc_target *target, bool hot, u32 *failed)
{
	u32 i;
	int err;

	for (i = 0; i < target->nr_probes; i++) {
		struct mapgc_probe *probe = &target->probes[target->arm_order[i]];

		if (is_hot(probe) != hot)
			continue;
		err = mapgc_probe_register(probe, target->inode);
		if (err) {
			*failed = target->arm_order[i];
			return err;
		}
	}
	return 0;
}

static int early_hits(const struct mapgc_target *target, u32 i)
{
	return atomic_read(&target->probes[target->arm_order[i]].early_hits);
}

/*
 * Until the last probe is armed the hits of the others cost and do not count: those
 * that are hit most come last. There is little to do once they do.
 */
static void put_loud_probes_last(struct mapgc_target *target)
{
	u32 i, k;

	for (i = 1; i < target->nr_probes; i++)
		for (k = i; k && early_hits(target, k - 1) > early_hits(target, k); k--)
			swap(target->arm_order[k - 1], target->arm_order[k]);
}

/**
 * struct job - what a worker does for a caller who waits
 * @work: the worker's
 * @target: of the job
 * @run: what it does; returns @err, and sets @failed where that is an error
 * @failed: index of the probe at fault
 * @err: 0 or negative errno
 */
struct job {
	struct work_struct work;
	struct mapgc_target *target;
	int (*run)(struct mapgc_target *target, u32 *failed);
	u32 failed;
	int err;
};

static void run_job(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	job->err = job->run(job->target, &job->failed);
}

/*
 * For a caller who was killed the kernel writes to no other process: it could
 * not take a breakpoint out again, and says so to nobody. A worker is never killed.
 */
static int have_done(struct mapgc_target *target,
		     int (*run)(struct mapgc_target *target, u32 *failed), u32 *failed)
{
	struct job job = { .target = target, .run = run };

	INIT_WORK_ONSTACK(&job.work, run_job);
	queue_work(worker, &job.work);
	flush_work(&job.work);
	destroy_work_on_stack(&job.work);
	*failed = job.failed;
	return job.err;
}

static void look_at_cpu_time(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	u64 now_ns = ktime_get_ns();

	if (!target->args.budget_ppm)
		return;
	mapgc_governor_earn(&target->governor, mapgc_process_cpu_ns(target->processes),
			    now_ns - period->looked_ns);
	period->looked_ns = now_ns;
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

/*
 * The kernel adds up what a thread used when it lets go of the CPU, and at each tick,
 * which may come while this is read.
 */
static u64 own_cpu_ns(void)
{
	schedule();
	return READ_ONCE(current->se.sum_exec_runtime);
}

/* Up to @most_ns, any as likely. */
static u64 random_ns(u64 most_ns)
{
	return most_ns ? mul_u64_u64_shr(most_ns, (u64)get_random_u32() << 32, 64) : 0;
}

/*
 * How long the period is follows from what was before it, and where in it the window
 * begins from nothing at all: so windows stand for all of the time, whatever the
 * target does in step with them.
 */
static u64 begin_period(struct mapgc_target *target)
{
	const struct mapgc_attach_args *args = &target->args;
	u64 window_ns = (u64)args->window_ms * NSEC_PER_MSEC;
	u64 shortest_ns = (u64)args->period_ms * NSEC_PER_MSEC, period_ns;

	look_at_cpu_time(target);
	pay(target, 0);
	if (!mapgc_governor_grant(&target->governor))
		return shortest_ns;
	period_ns = mapgc_governor_period_ns(&target->governor, shortest_ns,
					     MAPGC_WINDOW_MS_MAX * NSEC_PER_MSEC);
	target->period.end_ns = ktime_get_ns() + period_ns;
	target->period.phase = MAPGC_PHASE_BEFORE;
	return random_ns(period_ns - window_ns);
}

static u64 until_end_of(const struct mapgc_period *period)
{
	u64 now_ns = ktime_get_ns();

	return now_ns < period->end_ns ? period->end_ns - now_ns : 0;
}

static u64 open_window(struct mapgc_target *target)
{
	struct mapgc_period *period = &target->period;
	u64 begin_ns;
	u32 failed, hits;
	int err;

	look_at_cpu_time(target);
	pay(target, 0);
	hits = mapgc_governor_grant(&target->governor);
	if (!hits) {
		period->phase = MAPGC_PHASE_BETWEEN;
		return until_end_of(period);
	}
	begin_ns = own_cpu_ns();
	put_loud_probes_last(target);
	mapgc_window_arm(&target->window, hits);
	err = arm(target, true, &failed);
	period->arming_ns = own_cpu_ns() - begin_ns;
	period->phase = MAPGC_PHASE_WINDOW;
	if (err || !mapgc_window_open(&target->window))
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_ARM_FAILED]);
	return (u64)target->args.window_ms * NSEC_PER_MSEC;
}

static u64 shut_window(struct mapgc_target *target)
{
	bool is_capped = READ_ONCE(target->window.gate) == MAPGC_GATE_SHUT;
	u64 begin_ns = own_cpu_ns(), arming_ns;

	mapgc_window_shut(&target->window);
	disarm(target, true);
	mapgc_probe_sync();
	arming_ns = target->period.arming_ns + own_cpu_ns() - begin_ns;
	/* Breakpoints that are hit behind the cap are taken out by who hits them. */
	if (is_capped)
		arming_ns += arming_ns / 2;
	mapgc_governor_armed(&target->governor, arming_ns);
	pay(target, arming_ns);
	target->period.phase = MAPGC_PHASE_BETWEEN;
	return until_end_of(&target->period);
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
		queue_delayed_work(worker, &target->window_work,
				   nsecs_to_jiffies(take_turn(target)));
	mutex_unlock(&target->arm_lock);
}

static int start(struct mapgc_target *target, u32 *failed)
{
	int err = arm(target, false, failed);

	if (!err && is_exact(target))
		err = arm(target, true, failed);
	return err;
}

int mapgc_arm_start(struct mapgc_target *target, struct mapgc_fault *fault)
{
	u32 failed;
	int err;

	INIT_DELAYED_WORK(&target->window_work, turn);
	mapgc_governor_init(&target->governor, &target->args, count_hot(target));
	target->period.looked_ns = ktime_get_ns();
	err = have_done(target, start, &failed);
	if (err) {
		mapgc_arm_stop(target);
		return mapgc_fault(fault, err, "probe at file offset 0x%llx: cannot be armed",
				   target->probes[failed].offset);
	}
	if (is_exact(target))
		mapgc_window_open(&target->window);
	else
		queue_delayed_work(worker, &target->window_work, 0);
	return 0;
}

static int stop(struct mapgc_target *target, u32 *failed)
{
	disarm(target, true);
	disarm(target, false);
	mapgc_probe_sync();
	return 0;
}

void mapgc_arm_stop(struct mapgc_target *target)
{
	u32 failed;

	mutex_lock(&target->arm_lock);
	target->is_dead = true;
	mutex_unlock(&target->arm_lock);
	cancel_delayed_work_sync(&target->window_work);
	mapgc_window_shut(&target->window);
	have_done(target, stop, &failed);
}

static int refresh(struct mapgc_target *target, u32 *failed)
{
	return mapgc_probe_refresh(target->probes, target->nr_probes, target->inode);
}

int mapgc_arm_refresh(struct mapgc_target *target)
{
	u32 failed;

	lockdep_assert_held(&target->arm_lock);
	return target->is_dead ? -ENODEV : have_done(target, refresh, &failed);
}

int mapgc_arm_init(void)
{
	worker = alloc_workqueue("mapgc_arm", WQ_UNBOUND, 0);
	return worker ? 0 : -ENOMEM;
}

void mapgc_arm_exit(void)
{
	destroy_workqueue(worker);
}
