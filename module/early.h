/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hits of probes that are armed, while others are not yet: they cost and do not count. Each
 * of them is in the way of arming as well, by the locks of the address space that it takes:
 * where several functions are called all the time there is no end to it before the window
 * has had all its hits. A thread that is held at its first such hit is in nobody's way, and
 * goes on when all probes are armed, which is then done sooner than those hits would have
 * been.
 *
 * Only for those who need it, which follows from how often each probe is hit in windows, how
 * long it takes to arm one, and what came of that where nobody was held: what a held thread
 * would have done meanwhile it does in the window, which is no matter to one that calls map
 * functions without an end, but would be too much for one that does so now and then. Of the
 * first window nothing is known, so it holds threads.
 *
 * Pure.
 */
#ifndef MAPGC_EARLY_H
#define MAPGC_EARLY_H

#include "types.h"

/* No thread is held longer than this, whatever hits cost. */
#define MAPGC_EARLY_HOLD_NS_MAX	20000000ULL

/**
 * struct mapgc_early - of a target's windows; 0 before the first
 * @free_arming_ns: the longest time that arming took in the last ones that held nobody
 * @faster_milli: the most hits that came early in those, in thousandths of what was foreseen
 * @is_known: there was one
 * @foreseen_hits: the most in the last ones; those before are forgotten by and by
 * @is_free: the next one holds nobody
 * @doubled: how often the time that it may hold threads was doubled, as it was too short
 */
struct mapgc_early {
	u64 foreseen_hits;
	u64 free_arming_ns;
	u64 faster_milli;
	bool is_known;
	bool is_free;
	u32 doubled;
};

/**
 * struct mapgc_early_sum - hits while the probes of a window are armed; 0 before the first probe
 * @nr: probes
 * @armed_per_s: hits of all of them
 * @before_per_s: of each, while those behind it are armed
 */
struct mapgc_early_sum {
	u32 nr;
	u64 armed_per_s;
	u64 before_per_s;
};

/** mapgc_early_foresee() - the next probe that is armed, and how often it is hit */
void mapgc_early_foresee(struct mapgc_early_sum *sum, u64 hits_per_s);

/** mapgc_early_foreseen() - hits before the last probe is armed, if all of them take @arming_ns */
u64 mapgc_early_foreseen(const struct mapgc_early_sum *sum, u64 arming_ns);

/**
 * mapgc_early_arming_ns() - how long arming takes where nobody is held
 * @early: of the target
 * @arming_ns: that it took in the window that is over, which mapgc_early_note() does not know yet
 */
u64 mapgc_early_arming_ns(struct mapgc_early *early, u64 arming_ns);

/**
 * mapgc_early_note() - a window is over, or was given up
 * @early: of its target
 * @hits: that came early
 * @foreseen_hits: that would without anybody being held, if the program were no faster between
 *	windows than in them
 * @max_hits: that the window could have
 */
void mapgc_early_note(struct mapgc_early *early, u32 hits, u64 foreseen_hits, u32 max_hits);

/**
 * mapgc_early_hold_ns() - how long a thread may be held in the next window
 * @early: of its target
 * @window_cost_ns: of all hits of a window; 0 where nobody knows, and nobody is held
 *
 * Return: as long as the hits could delay it, longer where that was too short; in the first
 * window as long as ever; 0: it is not held.
 */
u64 mapgc_early_hold_ns(const struct mapgc_early *early, u64 window_cost_ns);

#endif /* MAPGC_EARLY_H */
