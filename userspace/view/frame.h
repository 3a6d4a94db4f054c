/* SPDX-License-Identifier: GPL-2.0 */
/* What the live screen shows at one moment, and the panels that draw it. */
#ifndef MAPGC_VIEW_FRAME_H
#define MAPGC_VIEW_FRAME_H

#include "model/history.h"
#include "model/snapshot.h"
#include "view/glyphs.h"
#include "view/layout.h"
#include "view/screen.h"

/**
 * struct frame - one picture
 * @now: the snapshot
 * @target: the target in it that is shown
 * @number: of the target, from 1
 * @added: its figures since the snapshot before
 * @track: its history
 * @is_held: the person asked to hold it
 * @interval_ns: time between pictures
 * @glyphs: what to draw with
 * @layout: where
 */
struct frame {
	const struct snapshot *now;
	const struct target *target;
	size_t number;
	const struct mapgc_snapshot_args *added;
	const struct track *track;
	bool is_held;
	uint64_t interval_ns;
	const struct glyphs *glyphs;
	struct layout layout;
};

void panel_head(struct screen *screen, const struct frame *frame);
void panel_depth(struct screen *screen, const struct frame *frame);
void panel_pause(struct screen *screen, const struct frame *frame);
void panel_foot(struct screen *screen, const struct frame *frame);
void panel_help(struct screen *screen);

#endif /* MAPGC_VIEW_FRAME_H */
