/* SPDX-License-Identifier: GPL-2.0 */
/* Where things are on the live screen. */
#ifndef MAPGC_VIEW_LAYOUT_H
#define MAPGC_VIEW_LAYOUT_H

#include <stdbool.h>

#define LAYOUT_ROWS_MIN		16
#define LAYOUT_COLUMNS_MIN	60

/**
 * struct layout - rows (y) and columns (x) from 0
 * @is_too_small: nothing fits; no other member is set
 * @columns: width of the screen
 * @depth_y: title of the depths; the first depth is one below
 * @depth_rows: depths that fit
 * @is_cut: there are deeper ones, which the last row adds up
 * @bar_columns: width of the depth bars
 * @heat_x: first column of the heat map
 * @heat_columns: intervals that fit
 * @kinds_y: operations by kind
 * @pause_y: title of the pause table; four rows below
 * @hist_y: first row of the pause histograms
 * @hist_rows: height of each of the two, 0 where they do not fit; the axis is below
 * @loss_y: losses
 * @cost_y: cost
 * @keys_y: keys
 */
struct layout {
	bool is_too_small;
	int columns;
	int depth_y;
	int depth_rows;
	bool is_cut;
	int bar_columns;
	int heat_x;
	int heat_columns;
	int kinds_y;
	int pause_y;
	int hist_y;
	int hist_rows;
	int loss_y;
	int cost_y;
	int keys_y;
};

#define LAYOUT_BAR_X	20	/* first column of the depth bars */

/**
 * layout_compute() - share out a screen
 * @rows: its height
 * @columns: its width
 * @nr_depths: deepest depth that was seen
 */
struct layout layout_compute(int rows, int columns, int nr_depths);

#endif /* MAPGC_VIEW_LAYOUT_H */
