/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Snapshots that are the same every time: for golden tests and for the
 * demonstration of a view. Step n is n seconds after attach.
 */
#ifndef MAPGC_SYNTH_CANNED_H
#define MAPGC_SYNTH_CANNED_H

#include <stdint.h>

#include "model/event.h"
#include "model/snapshot.h"

/**
 * enum canned - which host
 * @CANNED_EMPTY: no target
 * @CANNED_EXACT: one target, --exact, all figures known
 * @CANNED_WINDOWS: two targets, the first sampled in windows and with losses,
 *	the second Go 1.19 with maps off and a path that attacks terminals
 * @CANNED_SLOWED: the first of those, in windows that took all of its CPU time
 * @CANNED_UNKNOWN: attached by another reader, nothing counted yet
 */
enum canned {
	CANNED_EMPTY,
	CANNED_EXACT,
	CANNED_WINDOWS,
	CANNED_SLOWED,
	CANNED_UNKNOWN,
};

/**
 * canned_snapshot() - the host at one moment
 * @which: which host
 * @step: seconds since attach
 * @ret: filled; snapshot_deinit() when done
 */
void canned_snapshot(enum canned which, unsigned int step, struct snapshot *ret);

#endif /* MAPGC_SYNTH_CANNED_H */
