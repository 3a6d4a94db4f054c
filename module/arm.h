/* SPDX-License-Identifier: GPL-2.0 */
/* Arming and disarming the probes of a target, cold ones once, hot ones by window. */
#ifndef MAPGC_ARM_H
#define MAPGC_ARM_H

#include <linux/mapgc.h>
#include <linux/workqueue.h>

#include "probe.h"

struct mapgc_fault;
struct mapgc_site;
struct mapgc_target;

/* Whatever arms or disarms runs here: no signal to its caller may end it half done. */
extern struct workqueue_struct *mapgc_arm_worker;

int mapgc_arm_init(void);
void mapgc_arm_exit(void);

/**
 * mapgc_arm_cpu_ns() - CPU time of the current thread
 *
 * The kernel adds up what a thread used when it lets go of the CPU, and at each tick,
 * which may come while this is read: so it lets go.
 */
u64 mapgc_arm_cpu_ns(void);

/** mapgc_arm_prepare() - fill the target's probes from checked sites, cold ones first */
void mapgc_arm_prepare(struct mapgc_target *target, const struct mapgc_site *sites);

/**
 * mapgc_arm_start() - arm what is armed all the time
 * @target: prepared; nobody else knows it yet; its cold_arming_ns is set
 * @fault: set on failure
 *
 * Return: 0, or negative errno with nothing armed.
 */
int mapgc_arm_start(struct mapgc_target *target, struct mapgc_fault *fault);

/** mapgc_arm_stop() - disarm everything; when this returns no handler runs any more */
void mapgc_arm_stop(struct mapgc_target *target);

/**
 * mapgc_arm_refresh() - arm in a process that was added
 *
 * Context: under the target's arm_lock.
 * Return: 0, -ENODEV where the target is being detached, or what arming said.
 */
int mapgc_arm_refresh(struct mapgc_target *target);

/** mapgc_arm_is_hot() - whether a probe is of a map function, which may be hit very often */
static inline bool mapgc_arm_is_hot(const struct mapgc_probe *probe)
{
	return probe->role == MAPGC_ROLE_MAP_OP;
}

/** mapgc_arm_is_of_windows() - it is not armed between windows */
static inline bool mapgc_arm_is_of_windows(const struct mapgc_probe *probe)
{
	return mapgc_arm_is_hot(probe) && !mapgc_probe_is_steady(READ_ONCE(probe->mode));
}

/** mapgc_arm_count_hot() - probes that are armed for windows only */
u32 mapgc_arm_count_hot(const struct mapgc_target *target);

/**
 * mapgc_arm_hot() - arm the hot probes that are not
 * @target: of the probes
 * @loudest_first: those that are hit most come first, not last
 *
 * Last, where threads go on: until the last probe is armed the hits of the others cost and
 * do not count, and there is little to do once the loud ones are. First, where threads are
 * held: each is then found where it happens to be. At one that is hit now and then it would be
 * where that is called, and the window would begin there, always.
 *
 * Context: worker, under the target's arm_lock. Return: 0 or negative errno with some
 * armed: mapgc_disarm_hot() in any case.
 */
int mapgc_arm_hot(struct mapgc_target *target, bool loudest_first);

/**
 * mapgc_arm_foreseen_hits() - of windows like the last one, before all their probes are armed
 * @target: as for mapgc_arm_hot()
 * @arming_ns: that it takes
 *
 * By the loudness of each, and as if no thread were held.
 */
u64 mapgc_arm_foreseen_hits(const struct mapgc_target *target, u64 arming_ns);

/**
 * mapgc_disarm_hot() - those that are only armed for windows, and wait for their handlers
 * @target: as for mapgc_arm_hot()
 *
 * Where the steady gate is shut, the others as well.
 */
void mapgc_disarm_hot(struct mapgc_target *target);

#endif /* MAPGC_ARM_H */
