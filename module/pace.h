/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long the next window is: as short as the fastest of the last ones ask for. A window
 * that ends at its hits is longer where it begins before a burst than where it begins in
 * it, so the sum over such windows expects too much. One whose length was fixed before it
 * began expects what really ran. The limit of hits is for what nobody could know.
 *
 * A program that is slow all the time tells little in a short window, and has long ones. It
 * takes more to believe that than to believe that a window may be short: a burst that ends a
 * long window stands for more than it is.
 *
 * Pure.
 */
#ifndef MAPGC_PACE_H
#define MAPGC_PACE_H

#include "types.h"

/* Shorter ones are not worth their arming. */
#define MAPGC_PACE_SHORTEST_NS	200000ULL

/* Longer ones are for programs without bursts. */
#define MAPGC_PACE_SHORT_NS	20000000ULL

/* The first of those; each may be twice as long as the one before it. */
#define MAPGC_PACE_FIRST_NS	100000000ULL

/**
 * struct mapgc_pace - of a target's windows
 * @hits_per_s: in the fastest of the last windows; those before are forgotten by and by
 * @lasting_hits_per_s: the same of many more; a window that ended at its hits counts for a
 *	short one
 * @open_ns: length of the last window
 */
struct mapgc_pace {
	u64 hits_per_s;
	u64 lasting_hits_per_s;
	u64 open_ns;
};

/**
 * mapgc_pace_note() - a window is over
 * @pace: of its target
 * @hits: in it
 * @open_ns: its length; 0: there was none
 * @is_full: it ended at its hits
 */
void mapgc_pace_note(struct mapgc_pace *pace, u64 hits, u64 open_ns, bool is_full);

/**
 * mapgc_pace_window_ns() - length of the next window
 * @pace: of its target
 * @longest_ns: it is no longer than this
 * @hits: and expects no more than half of these
 */
u64 mapgc_pace_window_ns(const struct mapgc_pace *pace, u64 longest_ns, u32 hits);

#endif /* MAPGC_PACE_H */
