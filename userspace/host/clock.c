// SPDX-License-Identifier: GPL-2.0
#include "host/clock.h"

#include <time.h>

static uint64_t read_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

uint64_t clock_monotonic_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

uint64_t clock_wall_ns(void)
{
	return read_ns(CLOCK_REALTIME);
}

uint64_t clock_monotonic_to_wall_ns(uint64_t monotonic_ns)
{
	return clock_wall_ns() - clock_monotonic_ns() + monotonic_ns;
}

void clock_wait(uint64_t timeout_ns)
{
	struct timespec timeout = { timeout_ns / 1000000000, timeout_ns % 1000000000 };

	nanosleep(&timeout, NULL);
}
