// SPDX-License-Identifier: GPL-2.0
#include "text/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "text/utf8.h"

#define ELLIPSIS	"..."

/* What one character becomes. */
struct piece {
	size_t taken;		/* bytes of the input */
	size_t columns;
	char text[4 * 4 + 1];	/* at most four bytes as \xNN */
};

static bool is_harmless(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return false;
	if (code >= 0x2028 && code <= 0x202e)	/* line separators, direction overrides */
		return false;
	return !(code >= 0x2066 && code <= 0x2069) && code != 0x200e && code != 0x200f &&
	       code != 0x61c && code != 0xfeff;
}

static void piece_next(const char *text, struct piece *ret)
{
	uint32_t code;
	int width;

	ret->taken = utf8_decode(text, &code);
	width = code == UTF8_INVALID || !is_harmless(code) ? -1 : code < 0x80 ? 1 : wcwidth(code);
	if (width >= 0) {
		memcpy(ret->text, text, ret->taken);
		ret->text[ret->taken] = '\0';
		ret->columns = width;
		return;
	}
	for (size_t i = 0; i < ret->taken; i++)
		sprintf(&ret->text[4 * i], "\\x%02x", (unsigned char)text[i]);
	ret->columns = 4 * ret->taken;
}

static size_t width_of(const char *text)
{
	struct piece piece;
	size_t columns = 0;

	for (; *text; text += piece.taken) {
		piece_next(text, &piece);
		columns += piece.columns;
	}
	return columns;
}

static size_t append(char *buf, size_t size, size_t *used, const char *text, size_t columns)
{
	size_t length = strlen(text);

	if (*used + length >= size)
		return 0;
	memcpy(buf + *used, text, length + 1);
	*used += length;
	return columns;
}

size_t escape_text(char *buf, size_t size, const char *text, size_t max_columns)
{
	size_t columns = width_of(text), used = 0, ret = 0;
	struct piece piece;

	buf[0] = '\0';
	if (columns > max_columns) {
		if (max_columns < strlen(ELLIPSIS))
			return 0;
		ret = append(buf, size, &used, ELLIPSIS, strlen(ELLIPSIS));
		while (columns + strlen(ELLIPSIS) > max_columns) {
			piece_next(text, &piece);
			text += piece.taken;
			columns -= piece.columns;
		}
	}
	for (; *text; text += piece.taken) {
		piece_next(text, &piece);
		ret += append(buf, size, &used, piece.text, piece.columns);
	}
	return ret;
}
