/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How hot sites are sampled where --exact is not given: they are armed at the
 * start of every period, until the window is over or has its hits.
 */
#ifndef MAPGC_CMD_SAMPLING_H
#define MAPGC_CMD_SAMPLING_H

#define SAMPLING_PERIOD_MS	1000
#define SAMPLING_WINDOW_MS	20
#define SAMPLING_WINDOW_HITS	2000

#endif /* MAPGC_CMD_SAMPLING_H */
