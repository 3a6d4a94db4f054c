// SPDX-License-Identifier: GPL-2.0
#include "pace.h"

#define NS_PER_S	1000000000ULL

/* More than any window has, and the largest whose product fits. */
#define HITS_MAX	16000000ULL

void mapgc_pace_note(struct mapgc_pace *pace, u64 hits, u64 open_ns)
{
	u64 before = pace->hits_per_s - pace->hits_per_s / 8, now;

	if (!open_ns)
		return;
	now = (hits < HITS_MAX ? hits : HITS_MAX) * NS_PER_S / open_ns;
	pace->hits_per_s = now > before ? now : before;
}

u64 mapgc_pace_window_ns(const struct mapgc_pace *pace, u64 longest_ns, u32 hits)
{
	u64 ret_ns = longest_ns;

	if (pace->hits_per_s)
		ret_ns = (u64)hits / 2 * NS_PER_S / pace->hits_per_s;
	if (ret_ns < MAPGC_PACE_SHORTEST_NS)
		ret_ns = MAPGC_PACE_SHORTEST_NS;
	return ret_ns < longest_ns ? ret_ns : longest_ns;
}
