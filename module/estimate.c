// SPDX-License-Identifier: GPL-2.0
#include "estimate.h"

/* 24 bits, more than MAPGC_WINDOW_HITS_MAX: their product with a period fits. */
#define ADDED_MAX	0xffffffULL

/* A quarter of an hour, in 40 bits: the longest period is a minute. */
#define PERIOD_MAX_NS	1000000000000ULL

/* Adds @added * @to / @from, the quotient to 32 significant bits. */
static void add_stretched(struct mapgc_scaled *scaled, u64 added, u64 to, u64 from)
{
	u64 whole = to / from, rest = to % from, parts;

	/* Both halves are shortened alike. */
	while (from >> 32) {
		rest >>= 1;
		from >>= 1;
	}
	rest *= added;
	parts = scaled->rest + ((rest % from << 32) / from);
	scaled->ops += added * whole + rest / from + (parts >> 32);
	scaled->rest = (u32)parts;
}

/* As if the hit that ended the window had not been, which was there because it ended. */
static u64 fair_open_ns(const struct mapgc_sample *sample)
{
	return sample->open_ns + sample->open_ns / (sample->last_hit - 1);
}

void mapgc_estimate_scale(struct mapgc_scaled *scaled, u64 now, const struct mapgc_sample *sample)
{
	u64 added = now - scaled->seen, period_ns = sample->period_ns, open_ns = sample->open_ns;

	scaled->seen = now;
	if (!added || !open_ns || sample->last_hit == 1)
		return;
	if (sample->last_hit)
		open_ns = fair_open_ns(sample);
	if (added > ADDED_MAX)
		added = ADDED_MAX;
	if (period_ns > PERIOD_MAX_NS)
		period_ns = PERIOD_MAX_NS;
	add_stretched(scaled, added, period_ns, open_ns);
}
