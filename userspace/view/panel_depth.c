// SPDX-License-Identifier: GPL-2.0
/* How deep: a bar per depth, and beside it the depth's past. */
#include <math.h>
#include <stdio.h>

#include "model/op.h"
#include "text/escape.h"
#include "text/units.h"
#include "view/bar.h"
#include "view/caption.h"
#include "view/frame.h"

#define KINDS_X		6
#define KINDS_SIZE	(MAPGC_OPS * 96)
#define LEGEND_COLUMNS	34	/* room for all of it */

/* The depths that one row stands for; the last row may stand for several. */
struct depth_row {
	int first;
	int last;
};

static struct depth_row row_at(const struct frame *frame, int row)
{
	struct depth_row ret = { row + 1, row + 1 };

	if (frame->layout.is_cut && row + 1 == frame->layout.depth_rows)
		ret.last = MAPGC_DEPTHS;
	return ret;
}

/* Rate of a row in one interval; negative where nothing was measured. */
static double row_rate(const struct frame *frame, struct depth_row row, size_t age,
		       bool is_inferred)
{
	double sum = 0;

	if (age >= track_length(frame->track))
		return -1;
	for (int depth = row.first; depth <= row.last; depth++) {
		unsigned int series = is_inferred ? INTERVAL_INFERRED(depth) :
						    INTERVAL_DEPTH(depth);
		struct estimate rate = track_rate(frame->track, age, series);

		if (!rate.is_known)
			return -1;
		sum += rate.value;
	}
	return sum;
}

static double row_sum(const struct frame *frame, struct depth_row row, size_t age)
{
	double known = row_rate(frame, row, age, false);

	return known < 0 ? known : known + row_rate(frame, row, age, true);
}

/* The largest rate of any row in one interval. */
static double max_rate(const struct frame *frame, size_t age)
{
	double max = 0;

	for (int row = 0; row < frame->layout.depth_rows; row++) {
		double rate = row_sum(frame, row_at(frame, row), age);

		max = rate > max ? rate : max;
	}
	return max;
}

static void put_heat(struct screen *screen, const struct frame *frame, int row, double max)
{
	const struct layout *layout = &frame->layout;
	int y = layout->depth_y + 1 + row;

	for (int i = 0; i < layout->heat_columns; i++) {
		int x = layout->heat_x + layout->heat_columns - 1 - i;
		double rate = row_sum(frame, row_at(frame, row), i);
		unsigned int colour = bar_shade(rate, max, SCREEN_HEAT_STEPS);
		unsigned int shade = bar_shade(rate, max, GLYPHS_SHADES);

		if ((size_t)i >= track_length(frame->track))
			return;
		if (rate < 0)
			screen_put(screen, y, x, STYLE_FAINT, "%s", frame->glyphs->unmeasured);
		else if (shade)
			screen_put(screen, y, x, STYLE_HEAT + colour - 1, "%s",
				   frame->glyphs->shades[shade - 1]);
	}
}

static void put_row(struct screen *screen, const struct frame *frame, int row, double max)
{
	const struct layout *layout = &frame->layout;
	const struct bar_style style = { frame->glyphs, layout->bar_columns, max };
	struct depth_row depths = row_at(frame, row);
	size_t age = track_latest(frame->track);
	double known = row_rate(frame, depths, age, false);
	double inferred = row_rate(frame, depths, age, true);
	char value[2][UNITS_SIZE], bar[BAR_SIZE];
	int y = layout->depth_y + 1 + row;

	screen_put(screen, y, 1, STYLE_PLAIN, "%3d%s", depths.first,
		   depths.last > depths.first ? "+" : "");
	screen_put(screen, y, layout->heat_x - 1, STYLE_FAINT, "%s", frame->glyphs->rule);
	if (known < 0) {
		screen_put(screen, y, 5, STYLE_FAINT, "%7s%7s", "-", "-");
		return;
	}
	screen_put(screen, y, 5, STYLE_PLAIN, "%7s%7s", units_count(value[0], known),
		   inferred > 0 ? units_count(value[1], inferred) : "");
	screen_put(screen, y, LAYOUT_BAR_X, STYLE_BAR, "%s",
		   bar_draw(bar, &style, known, inferred));
}

static void put_title(struct screen *screen, const struct frame *frame)
{
	const struct layout *layout = &frame->layout;

	screen_put(screen, layout->depth_y, 1, STYLE_TITLE, "depth  ops/s infer.  %s = inferred",
		   frame->glyphs->inferred);
	screen_put(screen, layout->depth_y, layout->heat_x - 1, STYLE_TITLE,
		   "%s depth by time, last %gs", frame->glyphs->rule,
		   frame->interval_ns / 1e9 * layout->heat_columns);
}

static void put_legend(struct screen *screen, const struct frame *frame, double max)
{
	const struct layout *layout = &frame->layout;
	int y = layout->depth_y + 1 + layout->depth_rows;
	char value[UNITS_SIZE];

	screen_put(screen, y, layout->heat_x - 1, STYLE_FAINT, "%s %s%s%s%s 10-fold each, to %s/s",
		   frame->glyphs->rule, frame->glyphs->shades[0], frame->glyphs->shades[1],
		   frame->glyphs->shades[2], frame->glyphs->shades[3], units_count(value, max));
	if (layout->heat_columns < LEGEND_COLUMNS)
		return;
	screen_put(screen, y, layout->heat_x + layout->heat_columns - 3, STYLE_FAINT, "now");
}

/* From wide to narrow; the percentage is half the width of the confidence interval. */
static const struct kind_style {
	bool has_width;
	const char *gap;
} kind_styles[] = {
	{ true, " " },		/* "  read 1.23M +-5%  write ..." */
	{ true, "" },		/* " read 1.23M+-5% write ..." */
	{ false, "" },		/* " read 1.23M write ..." */
};

static int write_kind(char *buf, size_t size, const struct frame *frame, enum mapgc_op op,
		      const struct kind_style *style)
{
	struct estimate rate = track_estimate(frame->track, INTERVAL_KIND(op));
	const char *at_least = rate.has_low && !rate.has_high ? frame->glyphs->at_least : "";
	char value[UNITS_SIZE], width[UNITS_SIZE] = "";

	if (!rate.is_known || rate.value == 0)
		return 0;
	if (style->has_width && rate.has_high && rate.high > rate.value)
		snprintf(width, sizeof(width), "%s%s%.*f%%", style->gap, frame->glyphs->plus_minus,
			 rate.high < 1.1 * rate.value ? 1 : 0,
			 100 * (rate.high - rate.value) / rate.value);
	return snprintf(buf, size, " %s%s %s%s%s", style->gap, op_name(op), at_least,
			units_count(value, rate.value), width);
}

static void write_kinds(char buf[KINDS_SIZE], const struct frame *frame,
			const struct kind_style *style)
{
	int length = 0;

	buf[0] = '\0';
	for (int op = 0; op < MAPGC_OPS; op++)
		length += write_kind(buf + length, KINDS_SIZE - length, frame, op, style);
}

static void put_kinds(struct screen *screen, const struct frame *frame)
{
	char kinds[KINDS_SIZE];

	for (size_t i = 0; i < sizeof(kind_styles) / sizeof(kind_styles[0]); i++) {
		write_kinds(kinds, frame, &kind_styles[i]);
		if (screen_columns(kinds) <= frame->layout.columns - KINDS_X)
			break;
	}
	screen_put(screen, frame->layout.kinds_y, 1, STYLE_TITLE, "ops/s");
	screen_put(screen, frame->layout.kinds_y, KINDS_X, STYLE_PLAIN, "%s", kinds);
}

void panel_depth(struct screen *screen, const struct frame *frame)
{
	const struct target_feature *maps = &frame->target->maps;
	double max_now = max_rate(frame, track_latest(frame->track)), max_past = 0;
	char text[CAPTION_SIZE], shown[1024];

	put_title(screen, frame);
	if (maps->is_known && !maps->is_on) {
		escape_text(shown, sizeof(shown), caption_feature(text, maps),
			    frame->layout.columns - 12);
		screen_put(screen, frame->layout.depth_y + 1, 1, STYLE_ALARM, "maps %s", shown);
		return;
	}
	for (int age = 0; age < frame->layout.heat_columns; age++)
		max_past = fmax(max_past, max_rate(frame, age));
	for (int row = 0; row < frame->layout.depth_rows; row++) {
		put_row(screen, frame, row, max_now);
		put_heat(screen, frame, row, max_past);
	}
	put_legend(screen, frame, max_past);
	put_kinds(screen, frame);
}
