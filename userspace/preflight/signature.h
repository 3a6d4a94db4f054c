/* SPDX-License-Identifier: GPL-2.0 */
/* Whether the kernel takes only signed modules, and would take ours. */
#ifndef MAPGC_PREFLIGHT_SIGNATURE_H
#define MAPGC_PREFLIGHT_SIGNATURE_H

#include "preflight/host.h"
#include "preflight/modfile.h"
#include "text/error.h"

/** signature_lockdown() - "none", "integrity", "confidentiality"; "" where not known */
void signature_lockdown(const struct host *host, char mode[32]);

/**
 * signature_obstacle() - what keeps the kernel from taking the module's signature
 * @file: as installed
 * @why: filled where something does
 *
 * Return: 0, or negative errno.
 */
int signature_obstacle(const struct host *host, const struct modfile *file,
		       struct error *why);

#endif /* MAPGC_PREFLIGHT_SIGNATURE_H */
