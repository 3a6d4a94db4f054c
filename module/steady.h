/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Map functions that are called rarely: their probes stay armed, so that all of their calls
 * count and none of them hides behind a function that is called a million times a second and
 * makes the windows short. They have a gate of their own, with a limit of hits for each period.
 *
 * A call whose depth follows from other operations of its frame counts in windows only, where
 * those are seen as well.
 *
 * Context of all: worker, under the target's arm_lock.
 */
#ifndef MAPGC_STEADY_H
#define MAPGC_STEADY_H

#include <linux/types.h>

struct mapgc_target;

/**
 * mapgc_steady_join() - after a window, before its probes are disarmed: which of them stay
 * @target: of the window
 * @open_ns: how long it was open
 * @hits_per_s: that all that stay may have
 */
void mapgc_steady_join(struct mapgc_target *target, u64 open_ns, u64 hits_per_s);

/**
 * mapgc_steady_begin() - a period begins: those that stayed count; those that got loud go
 * @target: of the period
 * @hits: that all of them may have in it
 */
void mapgc_steady_begin(struct mapgc_target *target, u32 hits);

/** mapgc_steady_is_spent() - one of them got loud: none counts until the next period */
bool mapgc_steady_is_spent(struct mapgc_target *target);

/** mapgc_steady_disarm() - all of them; those of a gate that is shut are about to go anyway */
void mapgc_steady_disarm(struct mapgc_target *target);

#endif /* MAPGC_STEADY_H */
