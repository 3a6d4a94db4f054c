// SPDX-License-Identifier: GPL-2.0
#include "cmd/sampling.h"

/* Arming holds a program up, however much it offers to pay for that. */
#define SHORTEST_PERIOD_MS	200

uint32_t sampling_period_ms(uint32_t budget_ppm)
{
	uint32_t period_ms;

	if (budget_ppm <= SAMPLING_BUDGET_PPM)
		return SAMPLING_PERIOD_MS;
	period_ms = SAMPLING_PERIOD_MS * SAMPLING_BUDGET_PPM / budget_ppm;
	return period_ms < SHORTEST_PERIOD_MS ? SHORTEST_PERIOD_MS : period_ms;
}
