// SPDX-License-Identifier: GPL-2.0
/* The live view: a full screen, or lines where there is no terminal. */
#include <errno.h>
#include <stdlib.h>

#include "model/delta.h"
#include "model/history.h"
#include "host/clock.h"
#include "view/append.h"
#include "view/frame.h"
#include "view/output.h"
#include "view/screen.h"
#include "view/view.h"

/*
 * @prev and @now are copies, so that a key or a resize can redraw between two
 * snapshots. While the picture is held they stay, and it is drawn from @held, a
 * copy of the history as it was.
 */
struct watch {
	FILE *out;
	uint64_t interval_ns;
	struct screen *screen;		/* NULL: append lines to @out */
	const struct glyphs *glyphs;
	struct history *history;
	struct history *held;		/* NULL: the picture is not held */
	struct snapshot prev;
	struct snapshot now;
	struct mapgc_snapshot_args added;
	uint32_t target_id;		/* the one that is shown */
	bool is_help;
};

static size_t shown_index(const struct watch *watch)
{
	for (size_t i = 0; i < watch->now.nr_targets; i++) {
		if (watch->now.targets[i].id == watch->target_id)
			return i;
	}
	return 0;
}

static int deepest(const struct target *target)
{
	struct interval total;

	interval_fold(&target->figures, &total);
	for (int depth = MAPGC_DEPTHS; depth > 0; depth--) {
		if (total.ops[INTERVAL_DEPTH(depth)] || total.ops[INTERVAL_INFERRED(depth)])
			return depth;
	}
	return 0;
}

static void draw_target(struct watch *watch, int rows, int columns)
{
	size_t index = shown_index(watch);
	const struct target *target = &watch->now.targets[index];
	const struct target *before = snapshot_find(&watch->prev, target->id);
	const struct frame frame = {
		.now = &watch->now,
		.target = target,
		.number = index + 1,
		.added = &watch->added,
		.track = history_track(watch->held ? watch->held : watch->history, target->id),
		.is_held = watch->held,
		.interval_ns = watch->interval_ns,
		.glyphs = watch->glyphs,
		.layout = layout_compute(rows, columns, deepest(target)),
	};

	delta_figures(before ? &before->figures : NULL, &target->figures, &watch->added);
	panel_head(watch->screen, &frame);
	panel_depth(watch->screen, &frame);
	panel_pause(watch->screen, &frame);
	panel_foot(watch->screen, &frame);
}

static void draw(struct watch *watch)
{
	int rows, columns;

	screen_clear(watch->screen);
	screen_size(watch->screen, &rows, &columns);
	if (rows < LAYOUT_ROWS_MIN || columns < LAYOUT_COLUMNS_MIN)
		screen_put(watch->screen, 0, 0, STYLE_PLAIN, "%dx%d is too small: %dx%d needed",
			   columns, rows, LAYOUT_COLUMNS_MIN, LAYOUT_ROWS_MIN);
	else if (watch->is_help)
		panel_help(watch->screen);
	else if (!watch->now.nr_targets)
		screen_put(watch->screen, 0, 1, STYLE_PLAIN,
			   "mapgc  %s  no target is attached  q quit", watch->now.host);
	else
		draw_target(watch, rows, columns);
	screen_show(watch->screen);
}

static void step_target(struct watch *watch, size_t by)
{
	if (watch->now.nr_targets)
		watch->target_id = watch->now.targets[(shown_index(watch) + by) %
						      watch->now.nr_targets].id;
}

static void toggle_held(struct watch *watch)
{
	struct history *held = watch->held;

	watch->held = held ? NULL : history_copy(watch->history);
	history_destroy(held);
}

static void handle_key(struct watch *watch, enum screen_key key)
{
	switch (key) {
	case SCREEN_KEY_NEXT:
		step_target(watch, 1);
		break;
	case SCREEN_KEY_PREVIOUS:
		step_target(watch, watch->now.nr_targets - 1);
		break;
	case SCREEN_KEY_PAUSE:
		toggle_held(watch);
		break;
	case SCREEN_KEY_HELP:
		watch->is_help = !watch->is_help;
		break;
	default:
		break;
	}
	draw(watch);
}

static enum view_key watch_poll(void *state, uint64_t timeout_ns)
{
	struct watch *watch = state;
	uint64_t end_ns = clock_monotonic_ns() + timeout_ns;
	uint64_t now_ns = end_ns - timeout_ns;

	if (!watch->screen) {
		clock_wait(timeout_ns);
		return VIEW_KEY_NONE;
	}
	do {
		enum screen_key key = screen_wait(watch->screen, end_ns - now_ns);

		if (key == SCREEN_KEY_QUIT)
			return VIEW_KEY_QUIT;
		if (key == SCREEN_KEY_NONE)	/* or a signal, which the caller knows of */
			return VIEW_KEY_NONE;
		handle_key(watch, key);
		now_ns = clock_monotonic_ns();
	} while (now_ns < end_ns);
	return VIEW_KEY_NONE;
}

/* The caller's snapshots become ours; what we had goes. */
static int keep(struct watch *watch, const struct snapshot *prev, const struct snapshot *now)
{
	struct snapshot kept_prev = { 0 }, kept_now;

	if (prev && snapshot_copy(prev, &kept_prev))
		return -ENOMEM;
	if (snapshot_copy(now, &kept_now)) {
		snapshot_deinit(&kept_prev);
		return -ENOMEM;
	}
	snapshot_deinit(&watch->prev);
	snapshot_deinit(&watch->now);
	watch->prev = kept_prev;
	watch->now = kept_now;
	return 0;
}

static int watch_show(void *state, const struct snapshot *prev, const struct snapshot *now,
		      struct error *err)
{
	struct watch *watch = state;

	if (history_add(watch->history, prev, now))
		return error_set(err, -ENOMEM, "watch: out of memory");
	if (!watch->screen) {
		append_snapshot(watch->out, watch->glyphs, watch->history, now);
		return output_flush(watch->out, err);
	}
	if (watch->held)
		return 0;
	if (keep(watch, prev, now))
		return error_set(err, -ENOMEM, "watch: out of memory");
	draw(watch);
	return 0;
}

static int watch_begin(const struct view_setup *setup, void **state, struct error *err)
{
	struct watch *watch = calloc(1, sizeof(*watch));

	if (watch)
		watch->history = history_create();
	if (!watch || !watch->history) {
		free(watch);
		return error_set(err, -ENOMEM, "watch: out of memory");
	}
	watch->out = setup->out;
	watch->interval_ns = setup->interval_ns;
	watch->glyphs = glyphs_choose();
	if (setup->is_terminal)
		watch->screen = screen_create(setup->out);
	*state = watch;
	return 0;
}

static void watch_end(void *state)
{
	struct watch *watch = state;

	screen_destroy(watch->screen);
	snapshot_deinit(&watch->prev);
	snapshot_deinit(&watch->now);
	history_destroy(watch->held);
	history_destroy(watch->history);
	free(watch);
}

const struct view_ops watch_view = {
	.name = "watch",
	.begin = watch_begin,
	.show = watch_show,
	.poll = watch_poll,
	.end = watch_end,
};
