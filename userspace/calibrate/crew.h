/* SPDX-License-Identifier: GPL-2.0 */
/* Threads that run the calibration's loop at the same time. */
#ifndef MAPGC_CALIBRATE_CREW_H
#define MAPGC_CALIBRATE_CREW_H

#include <stdint.h>

/**
 * crew_measure() - CPU time of one turn of calibrate_loop(), in ns
 * @nr_threads: that run it at once; at least 1
 * @ret_ns: the median of all rounds of all threads
 *
 * Return: 0 or negative errno.
 */
int crew_measure(uint32_t nr_threads, double *ret_ns);

#endif /* MAPGC_CALIBRATE_CREW_H */
