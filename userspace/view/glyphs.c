// SPDX-License-Identifier: GPL-2.0
#include "view/glyphs.h"

#include "text/charset.h"

static const struct glyphs blocks = {
	.across = { "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" },
	.up = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" },
	.inferred = "▒",
	.shades = { "░", "▒", "▓", "█" },
	.unmeasured = "·",
	.rule = "│",
	.plus_minus = "±",
	.at_least = "≥",
	.micro = "µ",
};

static const struct glyphs ascii = {
	.across = { "-", "-", "-", "-", "=", "=", "=", "#" },
	.up = { ".", ".", ":", ":", "|", "|", "#", "#" },
	.inferred = "+",
	.shades = { ".", "o", "O", "#" },
	.unmeasured = "?",
	.rule = "|",
	.plus_minus = "+-",
	.at_least = ">=",
	.micro = "u",
};

const struct glyphs *glyphs_choose(void)
{
	return charset_is_utf8() ? &blocks : &ascii;
}
