// SPDX-License-Identifier: GPL-2.0
#include "early.h"

/* More than one of so many of a window's hits is too much. */
#define TOO_MANY_PART	4

/* Then it is seen again whether it still is. */
#define HELD_WINDOWS	64

/* No more is needed for the longest, whatever hits cost. */
#define DOUBLED_MAX	16

void mapgc_early_note(struct mapgc_early *early, u32 hits, u32 max_hits)
{
	if (hits > max_hits / TOO_MANY_PART) {
		/* It was not long enough. */
		if (early->held_windows && early->doubled < DOUBLED_MAX)
			early->doubled++;
		early->held_windows = HELD_WINDOWS;
	} else if (early->held_windows) {
		early->held_windows--;
	} else {
		early->doubled = 0;
	}
}

u64 mapgc_early_hold_ns(const struct mapgc_early *early, u64 window_cost_ns)
{
	if (!early->held_windows)
		return 0;
	if (window_cost_ns >= MAPGC_EARLY_HOLD_NS_MAX >> early->doubled)
		return MAPGC_EARLY_HOLD_NS_MAX;
	return window_cost_ns << early->doubled;
}
