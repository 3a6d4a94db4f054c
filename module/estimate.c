// SPDX-License-Identifier: GPL-2.0
#include "estimate.h"

/* 24 bits, more than MAPGC_WINDOW_HITS_MAX: their product with a period fits. */
#define ADDED_MAX	0xffffffULL

/* A quarter of an hour, in 40 bits: the longest period is a minute. */
#define PERIOD_MAX_NS	1000000000000ULL

/* @added * @to / @from, to 32 significant bits. */
static u64 stretch(u64 added, u64 to, u64 from)
{
	u64 whole = to / from, rest = to % from;

	/* Both halves are shortened alike. */
	while (rest >> 32) {
		rest >>= 1;
		from >>= 1;
	}
	return added * whole + added * rest / from;
}

void mapgc_estimate_scale(struct mapgc_scaled *scaled, u64 now, const struct mapgc_sample *sample)
{
	u64 added = now - scaled->seen, period_ns = sample->period_ns, ops;

	scaled->seen = now;
	if (!added || !sample->open_ns)
		return;
	if (added > ADDED_MAX)
		added = ADDED_MAX;
	if (period_ns > PERIOD_MAX_NS)
		period_ns = PERIOD_MAX_NS;
	ops = stretch(added, period_ns, sample->open_ns);
	if (sample->last_hit)
		ops -= ops / sample->last_hit;
	scaled->ops += ops;
}
