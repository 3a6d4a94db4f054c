/* SPDX-License-Identifier: GPL-2.0 */
/* Code to probe that looks to the kernel like a Go function with a stack check. */
#ifndef MAPGC_CALIBRATE_LOOP_H
#define MAPGC_CALIBRATE_LOOP_H

#include <stdint.h>

/* Bytes of the instruction at calibrate_site. */
#define CALIBRATE_SITE_BYTES	2

/* Where the function begins, its stack check, and where its only call returns to. */
extern const char calibrate_function[], calibrate_site[], calibrate_return[];

/**
 * calibrate_loop() - call the function
 * @times: so often; at least once
 * @type: the map type that it is called with
 * @g: the goroutine that it runs in: its stack's limit, at byte 16, is below this stack
 */
void calibrate_loop(uint64_t times, const void *type, const void *g);

#endif /* MAPGC_CALIBRATE_LOOP_H */
