// SPDX-License-Identifier: GPL-2.0
#include "arm.h"

#include <linux/sched.h>

#include "fault.h"
#include "handler.h"
#include "target.h"
#include "who.h"

/* Arms and disarms, by the clock and for callers. */
struct workqueue_struct *mapgc_arm_worker;

u32 mapgc_arm_count_hot(const struct mapgc_target *target)
{
	u32 i, nr = 0;

	for (i = 0; i < target->nr_probes; i++)
		nr += mapgc_arm_is_hot(&target->probes[i]);
	return nr;
}

static void prepare(struct mapgc_target *target, const struct mapgc_site *site)
{
	struct mapgc_probe *probe = &target->probes[target->nr_probes];

	probe->hits = target->probe_hits + target->nr_probes;
	target->arm_order[target->nr_probes] = target->nr_probes;
	target->nr_probes++;
	probe->target = target;
	probe->offset = site->offset;
	probe->key_base = site->va - target->args.text_va;
	probe->role = site->role;
	probe->op = site->op;
	probe->value_reg = site->value_reg;
	target->has_gc_record |= probe->role == MAPGC_ROLE_TOTAL_GC;
	probe->uc.filter = mapgc_arm_is_hot(probe) ? mapgc_who_filter_hot : mapgc_who_filter_cold;
	if (mapgc_arm_is_hot(probe))
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
static void disarm(struct mapgc_target *target)
{
	u32 i;

	for (i = 0; i < target->nr_probes; i++)
		mapgc_probe_unregister(&target->probes[i], target->inode);
}

static int arm(struct mapgc_target *target, bool hot, bool is_backwards, u32 *failed)
{
	u32 i, k;
	int err;

	for (i = 0; i < target->nr_probes; i++) {
		struct mapgc_probe *probe;

		k = target->arm_order[is_backwards ? target->nr_probes - 1 - i : i];
		probe = &target->probes[k];
		if (mapgc_arm_is_hot(probe) != hot || probe->is_registered)
			continue;
		if (READ_ONCE(probe->mode) == MAPGC_PROBE_REMOVED)
			WRITE_ONCE(probe->mode, MAPGC_PROBE_WINDOW);
		err = mapgc_probe_register(probe, target->inode);
		if (err) {
			*failed = k;
			return err;
		}
	}
	return 0;
}

static u64 loudness(const struct mapgc_target *target, u32 probe)
{
	return mapgc_loudness_per_s(&target->quiet.loudness[probe]);
}

/* Also of windows that were given up for them, which tell nothing else. */
static u64 early_hits(const struct mapgc_target *target, u32 probe)
{
	return atomic_read(&target->probes[probe].early_hits);
}

/* From one window to the next there is little to do. */
static void sort_by(struct mapgc_target *target,
		    u64 (*key)(const struct mapgc_target *target, u32 probe))
{
	u8 *order = target->arm_order;
	u32 i, k;

	for (i = 1; i < target->nr_probes; i++)
		for (k = i; k && key(target, order[k - 1]) > key(target, order[k]); k--)
			swap(order[k - 1], order[k]);
}

int mapgc_arm_hot(struct mapgc_target *target, bool loudest_first)
{
	u32 failed;

	lockdep_assert_held(&target->arm_lock);
	sort_by(target, loudest_first ? loudness : early_hits);
	return arm(target, true, loudest_first, &failed);
}

u64 mapgc_arm_foreseen_hits(const struct mapgc_target *target, u64 arming_ns)
{
	struct mapgc_early_sum sum = { 0 };
	u32 i, k;

	for (i = 0; i < target->nr_probes; i++) {
		k = target->arm_order[i];
		if (mapgc_arm_is_of_windows(&target->probes[k]))
			mapgc_early_foresee(&sum, mapgc_loudness_per_s(&target->quiet.loudness[k]));
	}
	return mapgc_early_foreseen(&sum, arming_ns);
}

void mapgc_disarm_hot(struct mapgc_target *target)
{
	bool all = mapgc_window_is_spent(&target->steady);
	u32 i;

	lockdep_assert_held(&target->arm_lock);
	for (i = 0; i < target->nr_probes; i++) {
		struct mapgc_probe *probe = &target->probes[i];

		if (mapgc_arm_is_hot(probe) &&
		    (all || !mapgc_probe_is_steady(READ_ONCE(probe->mode))))
			mapgc_probe_unregister(probe, target->inode);
	}
	mapgc_probe_sync();
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
	queue_work(mapgc_arm_worker, &job.work);
	flush_work(&job.work);
	destroy_work_on_stack(&job.work);
	*failed = job.failed;
	return job.err;
}

u64 mapgc_arm_cpu_ns(void)
{
	schedule();
	return READ_ONCE(current->se.sum_exec_runtime);
}

static int start(struct mapgc_target *target, u32 *failed)
{
	u64 begin_ns = mapgc_arm_cpu_ns();
	int err = arm(target, false, false, failed);

	target->cold_arming_ns = mapgc_arm_cpu_ns() - begin_ns;
	if (!err && mapgc_target_is_exact(target))
		err = arm(target, true, false, failed);
	return err;
}

int mapgc_arm_start(struct mapgc_target *target, struct mapgc_fault *fault)
{
	u32 failed;
	int err = have_done(target, start, &failed);

	if (!err)
		return 0;
	mapgc_arm_stop(target);
	return mapgc_fault(fault, err, "probe at file offset 0x%llx: cannot be armed",
			   target->probes[failed].offset);
}

static int stop(struct mapgc_target *target, u32 *failed)
{
	disarm(target);
	mapgc_probe_sync();
	return 0;
}

void mapgc_arm_stop(struct mapgc_target *target)
{
	u32 failed;

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
	mapgc_arm_worker = alloc_workqueue("mapgc_arm", WQ_UNBOUND, 0);
	return mapgc_arm_worker ? 0 : -ENOMEM;
}

void mapgc_arm_exit(void)
{
	destroy_workqueue(mapgc_arm_worker);
}
