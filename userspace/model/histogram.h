/* SPDX-License-Identifier: GPL-2.0 */
/* Geometry of struct mapgc_hist, as <linux/mapgc.h> documents it. */
#ifndef MAPGC_MODEL_HISTOGRAM_H
#define MAPGC_MODEL_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include <linux/mapgc.h>

/* Upper bound of the last bucket, which has none. */
#define HISTOGRAM_UNBOUNDED	UINT64_MAX

/** histogram_low_ns() - smallest value of a bucket; @bucket < MAPGC_HIST_BUCKETS */
uint64_t histogram_low_ns(unsigned int bucket);

/** histogram_high_ns() - first value beyond a bucket, or HISTOGRAM_UNBOUNDED */
uint64_t histogram_high_ns(unsigned int bucket);

/** histogram_bucket() - the bucket that a value falls into */
unsigned int histogram_bucket(uint64_t value_ns);

/**
 * histogram_columns() - fold the buckets into fewer, for a narrow screen
 * @hist: the histogram
 * @columns: set to counts; equal steps on a (nearly) logarithmic axis from
 *	1 us to 69 s, bucket 0 in the first and the unbounded bucket in the last
 * @nr_columns: how many, at least 1
 */
void histogram_columns(const struct mapgc_hist *hist, uint64_t *columns, size_t nr_columns);

/**
 * histogram_column() - the column of histogram_columns() that a value falls into
 * @value_ns: the value
 * @nr_columns: as there
 */
size_t histogram_column(uint64_t value_ns, size_t nr_columns);

#endif /* MAPGC_MODEL_HISTOGRAM_H */
