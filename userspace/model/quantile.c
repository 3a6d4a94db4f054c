// SPDX-License-Identifier: GPL-2.0
#include "model/quantile.h"

#include "model/histogram.h"

/* Not hist->count: while the target runs it may be a value ahead of the buckets. */
static uint64_t sum_buckets(const struct mapgc_hist *hist)
{
	uint64_t sum = 0;

	for (unsigned int i = 0; i < MAPGC_HIST_BUCKETS; i++)
		sum += hist->buckets[i];
	return sum;
}

static uint64_t rank_of(uint64_t nr_values, unsigned int permille)
{
	uint64_t rank = nr_values / 1000 * permille + (nr_values % 1000 * permille + 999) / 1000;

	return rank ? rank : 1;
}

uint64_t quantile_ns(const struct mapgc_hist *hist, unsigned int permille)
{
	uint64_t nr_values = sum_buckets(hist);
	uint64_t rank = rank_of(nr_values, permille);
	uint64_t seen = 0;

	if (!nr_values)
		return 0;
	for (unsigned int i = 0; i < MAPGC_HIST_BUCKETS; i++) {
		seen += hist->buckets[i];
		if (seen >= rank) {
			uint64_t high_ns = histogram_high_ns(i);

			return high_ns < hist->max_ns ? high_ns : hist->max_ns;
		}
	}
	return hist->max_ns;
}
