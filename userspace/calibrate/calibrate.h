/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a hit of a hot probe costs on this host: measured, since it depends on processor,
 * kernel and hypervisor. The target is this program itself, which runs code made for it.
 */
#ifndef MAPGC_CALIBRATE_CALIBRATE_H
#define MAPGC_CALIBRATE_CALIBRATE_H

#include <stdint.h>

#include "client/client.h"
#include "text/error.h"

/**
 * struct calibration - what a hit costs
 * @hit_cost_ns: CPU time of the thread that hits the probe, the trap included, with no
 *	other thread at it; the median of several rounds
 * @busy_hit_cost_ns: the same with a thread on each of @busy_cpus CPUs at it; at least
 *	@hit_cost_ns
 * @busy_cpus: CPUs that this process may use
 *
 * The hits go the way through the module that does most work: the depth is worked out
 * from what ran before in the frame, and remembered.
 */
struct calibration {
	uint32_t hit_cost_ns;
	uint32_t busy_hit_cost_ns;
	uint32_t busy_cpus;
};

/**
 * calibrate() - measure it; takes some tens of milliseconds
 * @client: open; has one more target for this time
 * @ret: filled on success
 * @err: filled on failure
 *
 * Return: 0 or negative errno.
 */
int calibrate(struct client *client, struct calibration *ret, struct error *err);

#endif /* MAPGC_CALIBRATE_CALIBRATE_H */
