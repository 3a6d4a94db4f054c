/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How hot sites are sampled where --exact is not given: they are armed once in every period,
 * until the window is over or has its hits. The module shortens windows to what the hits
 * allow: all of a period is for programs with few of them.
 */
#ifndef MAPGC_CMD_SAMPLING_H
#define MAPGC_CMD_SAMPLING_H

#include <stdint.h>

/* 1 %: what a service can do without, and nobody would notice. */
#define SAMPLING_BUDGET_PPM	10000
#define SAMPLING_PERIOD_MS	1000	/* with that, or less */
#define SAMPLING_WINDOW_HITS	2000

/**
 * sampling_period_ms() - the shortest period of a target, and its longest window
 * @budget_ppm: of its CPU time
 *
 * One window a second spends less than 1 % of most programs: who offers more gets as many more
 * windows, up to five a second, not the same ones.
 */
uint32_t sampling_period_ms(uint32_t budget_ppm);

#endif /* MAPGC_CMD_SAMPLING_H */
