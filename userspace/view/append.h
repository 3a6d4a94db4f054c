/* SPDX-License-Identifier: GPL-2.0 */
/* The live view without a screen: a few lines per target and interval. */
#ifndef MAPGC_VIEW_APPEND_H
#define MAPGC_VIEW_APPEND_H

#include <stdio.h>

#include "model/history.h"
#include "model/snapshot.h"
#include "view/glyphs.h"

/**
 * append_snapshot() - write all targets
 * @out: stream
 * @glyphs: what to draw with
 * @history: with @now taken in
 * @now: the snapshot
 */
void append_snapshot(FILE *out, const struct glyphs *glyphs, const struct history *history,
		     const struct snapshot *now);

#endif /* MAPGC_VIEW_APPEND_H */
