// SPDX-License-Identifier: GPL-2.0
/* How long the world stood still. */
#include "model/histogram.h"
#include "model/quantile.h"
#include "text/escape.h"
#include "text/units.h"
#include "view/bar.h"
#include "view/caption.h"
#include "view/frame.h"

#define LABEL_COLUMNS	8

static const struct {
	const char *name;
	enum mapgc_pause pause;
} rows[] = {
	{ "gc total", MAPGC_PAUSE_GC_TOTAL },
	{ "gc stopping", MAPGC_PAUSE_GC_STOPPING },
	{ "other total", MAPGC_PAUSE_OTHER_TOTAL },
	{ "other stopping", MAPGC_PAUSE_OTHER_STOPPING },
};

static const struct {
	uint64_t value_ns;
	int number;
	const char *prefix;	/* NULL: micro, as the terminal can show it */
} ticks[] = {
	{ 1000, 1, NULL }, { 10000, 10, NULL }, { 100000, 100, NULL },
	{ 1000000, 1, "m" }, { 10000000, 10, "m" }, { 100000000, 100, "m" },
	{ 1000000000, 1, "" }, { 10000000000, 10, "" },
};

/* Right-aligned by columns: the micro sign has one column and two bytes. */
static void put_duration(struct screen *screen, const struct frame *frame, int y, int right,
			 uint64_t value_ns)
{
	char text[UNITS_SIZE];
	int width = snprintf(NULL, 0, "%s", units_duration(text, value_ns, "u"));

	screen_put(screen, y, right - width, STYLE_PLAIN, "%s",
		   units_duration(text, value_ns, frame->glyphs->micro));
}

static void put_row(struct screen *screen, const struct frame *frame, int y, const char *name,
		    enum mapgc_pause pause)
{
	const struct mapgc_hist *hist = &frame->target->figures.pauses[pause];
	const struct mapgc_hist *added = &frame->added->pauses[pause];
	char count[UNITS_SIZE];

	screen_put(screen, y, 1, STYLE_PLAIN, "%-14s%10s", name, units_count(count, hist->count));
	if (hist->count) {
		put_duration(screen, frame, y, 34, quantile_ns(hist, 500));
		put_duration(screen, frame, y, 43, quantile_ns(hist, 990));
		put_duration(screen, frame, y, 52, hist->max_ns);
	}
	if (added->count && frame->layout.columns >= 70) {
		screen_put(screen, y, 53, STYLE_PLAIN, "%7s", units_count(count, added->count));
		put_duration(screen, frame, y, 69, added->max_ns);
	}
}

static void put_table(struct screen *screen, const struct frame *frame)
{
	int y = frame->layout.pause_y;

	screen_put(screen, y, 1, STYLE_TITLE, "%-14s%10s%9s%9s%9s%s", "pauses", "count", "p50",
		   "p99", "max", frame->layout.columns >= 70 ? "    new  new max" : "");
	for (int i = 0; i < 4; i++)
		put_row(screen, frame, y + 1 + i, rows[i].name, rows[i].pause);
}

static void put_histogram(struct screen *screen, const struct frame *frame, int y, int nr_rows,
			  const char *name, enum mapgc_pause pause)
{
	uint64_t columns[BAR_COLUMNS_MAX], max = 0;
	int nr_columns = frame->layout.columns - LABEL_COLUMNS - 1;

	nr_columns = nr_columns < BAR_COLUMNS_MAX ? nr_columns : BAR_COLUMNS_MAX;
	histogram_columns(&frame->target->figures.pauses[pause], columns, nr_columns);
	for (int i = 0; i < nr_columns; i++)
		max = columns[i] > max ? columns[i] : max;
	screen_put(screen, y + nr_rows - 1, 1, STYLE_PLAIN, "%s", name);
	for (int row = 0; row < nr_rows; row++) {
		for (int i = 0; i < nr_columns; i++) {
			unsigned int eighths = bar_eighths(columns[i], max, nr_rows, row);

			if (eighths)
				screen_put(screen, y + nr_rows - 1 - row, LABEL_COLUMNS + i,
					   STYLE_BAR, "%s", bar_up(frame->glyphs, eighths));
		}
	}
}

static void put_axis(struct screen *screen, const struct frame *frame, int y)
{
	int nr_columns = frame->layout.columns - LABEL_COLUMNS - 1;

	nr_columns = nr_columns < BAR_COLUMNS_MAX ? nr_columns : BAR_COLUMNS_MAX;
	for (size_t i = 0; i < sizeof(ticks) / sizeof(ticks[0]); i++) {
		int x = LABEL_COLUMNS + histogram_column(ticks[i].value_ns, nr_columns);

		screen_put(screen, y, x, STYLE_FAINT, "%s%d%ss", frame->glyphs->rule,
			   ticks[i].number, ticks[i].prefix ? ticks[i].prefix :
			   frame->glyphs->micro);
	}
}

/* Other pauses are rare; where there are none, the first histogram takes their rows. */
static void put_histograms(struct screen *screen, const struct frame *frame)
{
	const struct layout *layout = &frame->layout;
	bool has_other = frame->target->figures.pauses[MAPGC_PAUSE_OTHER_TOTAL].count;

	put_histogram(screen, frame, layout->hist_y, layout->hist_rows * (has_other ? 1 : 2),
		      "gc", MAPGC_PAUSE_GC_TOTAL);
	if (has_other)
		put_histogram(screen, frame, layout->hist_y + layout->hist_rows,
			      layout->hist_rows, "other", MAPGC_PAUSE_OTHER_TOTAL);
}

void panel_pause(struct screen *screen, const struct frame *frame)
{
	const struct target_feature *gc = &frame->target->gc;
	const struct layout *layout = &frame->layout;
	char text[CAPTION_SIZE], shown[1024];

	if (gc->is_known && !gc->is_on) {
		escape_text(shown, sizeof(shown), caption_feature(text, gc),
			    layout->columns - 12);
		screen_put(screen, layout->pause_y, 1, STYLE_ALARM, "gc %s", shown);
		return;
	}
	put_table(screen, frame);
	if (!layout->hist_rows)
		return;
	put_histograms(screen, frame);
	put_axis(screen, frame, layout->hist_y + 2 * layout->hist_rows);
}
