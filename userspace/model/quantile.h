/* SPDX-License-Identifier: GPL-2.0 */
/* Quantiles of a histogram of durations. */
#ifndef MAPGC_MODEL_QUANTILE_H
#define MAPGC_MODEL_QUANTILE_H

#include <stdint.h>

#include <linux/mapgc.h>

/**
 * quantile_ns() - value that a share of all values does not exceed
 * @hist: the histogram
 * @permille: the share: 500 is the median, 990 is p99
 *
 * Nearest rank: the upper bound of the bucket that holds it, so at most 1/16
 * too large from 1 us on, and never above the largest value.
 *
 * Return: ns; 0 without values.
 */
uint64_t quantile_ns(const struct mapgc_hist *hist, unsigned int permille);

#endif /* MAPGC_MODEL_QUANTILE_H */
