// SPDX-License-Identifier: GPL-2.0
#include "view/bar.h"

#include <math.h>
#include <string.h>

#define SHADE_DECADES	4.0

static unsigned int eighths_of(double value, const struct bar_style *style)
{
	double share = style->max > 0 ? value / style->max : 0;
	unsigned int eighths = fmin(share, 1) * style->columns * GLYPHS_EIGHTHS + 0.5;

	return !eighths && value > 0 ? 1 : eighths;
}

const char *bar_draw(char buf[BAR_SIZE], const struct bar_style *style, double known,
		     double inferred)
{
	unsigned int eighths = eighths_of(known, style);
	unsigned int columns = (eighths + GLYPHS_EIGHTHS - 1) / GLYPHS_EIGHTHS;
	unsigned int columns_both = (eighths_of(known + inferred, style) + GLYPHS_EIGHTHS - 1) /
				    GLYPHS_EIGHTHS;
	char *to = buf;

	for (; eighths >= GLYPHS_EIGHTHS; eighths -= GLYPHS_EIGHTHS)
		to = stpcpy(to, style->glyphs->across[GLYPHS_EIGHTHS - 1]);
	if (eighths)
		to = stpcpy(to, style->glyphs->across[eighths - 1]);
	if (inferred > 0 && columns_both <= columns && columns < style->columns)
		columns_both = columns + 1;
	for (; columns < columns_both; columns++)
		to = stpcpy(to, style->glyphs->inferred);
	*to = '\0';
	return buf;
}

const char *bar_up(const struct glyphs *glyphs, unsigned int eighths)
{
	return eighths ? glyphs->up[eighths - 1] : " ";
}

unsigned int bar_eighths(uint64_t value, uint64_t max, unsigned int nr_rows, unsigned int row)
{
	unsigned int filled;

	if (!value || !max)
		return 0;
	filled = (double)value / (double)max * nr_rows * GLYPHS_EIGHTHS + 0.5;
	if (!filled)
		filled = 1;
	if (filled <= row * GLYPHS_EIGHTHS)
		return 0;
	filled -= row * GLYPHS_EIGHTHS;
	return filled < GLYPHS_EIGHTHS ? filled : GLYPHS_EIGHTHS;
}

unsigned int bar_shade(double value, double max, unsigned int nr_steps)
{
	double below;

	if (value <= 0)
		return 0;
	if (value >= max)
		return nr_steps;
	below = log10(max / value) * nr_steps / SHADE_DECADES;
	return below < nr_steps - 1 ? nr_steps - (unsigned int)below : 1;
}
