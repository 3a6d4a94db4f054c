/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Per-CPU figures of a target: written by handlers without a lock or a shared
 * cache line, summed over all possible CPUs when read.
 */
#ifndef MAPGC_STATS_H
#define MAPGC_STATS_H

#include <linux/mapgc.h>
#include <linux/percpu.h>

#include "estimate.h"

/**
 * struct mapgc_stats - one CPU's figures
 * @ops: operations whose depth is known, by depth - 1
 * @inferred: operations whose depth is inferred
 * @edges: operations whose depth follows from one that was not seen
 * @ignored: calls that are not the program's operations
 * @reexecutions: entries that went to morestack
 * @steady_ops: as @ops, of probes that are armed all the time (see steady.h)
 * @steady_ignored: the same
 * @steady_reexecutions: the same
 * @uncounted: hits of hot probes while those were armed or disarmed
 * @cold_hits: of the others
 * @cycles: GC cycles started
 * @losses: by enum mapgc_loss
 * @pauses: by enum mapgc_pause; written with preemption off
 *
 * Before @cycles are counters of hits and nothing else, each hit in one of them.
 */
struct mapgc_stats {
	u64 ops[MAPGC_OPS][MAPGC_DEPTHS];
	u64 inferred[MAPGC_OPS][MAPGC_DEPTHS];
	u64 edges[MAPGC_OPS];
	u64 ignored;
	u64 reexecutions;
	u64 steady_ops[MAPGC_OPS][MAPGC_DEPTHS];
	u64 steady_ignored;
	u64 steady_reexecutions;
	u64 uncounted;
	u64 cold_hits;
	u64 cycles;
	u64 losses[MAPGC_LOSSES];
	struct mapgc_hist pauses[MAPGC_PAUSES];
};

struct mapgc_stats __percpu *mapgc_stats_create(void);
void mapgc_stats_destroy(struct mapgc_stats __percpu *stats);

/** mapgc_stats_bytes() - memory that one target's figures hold */
size_t mapgc_stats_bytes(void);

/* Counters: from any context in which the probed thread runs. */
#define mapgc_stats_inc(stats, field)	this_cpu_inc((stats)->field)

/**
 * mapgc_stats_pause() - store a pause
 * @stats: the target's figures
 * @which: histogram
 * @duration_ns: the pause
 */
void mapgc_stats_pause(struct mapgc_stats __percpu *stats, enum mapgc_pause which,
		       u64 duration_ns);

/**
 * mapgc_stats_sum() - sum the figures over the CPUs
 * @stats: the target's figures
 * @ret: hits, steady_hits, ignored, reexecutions, uncounted, cold_hits, ops, inferred, edges,
 *	cycles, losses and pauses are set
 *
 * Each counter is read once; counters of different kinds may be of slightly
 * different moments. A CPU that went offline keeps what it counted.
 */
void mapgc_stats_sum(struct mapgc_stats __percpu *stats, struct mapgc_snapshot_args *ret);

/**
 * mapgc_stats_scale() - what a window counted, scaled up to its period
 * @stats: the target's figures; nothing was counted since the window
 * @estimate: the target's
 * @sample: the period
 */
void mapgc_stats_scale(struct mapgc_stats __percpu *stats, struct mapgc_estimate *estimate,
		       const struct mapgc_sample *sample);

/**
 * mapgc_stats_scale_steady() - what probes that are armed all the time counted
 * @stats: the target's figures
 * @estimate: the target's
 * @sample: the same period as for the window, but for the time that these were counted;
 *	where that is 0, what they counted so far belongs to no period
 */
void mapgc_stats_scale_steady(struct mapgc_stats __percpu *stats,
			      struct mapgc_estimate *estimate,
			      const struct mapgc_sample *sample);

/** mapgc_stats_cost_hits() - hits of all probes, counted or not: each costs the target */
u64 mapgc_stats_cost_hits(struct mapgc_stats __percpu *stats);

#endif /* MAPGC_STATS_H */
