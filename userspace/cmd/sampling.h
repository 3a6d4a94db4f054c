/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How hot sites are sampled where --exact is not given: they are armed once in every period,
 * until the window is over or has its hits. The module shortens windows to what the hits
 * allow: all of a period is for programs with few of them.
 */
#ifndef MAPGC_CMD_SAMPLING_H
#define MAPGC_CMD_SAMPLING_H

#define SAMPLING_PERIOD_MS	1000
#define SAMPLING_WINDOW_MS	SAMPLING_PERIOD_MS
#define SAMPLING_WINDOW_HITS	2000

#endif /* MAPGC_CMD_SAMPLING_H */
