/* SPDX-License-Identifier: GPL-2.0 */
/* Bars and shades as text: how large a figure is, at a glance. */
#ifndef MAPGC_VIEW_BAR_H
#define MAPGC_VIEW_BAR_H

#include <stddef.h>
#include <stdint.h>

#include "view/glyphs.h"

#define BAR_COLUMNS_MAX	256
#define BAR_SIZE	(4 * BAR_COLUMNS_MAX + 1)	/* room for any bar, bytes */

/**
 * struct bar_style - how long bars are
 * @glyphs: what they are made of
 * @columns: width of the longest, at most BAR_COLUMNS_MAX
 * @max: figure that fills it
 */
struct bar_style {
	const struct glyphs *glyphs;
	unsigned int columns;
	double max;
};

/**
 * bar_draw() - a bar of two parts, without trailing spaces
 * @buf: where to
 * @style: how long
 * @known: first part, solid
 * @inferred: second part
 *
 * Both parts together end where their sum does; any figure above 0 is seen.
 *
 * Return: @buf.
 */
const char *bar_draw(char buf[BAR_SIZE], const struct bar_style *style, double known,
		     double inferred);

/** bar_up() - the cell of an upright bar: fill 0 to GLYPHS_EIGHTHS, " " for 0 */
const char *bar_up(const struct glyphs *glyphs, unsigned int eighths);

/**
 * bar_eighths() - how much of an upright bar's cell is filled
 * @value: the figure
 * @max: figure that fills the whole bar
 * @nr_rows: height of the bar
 * @row: of the cell, 0 at the foot
 *
 * Return: 0 to GLYPHS_EIGHTHS; any figure above 0 is seen.
 */
unsigned int bar_eighths(uint64_t value, uint64_t max, unsigned int nr_rows, unsigned int row);

/**
 * bar_shade() - step of a logarithmic scale
 * @value: the figure
 * @max: the largest figure of the picture
 * @nr_steps: steps, each the same factor apart, over four powers of ten
 *
 * Return: 0 for nothing at all, else 1 to @nr_steps.
 */
unsigned int bar_shade(double value, double max, unsigned int nr_steps);

#endif /* MAPGC_VIEW_BAR_H */
