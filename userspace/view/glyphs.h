/* SPDX-License-Identifier: GPL-2.0 */
/* The characters that figures are drawn with. */
#ifndef MAPGC_VIEW_GLYPHS_H
#define MAPGC_VIEW_GLYPHS_H

#define GLYPHS_SHADES	4	/* steps of the heat map */
#define GLYPHS_EIGHTHS	8	/* steps within a cell of a bar */

/**
 * struct glyphs - one column each, as UTF-8
 * @across: a cell filled from the left by 1/8, 2/8, ... 8/8
 * @up: a cell filled from below by 1/8, 2/8, ... 8/8
 * @inferred: a cell of a bar that stands for inferred operations
 * @shades: a cell of the heat map, from faint to full
 * @unmeasured: nothing was armed
 * @rule: a vertical line
 * @plus_minus: before a half width
 * @at_least: before a lower bound
 * @micro: "u" or the Greek letter
 */
struct glyphs {
	const char *across[GLYPHS_EIGHTHS];
	const char *up[GLYPHS_EIGHTHS];
	const char *inferred;
	const char *shades[GLYPHS_SHADES];
	const char *unmeasured;
	const char *rule;
	const char *plus_minus;
	const char *at_least;
	const char *micro;
};

/** glyphs_choose() - what the locale can show (charset_init() comes first) */
const struct glyphs *glyphs_choose(void);

#endif /* MAPGC_VIEW_GLYPHS_H */
