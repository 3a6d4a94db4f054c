/* SPDX-License-Identifier: GPL-2.0 */
/* Leaves out of a manifest what the user does not want, or what is not to be trusted. */
#ifndef MAPGC_CMD_SWITCH_OFF_H
#define MAPGC_CMD_SWITCH_OFF_H

#include "resolve/manifest.h"

/** switch_off_maps() - no map depth: neither sites nor call sites */
void switch_off_maps(struct manifest *manifest);

/** switch_off_maps_for() - the same, for another reason than the user's wish */
void switch_off_maps_for(struct manifest *manifest, const char *reason);

/** switch_off_gc() - no pauses: neither sites nor call sites */
void switch_off_gc(struct manifest *manifest);

#endif /* MAPGC_CMD_SWITCH_OFF_H */
