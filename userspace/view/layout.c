// SPDX-License-Identifier: GPL-2.0
#include "view/layout.h"

#include "model/history.h"

#define HEAD_ROWS	2
#define PAUSE_ROWS	5	/* with title */
#define FOOT_ROWS	3
#define FIXED_ROWS	(HEAD_ROWS + 3 + PAUSE_ROWS + FOOT_ROWS) /* 3: title, axis, kinds */
#define DEPTHS_WANTED	5	/* so that the screen does not jump at the start */
#define HIST_ROWS_MAX	6
#define BAR_COLUMNS_MIN	12
#define BAR_COLUMNS_MAX	60

static int clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

/* Depths first, then the histograms, then nothing. */
static void share_rows(struct layout *layout, int spare, int nr_depths)
{
	int wanted = clamp(nr_depths, DEPTHS_WANTED, MAPGC_DEPTHS);
	int hist = clamp((spare - wanted - 1) / 2, 0, HIST_ROWS_MAX);

	/* A histogram is worth a depth or two, which the last row adds up. */
	if (!hist && spare >= DEPTHS_WANTED + 3)
		hist = 1;
	layout->hist_rows = hist;
	spare -= hist ? 2 * hist + 1 : 0;
	layout->depth_rows = wanted < spare ? wanted : spare;
	layout->is_cut = layout->depth_rows < nr_depths;
}

static void share_columns(struct layout *layout, int columns)
{
	layout->bar_columns = clamp(columns / 4, BAR_COLUMNS_MIN, BAR_COLUMNS_MAX);
	layout->heat_x = LAYOUT_BAR_X + layout->bar_columns + 2;
	layout->heat_columns = clamp(columns - layout->heat_x - 1, 1, HISTORY_INTERVALS);
}

struct layout layout_compute(int rows, int columns, int nr_depths)
{
	struct layout layout = { .columns = columns };

	if (rows < LAYOUT_ROWS_MIN || columns < LAYOUT_COLUMNS_MIN) {
		layout.is_too_small = true;
		return layout;
	}
	share_rows(&layout, rows - FIXED_ROWS, nr_depths);
	share_columns(&layout, columns);
	layout.depth_y = HEAD_ROWS;
	layout.kinds_y = layout.depth_y + 1 + layout.depth_rows + 1;
	layout.pause_y = layout.kinds_y + 1;
	layout.hist_y = layout.pause_y + PAUSE_ROWS;
	layout.keys_y = rows - 1;
	layout.cost_y = rows - 2;
	layout.loss_y = rows - 3;
	return layout;
}
