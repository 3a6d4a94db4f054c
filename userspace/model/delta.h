/* SPDX-License-Identifier: GPL-2.0 */
/* What happened to a target between two snapshots. */
#ifndef MAPGC_MODEL_DELTA_H
#define MAPGC_MODEL_DELTA_H

#include <stdbool.h>

#include <linux/mapgc.h>

/**
 * delta_figures() - subtract the figures of two moments
 * @prev: the earlier ones, or NULL where there are none
 * @now: the later ones
 * @ret: set to what was added between them. time_ns is that of @now. The max_ns
 *	of a histogram is exact where it grew; else it is the upper bound of the
 *	highest bucket that got a value, or 0.
 *
 * Counters never fall while a target lives. Where one did, @now is of another
 * target (the module was loaded again), and all of it is new.
 *
 * Return: true; false where @ret is everything since attach.
 */
bool delta_figures(const struct mapgc_snapshot_args *prev, const struct mapgc_snapshot_args *now,
		   struct mapgc_snapshot_args *ret);

#endif /* MAPGC_MODEL_DELTA_H */
