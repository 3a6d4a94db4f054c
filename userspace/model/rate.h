/* SPDX-License-Identifier: GPL-2.0 */
/* Rates and shares of map operations, from intervals in which windows sampled them. */
#ifndef MAPGC_MODEL_RATE_H
#define MAPGC_MODEL_RATE_H

#include <stddef.h>

#include "model/estimate.h"
#include "model/interval.h"

#define RATE_INTERVALS	64	/* that an estimate is over, at most */

/**
 * rate_sampled() - operations per second
 * @intervals: nr of them, nr at most RATE_INTERVALS
 * @nr: how many
 * @series: INTERVAL_KIND() and so on
 *
 * Operations per CPU second of the target in the periods that were sampled, times the CPU
 * seconds that it used per second: so time for which the budget bought no window counts
 * with what the program did in it, and an idle program needs none.
 *
 * A window slows down what it measures. A program that waits most of the time does as much
 * in it as without; one that is short of CPU time does less by what the hits took of it.
 * Nobody knows which of the two it is: @low and value are right for the first, @high also
 * for the second, the hit cost taken a quarter too low. Where hits took about all of the CPU
 * time there is no upper end.
 */
struct estimate rate_sampled(const struct interval *const *intervals, size_t nr,
			     unsigned int series);

/**
 * rate_share() - share of a depth in all operations whose depth is known or inferred
 * @intervals: nr of them, nr at most RATE_INTERVALS
 * @nr: how many
 * @depth: 1 to MAPGC_DEPTHS
 *
 * Where all is slowed down alike, shares are as they are without. So the bounds allow for a
 * program that is short of CPU time, and of which windows saw different parts: the shares of
 * those may have the wrong weight.
 */
struct estimate rate_share(const struct interval *const *intervals, size_t nr, int depth);

/** rate_share_exact() - the same where every operation was counted */
struct estimate rate_share_exact(const struct interval *interval, int depth);

#endif /* MAPGC_MODEL_RATE_H */
