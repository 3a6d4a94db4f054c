// SPDX-License-Identifier: GPL-2.0
#include "model/loss.h"

static const char *const names[MAPGC_LOSSES] = {
	[MAPGC_LOSS_USER_FAULT] = "user_fault",
	[MAPGC_LOSS_PROCESS_REFUSED] = "process_refused",
	[MAPGC_LOSS_CHAIN_EVICTED] = "chain_evicted",
	[MAPGC_LOSS_DEPTH_CAPPED] = "depth_capped",
	[MAPGC_LOSS_PAUSE_UNPAIRED] = "pause_unpaired",
	[MAPGC_LOSS_EVENT_DROPPED] = "event_dropped",
	[MAPGC_LOSS_ARM_FAILED] = "arm_failed",
};

const char *loss_name(enum mapgc_loss loss)
{
	return (unsigned int)loss < MAPGC_LOSSES ? names[loss] : "unknown";
}

uint64_t loss_sum(const struct mapgc_snapshot_args *figures)
{
	uint64_t sum = 0;

	for (int i = 0; i < MAPGC_LOSSES; i++)
		sum += figures->losses[i];
	return sum;
}
