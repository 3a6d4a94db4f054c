// SPDX-License-Identifier: GPL-2.0
#include "early.h"

#include "forget.h"

/* More than one of so many of a window's hits is too much. */
#define TOO_MANY_PART	4

/* The most that was foreseen gives way by one part in so many, with each window. */
#define FORGET	8

/* Of free windows, one after the other would be lost to those who need to be held again. */
#define FORGET_FREE	64

/* Between windows a program is no faster than this, for its speed in them. */
#define FASTER_MAX	100
#define MILLI		1000

/* No more is needed for the longest, whatever hits cost. */
#define DOUBLED_MAX	16

/* What is more is too much in any case; so their sums fit. */
#define HITS_PER_S_MAX	100000000ULL
#define ARMING_US_MAX	100000ULL

void mapgc_early_foresee(struct mapgc_early_sum *sum, u64 hits_per_s)
{
	sum->before_per_s += sum->armed_per_s;
	sum->armed_per_s += hits_per_s < HITS_PER_S_MAX ? hits_per_s : HITS_PER_S_MAX;
	sum->nr++;
}

u64 mapgc_early_foreseen(const struct mapgc_early_sum *sum, u64 arming_ns)
{
	u64 each_us;

	if (!sum->nr)
		return 0;
	each_us = arming_ns / 1000 / sum->nr;
	return sum->before_per_s * (each_us < ARMING_US_MAX ? each_us : ARMING_US_MAX) / 1000000;
}

u64 mapgc_early_arming_ns(struct mapgc_early *early, u64 arming_ns)
{
	u64 free_ns = early->is_free ? arming_ns : 0;

	early->free_arming_ns = mapgc_forget(early->free_arming_ns, FORGET_FREE, free_ns);
	return early->free_arming_ns > arming_ns ? early->free_arming_ns : arming_ns;
}

/* Where each hit costs, there are fewer of them than where it does not. */
static void learn_faster(struct mapgc_early *early, u32 hits, u64 foreseen_hits)
{
	u64 now = 0;

	if (early->is_free && foreseen_hits)
		now = (u64)hits * MILLI / foreseen_hits;
	if (now > FASTER_MAX * MILLI)
		now = FASTER_MAX * MILLI;
	early->faster_milli = mapgc_forget(early->faster_milli, FORGET_FREE, now);
}

/* So many that are foreseen are no matter. */
static u64 most_foreseen(const struct mapgc_early *early, u32 max_hits)
{
	u64 most = max_hits / TOO_MANY_PART;

	return early->faster_milli > MILLI ? most * MILLI / early->faster_milli : most;
}

void mapgc_early_note(struct mapgc_early *early, u32 hits, u64 foreseen_hits, u32 max_hits)
{
	bool is_too_many = hits > max_hits / TOO_MANY_PART;
	bool was_held = !early->is_free;

	early->is_known = true;
	learn_faster(early, hits, foreseen_hits);
	early->foreseen_hits = mapgc_forget(early->foreseen_hits, FORGET, foreseen_hits);
	early->is_free = !is_too_many && early->foreseen_hits <= most_foreseen(early, max_hits);
	if (early->is_free)
		early->doubled = 0;
	else if (is_too_many && was_held && early->doubled < DOUBLED_MAX)
		early->doubled++;
}

u64 mapgc_early_hold_ns(const struct mapgc_early *early, u64 window_cost_ns)
{
	if (early->is_free || !window_cost_ns)
		return 0;
	if (!early->is_known || window_cost_ns >= MAPGC_EARLY_HOLD_NS_MAX >> early->doubled)
		return MAPGC_EARLY_HOLD_NS_MAX;
	return window_cost_ns << early->doubled;
}
