/* SPDX-License-Identifier: GPL-2.0 */
/* Why DKMS has no module for the kernel that runs. */
#ifndef MAPGC_PREFLIGHT_DKMS_H
#define MAPGC_PREFLIGHT_DKMS_H

#include <stdbool.h>

#include "preflight/host.h"
#include "text/error.h"

#define DKMS_TREE	"/var/lib/dkms"

/** dkms_knows() - the module was given to DKMS, in whatever version */
bool dkms_knows(const struct host *host);

/**
 * dkms_obstacle() - what keeps it from being installed for the running kernel
 * @why: filled
 *
 * Return: negative errno.
 */
int dkms_obstacle(const struct host *host, struct error *why);

#endif /* MAPGC_PREFLIGHT_DKMS_H */
