/* SPDX-License-Identifier: GPL-2.0 */
/* Bucket arithmetic of the duration histograms. Pure. */
#ifndef MAPGC_HIST_H
#define MAPGC_HIST_H

#include <linux/mapgc.h>

#include "types.h"

/**
 * mapgc_hist_bucket() - index of the bucket that holds a duration
 * @value_ns: the duration
 *
 * The geometry is documented at MAPGC_HIST_BUCKETS in the UAPI header.
 */
u32 mapgc_hist_bucket(u64 value_ns);

/**
 * mapgc_hist_add() - count one duration
 * @hist: owned by the caller, who also keeps other writers away
 * @value_ns: the duration
 */
void mapgc_hist_add(struct mapgc_hist *hist, u64 value_ns);

/**
 * mapgc_hist_merge() - add one histogram to another
 * @into: grows
 * @from: may be written meanwhile; each counter is read once
 */
void mapgc_hist_merge(struct mapgc_hist *into, const struct mapgc_hist *from);

#endif /* MAPGC_HIST_H */
