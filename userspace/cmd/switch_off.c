// SPDX-License-Identifier: GPL-2.0
#include "cmd/switch_off.h"

#include <stdio.h>

static bool is_map_site(const struct mapgc_site *site)
{
	return site->role == MAPGC_ROLE_MAP_OP;
}

static bool is_map_callsite(const struct mapgc_callsite *callsite)
{
	return callsite->verdict < MAPGC_VERDICT_PAUSE_SWEEP ||
		callsite->verdict == MAPGC_VERDICT_CALLER;
}

/* Keeps what is a map's, or what is not. */
static void keep(struct manifest *manifest, bool maps)
{
	size_t i, nr = 0;

	for (i = 0; i < manifest->nr_sites; i++)
		if (is_map_site(&manifest->sites[i]) == maps)
			manifest->sites[nr++] = manifest->sites[i];
	manifest->nr_sites = nr;
	for (i = 0, nr = 0; i < manifest->nr_callsites; i++)
		if (is_map_callsite(&manifest->callsites[i]) == maps)
			manifest->callsites[nr++] = manifest->callsites[i];
	manifest->nr_callsites = nr;
}

static void set_off(struct feature *feature, const char *reason)
{
	feature->is_on = false;
	snprintf(feature->reason, sizeof(feature->reason), "%.159s", reason);
}

void switch_off_maps_for(struct manifest *manifest, const char *reason)
{
	keep(manifest, false);
	set_off(&manifest->maps, reason);
}

void switch_off_maps(struct manifest *manifest)
{
	switch_off_maps_for(manifest, "switched off by --no-maps");
}

void switch_off_gc(struct manifest *manifest)
{
	keep(manifest, true);
	set_off(&manifest->gc, "switched off by --no-gc");
}
