// SPDX-License-Identifier: GPL-2.0
#include "model/histogram.h"

#define SUB_BUCKETS	(1u << MAPGC_HIST_SUB_SHIFT)
#define LAST_BUCKET	(MAPGC_HIST_BUCKETS - 1)
#define MAX_SHIFT	(MAPGC_HIST_MIN_SHIFT + MAPGC_HIST_OCTAVES)

uint64_t histogram_low_ns(unsigned int bucket)
{
	unsigned int octave, sub;

	if (!bucket)
		return 0;
	octave = (bucket - 1) >> MAPGC_HIST_SUB_SHIFT;
	sub = (bucket - 1) & (SUB_BUCKETS - 1);
	return (uint64_t)(SUB_BUCKETS + sub) <<
	       (octave + MAPGC_HIST_MIN_SHIFT - MAPGC_HIST_SUB_SHIFT);
}

uint64_t histogram_high_ns(unsigned int bucket)
{
	return bucket < LAST_BUCKET ? histogram_low_ns(bucket + 1) : HISTOGRAM_UNBOUNDED;
}

unsigned int histogram_bucket(uint64_t value_ns)
{
	unsigned int shift;

	if (value_ns < 1ull << MAPGC_HIST_MIN_SHIFT)
		return 0;
	if (value_ns >= 1ull << MAX_SHIFT)
		return LAST_BUCKET;
	shift = 63 - __builtin_clzll(value_ns);
	return 1 + ((shift - MAPGC_HIST_MIN_SHIFT) << MAPGC_HIST_SUB_SHIFT) +
	       ((value_ns >> (shift - MAPGC_HIST_SUB_SHIFT)) & (SUB_BUCKETS - 1));
}

static size_t column_of(unsigned int bucket, size_t nr_columns)
{
	unsigned int step;

	if (!bucket)
		return 0;
	step = bucket < LAST_BUCKET ? bucket - 1 : LAST_BUCKET - 2;
	return step * nr_columns / (LAST_BUCKET - 1);
}

void histogram_columns(const struct mapgc_hist *hist, uint64_t *columns, size_t nr_columns)
{
	for (size_t i = 0; i < nr_columns; i++)
		columns[i] = 0;
	for (unsigned int i = 0; i < MAPGC_HIST_BUCKETS; i++)
		columns[column_of(i, nr_columns)] += hist->buckets[i];
}

size_t histogram_column(uint64_t value_ns, size_t nr_columns)
{
	return column_of(histogram_bucket(value_ns), nr_columns);
}
