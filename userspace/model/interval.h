/* SPDX-License-Identifier: GPL-2.0 */
/* Map operations of one target in one interval, as few figures as the views need. */
#ifndef MAPGC_MODEL_INTERVAL_H
#define MAPGC_MODEL_INTERVAL_H

#include <stdint.h>

#include <linux/mapgc.h>

/*
 * The series: operations by kind (all depths, inferred ones and edges included), then by
 * depth where it is known, then by depth where it is inferred.
 */
#define INTERVAL_KIND(op)	((unsigned int)(op))
#define INTERVAL_DEPTH(depth)	(MAPGC_OPS + (unsigned int)(depth) - 1)
#define INTERVAL_INFERRED(depth) (MAPGC_OPS + MAPGC_DEPTHS + (unsigned int)(depth) - 1)
#define INTERVAL_SERIES		(MAPGC_OPS + 2 * MAPGC_DEPTHS)

/**
 * struct interval - one interval
 * @elapsed_ns: its length
 * @armed_ns: of which the hot sites were armed
 * @cpu_ns: CPU time of the target's processes in @cpu_elapsed_ns
 * @cpu_elapsed_ns: about as long as @elapsed_ns
 * @sampled_ns: length of the periods that ended, and in which there was a window
 * @sampled_cpu_ns: CPU time of the target's processes in those
 * @hit_cost_ns: what a hit is charged with; 0 where that is not known
 * @scaled_hits: see struct mapgc_snapshot_args
 * @ops: operations that were counted, by series
 * @scaled: what those stand for in @sampled_ns, by series
 */
struct interval {
	uint64_t elapsed_ns;
	uint64_t armed_ns;
	uint64_t cpu_ns;
	uint64_t cpu_elapsed_ns;
	uint64_t sampled_ns;
	uint64_t sampled_cpu_ns;
	uint64_t hit_cost_ns;
	uint64_t scaled_hits;
	uint64_t ops[INTERVAL_SERIES];
	uint64_t scaled[INTERVAL_SERIES];
};

/**
 * interval_fold() - fold figures into an interval
 * @figures: difference of two snapshots, or everything since attach
 * @ret: filled
 */
void interval_fold(const struct mapgc_snapshot_args *figures, struct interval *ret);

#endif /* MAPGC_MODEL_INTERVAL_H */
