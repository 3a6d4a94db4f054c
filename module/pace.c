// SPDX-License-Identifier: GPL-2.0
#include "pace.h"

#include "forget.h"

#define NS_PER_S	1000000000ULL

/* More than any window has, and the largest whose product fits. */
#define HITS_MAX	16000000ULL

/* What was fastest gives way by one part in so many, with each window. */
#define FORGET_FAST	8
#define FORGET_LASTING	64

static u64 smaller(u64 a, u64 b)
{
	return a < b ? a : b;
}

static u64 larger(u64 a, u64 b)
{
	return a > b ? a : b;
}

/* How long a window is that expects half of the hits that it may have. */
static u64 half_of_hits_ns(u32 hits, u64 hits_per_s)
{
	return hits_per_s ? (u64)hits / 2 * NS_PER_S / hits_per_s : ~0ULL;
}

void mapgc_pace_note(struct mapgc_pace *pace, u64 hits, u64 open_ns, bool is_full)
{
	u64 now;

	if (!open_ns)
		return;
	hits = smaller(hits, HITS_MAX);
	now = hits * NS_PER_S / open_ns;
	pace->hits_per_s = mapgc_forget(pace->hits_per_s, FORGET_FAST, now);
	/* How fast the burst was that ended a long window is not known. */
	if (is_full)
		now = larger(now, hits * NS_PER_S / MAPGC_PACE_SHORT_NS);
	pace->lasting_hits_per_s = mapgc_forget(pace->lasting_hits_per_s, FORGET_LASTING, now);
	pace->open_ns = open_ns;
}

/* Only for those who have been slow for long, and step by step. */
static u64 long_window_ns(const struct mapgc_pace *pace, u32 hits)
{
	u64 step_ns = larger(MAPGC_PACE_FIRST_NS, 2 * pace->open_ns);

	return smaller(step_ns, half_of_hits_ns(hits, pace->lasting_hits_per_s));
}

u64 mapgc_pace_window_ns(const struct mapgc_pace *pace, u64 longest_ns, u32 hits)
{
	u64 ret_ns = half_of_hits_ns(hits, pace->hits_per_s);

	if (ret_ns > MAPGC_PACE_SHORT_NS)
		ret_ns = larger(MAPGC_PACE_SHORT_NS, long_window_ns(pace, hits));
	return smaller(longest_ns, larger(MAPGC_PACE_SHORTEST_NS, ret_ns));
}
