/* SPDX-License-Identifier: GPL-2.0 */
/* The sites that show when and for how long the world stands still. */
#ifndef MAPGC_RESOLVE_PAUSE_SITES_H
#define MAPGC_RESOLVE_PAUSE_SITES_H

#include "resolve/callees.h"
#include "resolve/program.h"
#include "resolve/sites.h"

/**
 * pause_sites_find() - add the sites of garbage collector pauses
 * @program: the program
 * @layout: of its Go version
 * @callees: its functions of interest
 * @sites: where to add them; unchanged on failure
 * @limits: set to what cannot be measured, empty where all can
 * @err: why not
 *
 * From Go 1.22 the runtime's own record of each pause; before, the points where
 * it takes its time stamps.
 *
 * A program whose runtime stops or starts the world in inlined code is refused.
 *
 * Return: 0 or negative errno.
 */
int pause_sites_find(const struct program *program, const struct golayout *layout,
		     const struct callees *callees, struct sites *sites, struct error *limits,
		     struct error *err);

/**
 * pause_sites_start_va() - the function whose callers tell pauses apart
 *
 * Return: its entry, or 0 where the pauses tell it themselves (from Go 1.22).
 */
uint64_t pause_sites_start_va(const struct program *program);

#endif /* MAPGC_RESOLVE_PAUSE_SITES_H */
