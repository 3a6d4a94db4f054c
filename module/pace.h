/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long the next window is: as short as the fastest of the last ones ask for. A window
 * that ends at its hits is longer where it begins before a burst than where it begins in
 * it, so the sum over such windows expects too much. One whose length was fixed before it
 * began expects what really ran. The limit of hits is for what nobody could know.
 *
 * Pure.
 */
#ifndef MAPGC_PACE_H
#define MAPGC_PACE_H

#include "types.h"

/* Shorter ones are not worth their arming. */
#define MAPGC_PACE_SHORTEST_NS	200000ULL

/**
 * struct mapgc_pace - of a target's windows
 * @hits_per_s: in the fastest of the last windows; those before are forgotten by and by
 */
struct mapgc_pace {
	u64 hits_per_s;
};

/**
 * mapgc_pace_note() - a window is over
 * @pace: of its target
 * @hits: in it
 * @open_ns: its length; not 0
 */
void mapgc_pace_note(struct mapgc_pace *pace, u64 hits, u64 open_ns);

/**
 * mapgc_pace_window_ns() - length of the next window
 * @pace: of its target
 * @longest_ns: it is no longer than this
 * @hits: and expects no more than half of these
 */
u64 mapgc_pace_window_ns(const struct mapgc_pace *pace, u64 longest_ns, u32 hits);

#endif /* MAPGC_PACE_H */
