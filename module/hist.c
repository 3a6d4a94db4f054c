// SPDX-License-Identifier: GPL-2.0
#include "hist.h"

u32 mapgc_hist_bucket(u64 value_ns)
{
	const u32 max_shift = MAPGC_HIST_MIN_SHIFT + MAPGC_HIST_OCTAVES;
	u32 shift, octave, step;

	if (value_ns >> max_shift)
		return MAPGC_HIST_BUCKETS - 1;
	if (!(value_ns >> MAPGC_HIST_MIN_SHIFT))
		return 0;
	shift = 63 - __builtin_clzll(value_ns);
	octave = shift - MAPGC_HIST_MIN_SHIFT;
	step = (value_ns >> (shift - MAPGC_HIST_SUB_SHIFT)) - (1 << MAPGC_HIST_SUB_SHIFT);
	return 1 + (octave << MAPGC_HIST_SUB_SHIFT) + step;
}

void mapgc_hist_add(struct mapgc_hist *hist, u64 value_ns)
{
	u64 *bucket = &hist->buckets[mapgc_hist_bucket(value_ns)];

	/* Whole words, because others read meanwhile. */
	WRITE_ONCE(hist->count, hist->count + 1);
	WRITE_ONCE(hist->sum_ns, hist->sum_ns + value_ns);
	if (value_ns > hist->max_ns)
		WRITE_ONCE(hist->max_ns, value_ns);
	WRITE_ONCE(*bucket, *bucket + 1);
}

void mapgc_hist_merge(struct mapgc_hist *into, const struct mapgc_hist *from)
{
	u64 max_ns = READ_ONCE(from->max_ns);
	u32 i;

	into->count += READ_ONCE(from->count);
	into->sum_ns += READ_ONCE(from->sum_ns);
	if (max_ns > into->max_ns)
		into->max_ns = max_ns;
	for (i = 0; i < MAPGC_HIST_BUCKETS; i++)
		into->buckets[i] += READ_ONCE(from->buckets[i]);
}
