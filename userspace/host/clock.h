/* SPDX-License-Identifier: GPL-2.0 */
/* The clocks of this host. */
#ifndef MAPGC_HOST_CLOCK_H
#define MAPGC_HOST_CLOCK_H

#include <stdint.h>

/** clock_monotonic_ns() - CLOCK_MONOTONIC now */
uint64_t clock_monotonic_ns(void);

/** clock_wall_ns() - CLOCK_REALTIME now */
uint64_t clock_wall_ns(void);

/** clock_monotonic_to_wall_ns() - CLOCK_MONOTONIC to CLOCK_REALTIME, as the two stand now */
uint64_t clock_monotonic_to_wall_ns(uint64_t monotonic_ns);

/** clock_wait() - sleep, or less where a signal comes */
void clock_wait(uint64_t timeout_ns);

#endif /* MAPGC_HOST_CLOCK_H */
