/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hits of probes that are armed, while others are not yet: they cost and do not count. Each
 * of them is in the way of arming as well, by the locks of the address space that it takes:
 * where several functions are called all the time there is no end to it before the window
 * has had all its hits. A thread that is held at its first such hit is in nobody's way, and
 * goes on when all probes are armed, which is then done sooner than those hits would have
 * been.
 *
 * Only for those who need it: what a held thread would have done meanwhile it does in the
 * window, which is no matter to one that calls map functions without an end, but would be too
 * much for one that does so now and then.
 *
 * Pure.
 */
#ifndef MAPGC_EARLY_H
#define MAPGC_EARLY_H

#include "types.h"

/* No thread is held longer than this, whatever hits cost. */
#define MAPGC_EARLY_HOLD_NS_MAX	20000000ULL

/**
 * struct mapgc_early - of a target's windows
 * @held_windows: how many of the next ones hold threads
 * @doubled: how often the time that they may hold them was doubled, as it was too short
 */
struct mapgc_early {
	u32 held_windows;
	u32 doubled;
};

/**
 * mapgc_early_note() - the probes of a window are armed, or it was given up
 * @early: of its target
 * @hits: that came early
 * @max_hits: that the window could have
 */
void mapgc_early_note(struct mapgc_early *early, u32 hits, u32 max_hits);

/**
 * mapgc_early_hold_ns() - how long a thread may be held in the next window
 * @early: of its target
 * @window_cost_ns: of all hits of a window
 *
 * Return: as long as the hits could delay it, longer where that was too short; 0: it is not
 * held.
 */
u64 mapgc_early_hold_ns(const struct mapgc_early *early, u64 window_cost_ns);

#endif /* MAPGC_EARLY_H */
