/* SPDX-License-Identifier: GPL-2.0 */
/* Short texts about a target. */
#ifndef MAPGC_VIEW_CAPTION_H
#define MAPGC_VIEW_CAPTION_H

#include "model/snapshot.h"

#define CAPTION_SIZE	256	/* room for any of these, bytes */

/** caption_feature() - "on", "on: LIMIT", "off: REASON", or "unknown: REASON" */
const char *caption_feature(char buf[CAPTION_SIZE], const struct target_feature *feature);

/**
 * caption_pids() - "pid 7", "pids 7, 9 and 3 more", "no process"
 * @buf: where to
 * @target: whose live processes; those that this PID namespace does not show are only counted
 * @max_columns: at most this wide, where that is at least 24
 */
const char *caption_pids(char buf[CAPTION_SIZE], const struct target *target,
			 unsigned int max_columns);

/**
 * caption_coverage() - share of the time in which map operations are counted
 * @buf: where to
 * @target: "-" where its maps are off
 * @figures: over this time
 */
const char *caption_coverage(char buf[CAPTION_SIZE], const struct target *target,
			     const struct mapgc_snapshot_args *figures);

/**
 * caption_budget() - "spent 0.42% of 1.00%", or nothing where there is no budget
 * @buf: the room; returned
 * @target: the target
 */
const char *caption_budget(char buf[CAPTION_SIZE], const struct target *target);

/** caption_time() - CLOCK_REALTIME as local time; @format as for strftime() */
const char *caption_time(char buf[CAPTION_SIZE], const char *format, uint64_t time_ns);

#endif /* MAPGC_VIEW_CAPTION_H */
