/* SPDX-License-Identifier: GPL-2.0 */
/* The last intervals of every target: what rates and heat maps are made of. */
#ifndef MAPGC_MODEL_HISTORY_H
#define MAPGC_MODEL_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "model/estimate.h"
#include "model/interval.h"
#include "model/rate.h"
#include "model/snapshot.h"

#define HISTORY_INTERVALS	128	/* kept, for the heat map */

struct history;
struct track;	/* one target's intervals */

/** history_create() - an empty history, or NULL without memory */
struct history *history_create(void);
void history_destroy(struct history *history);

/** history_copy() - a copy that later intervals do not change, or NULL without memory */
struct history *history_copy(const struct history *history);

/**
 * history_add() - take in one more interval of every target
 * @history: the history
 * @prev: the snapshot before @now, or NULL
 * @now: a snapshot; targets that are not in it are forgotten
 *
 * Return: 0 or -ENOMEM.
 */
int history_add(struct history *history, const struct snapshot *prev, const struct snapshot *now);

/** history_track() - a target of the last snapshot, or NULL */
const struct track *history_track(const struct history *history, uint32_t id);

/** track_length() - intervals that are kept, at most HISTORY_INTERVALS */
size_t track_length(const struct track *track);

/**
 * track_estimate() - operations per second of one series
 * @track: the target
 * @series: INTERVAL_KIND() and so on
 *
 * Always armed: the rate of the last interval, exactly. With windows: over the
 * last RATE_INTERVALS intervals. Before the first interval has passed: the
 * mean since attach.
 */
struct estimate track_estimate(const struct track *track, unsigned int series);

/** track_share() - share of a depth in all operations with one; over the same time */
struct estimate track_share(const struct track *track, int depth);

/** track_estimate_ns() - the time that track_estimate() is over */
uint64_t track_estimate_ns(const struct track *track);

/**
 * track_latest() - age of the newest interval in which a period with a window ended
 *
 * Short intervals may fall between two windows: looks back two periods of the
 * windows, the longest that there can be. Return: 0 where there is none.
 */
size_t track_latest(const struct track *track);

/**
 * track_rate() - operations per second in one interval, without bounds
 * @track: the target
 * @age: 0 for the last interval, 1 for the one before, ...
 * @series: INTERVAL_KIND() and so on
 */
struct estimate track_rate(const struct track *track, size_t age, unsigned int series);

#endif /* MAPGC_MODEL_HISTORY_H */
