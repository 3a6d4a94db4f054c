/* SPDX-License-Identifier: GPL-2.0 */
/* Text from outside, made harmless for a terminal. */
#ifndef MAPGC_TEXT_ESCAPE_H
#define MAPGC_TEXT_ESCAPE_H

#include <stddef.h>

/**
 * escape_text() - copy text so that a terminal shows it and does nothing else
 * @buf: where to; NUL-terminated
 * @size: its size, bytes; at least 1
 * @text: any bytes, NUL-terminated
 * @max_columns: the result is at most this wide; a longer one keeps its end (the
 *	telling part of a path) behind "..."
 *
 * Control characters, bytes that are not UTF-8, and characters that change the
 * direction of text or that the locale cannot show become \xNN, byte by byte.
 *
 * Return: width in columns.
 */
size_t escape_text(char *buf, size_t size, const char *text, size_t max_columns);

#endif /* MAPGC_TEXT_ESCAPE_H */
