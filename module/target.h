/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Targets: one Go executable each, with its processes, probes and figures; and
 * the registry of all of them.
 */
#ifndef MAPGC_TARGET_H
#define MAPGC_TARGET_H

#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mapgc.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "callsite.h"
#include "early.h"
#include "estimate.h"
#include "governor.h"
#include "loudness.h"
#include "pace.h"
#include "probe.h"
#include "process.h"
#include "stats.h"
#include "track_chain.h"
#include "transition.h"
#include "window.h"

#define MAPGC_CHAIN_ORDER	8

/**
 * struct mapgc_chain_bucket - last map operations of some frames
 * @lock: protects @set; handlers only, nothing is called under it
 * @set: see track_chain.h
 */
struct mapgc_chain_bucket {
	spinlock_t lock;
	struct mapgc_chain_set set;
};

/**
 * enum mapgc_phase - where a target is in the period of its windows
 * @MAPGC_PHASE_BETWEEN: none has begun
 * @MAPGC_PHASE_BEFORE: its window is to come
 * @MAPGC_PHASE_WINDOW: the hot probes are armed
 */
enum mapgc_phase {
	MAPGC_PHASE_BETWEEN,
	MAPGC_PHASE_BEFORE,
	MAPGC_PHASE_WINDOW,
};

/**
 * struct mapgc_period - the period of a target's windows that runs
 * @phase: enum mapgc_phase
 * @begin_ns: CLOCK_MONOTONIC
 * @end_ns: the same
 * @begin_cpu_ns: CPU time of the processes until then
 * @armed_ns: time that windows were open before it
 * @open_ns: time that its window was open; 0 where there was none
 * @last_hit: its window ended at this one; 0 where it ended by time
 * @steady_ns: time that the steady gate was open before the period
 * @steady_hits: granted to it
 * @looked_ns: when the CPU time of the processes was looked at last
 * @paid_hits: of the target's figures, that were paid for
 * @hold_ns: how long the next window may hold a thread
 * @paid_held_ns: of the time that threads were held, what was paid for
 * @arming_ns: CPU time that it took to arm
 */
struct mapgc_period {
	u8 phase;
	u64 begin_ns;
	u64 end_ns;
	u64 begin_cpu_ns;
	u64 armed_ns;
	u64 open_ns;
	u32 last_hit;
	u64 steady_ns;
	u32 steady_hits;
	u64 looked_ns;
	u64 paid_hits;
	u64 hold_ns;
	u64 paid_held_ns;
	u64 arming_ns;
};

/**
 * struct mapgc_quiet - which probes are hit rarely, by index
 * @loudness: of each
 * @seen: hits of each that are in it
 * @is_quiet: it may stay armed
 * @noted_ns: time that the steady gate had been open when its probes were noted last
 * @nr: probes that are not armed for windows only
 */
struct mapgc_quiet {
	struct mapgc_loudness loudness[MAPGC_SITES_MAX];
	u64 seen[MAPGC_SITES_MAX];
	bool is_quiet[MAPGC_SITES_MAX];
	u64 noted_ns;
	u32 nr;
};

/**
 * struct mapgc_target - one target
 * @window: gate of the hot probes
 * @steady: gate of those that are armed all the time
 * @callsites: verdicts; constant
 * @transitions: depths by what ran before; constant
 * @stats: figures
 * @probe_hits: of each probe, for mapgc_probe.hits
 * @processes: who is watched
 * @chains: last map operations of frames; 2^MAPGC_CHAIN_ORDER of them
 * @layout: Go structures; constant
 * @inode: real inode of the executable, held by @exe
 * @exe: the executable, a reference
 * @mtime: of its content when that was checked
 * @size_bytes: the same
 * @id: never used again
 * @flags: MAPGC_ATTACH_*; constant
 * @args: as requested, for those who ask; constant
 * @has_gc_record: Go itself tells how long GC pauses are; constant
 * @attached_ns: CLOCK_MONOTONIC
 * @memory_bytes: what the target holds
 * @arm_lock: protects arming and disarming of @probes, is_dead, period, governor,
 *	processes being added by name, and the report of its attaching; nests in nothing of ours
 * @is_dead: no probe will be armed any more
 * @period: of the windows
 * @governor: what they may cost
 * @estimate_lock: protects @estimate; nests in @arm_lock
 * @estimate: figures of windows, scaled up to all of the time
 * @pace: how long windows are; under @arm_lock
 * @cold_arming_ns: CPU time that it took to arm the probes that are armed all the time
 * @early: whether they hold threads while they are armed; under @arm_lock
 * @quiet: how often probes are hit, and which of them are quiet; under @arm_lock
 * @window_work: opens and closes windows
 * @window_timer: shuts them
 * @refs: references
 * @in_registry: node, under the registry's lock
 * @arm_order: of the probes, by index; under @arm_lock
 * @nr_probes: constant
 * @probes: cold ones first
 */
struct mapgc_target {
	struct mapgc_window window;
	struct mapgc_window steady;
	struct mapgc_callsites callsites;
	struct mapgc_transitions transitions;
	struct mapgc_stats __percpu *stats;
	u64 __percpu *probe_hits;
	struct mapgc_processes *processes;
	struct mapgc_chain_bucket *chains;
	struct mapgc_layout layout;
	struct inode *inode;
	struct file *exe;
	struct timespec64 mtime;
	loff_t size_bytes;
	u32 id;
	u32 flags;
	struct mapgc_attach_args args;
	bool has_gc_record;
	u64 attached_ns;
	u64 memory_bytes;
	struct mutex arm_lock;
	bool is_dead;
	struct mapgc_period period;
	struct mapgc_governor governor;
	struct mutex estimate_lock;
	struct mapgc_estimate estimate;
	struct mapgc_pace pace;
	u64 cold_arming_ns;
	struct mapgc_early early;
	struct mapgc_quiet quiet;
	struct delayed_work window_work;
	struct hrtimer window_timer;
	struct kref refs;
	struct list_head in_registry;
	u8 arm_order[MAPGC_SITES_MAX];
	u32 nr_probes;
	struct mapgc_probe probes[];
};

static inline bool mapgc_target_is_exact(const struct mapgc_target *target)
{
	return target->flags & MAPGC_ATTACH_EXACT;
}

struct mapgc_request;

/**
 * mapgc_target_create() - a target that nobody knows yet, without a probe armed
 * @request: checked
 *
 * Return: with one reference, or ERR_PTR.
 */
struct mapgc_target *mapgc_target_create(const struct mapgc_request *request);

/**
 * mapgc_target_publish() - enter into the registry, which takes a reference
 *
 * Return: 0, or -ENOSPC with MAPGC_TARGETS_MAX there.
 */
int mapgc_target_publish(struct mapgc_target *target);

/** mapgc_target_unpublish() - false where somebody else did it already */
bool mapgc_target_unpublish(struct mapgc_target *target);

void mapgc_target_put(struct mapgc_target *target);

/**
 * mapgc_target_get() - look up
 * @id: the target's
 *
 * Return: with a reference, or NULL.
 */
struct mapgc_target *mapgc_target_get(u32 id);

/**
 * mapgc_target_next() - walk
 * @after: 0 for the first
 *
 * Return: the target with the smallest id above @after, with a reference, or NULL.
 */
struct mapgc_target *mapgc_target_next(u32 after);

/** mapgc_target_count() - how many are in the registry */
u32 mapgc_target_count(void);

/** mapgc_target_generation() - changes whenever the registry changes */
u32 mapgc_target_generation(void);

/**
 * mapgc_target_describe() - all that MAPGC_IOC_TARGET tells but the processes
 * @target: the target
 * @ret: hdr and pids are left alone, nr_pids is the number of processes
 */
void mapgc_target_describe(struct mapgc_target *target, struct mapgc_target_args *ret);

/**
 * mapgc_target_snapshot() - all that MAPGC_IOC_SNAPSHOT tells
 * @target: the target
 * @ret: hdr is left alone
 */
void mapgc_target_snapshot(struct mapgc_target *target, struct mapgc_snapshot_args *ret);

#endif /* MAPGC_TARGET_H */
