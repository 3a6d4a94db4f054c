/* SPDX-License-Identifier: GPL-2.0 */
/* UTF-8, as it comes from outside: it may be anything. */
#ifndef MAPGC_TEXT_UTF8_H
#define MAPGC_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_INVALID	UINT32_MAX

/**
 * utf8_decode() - the code point at the start of a string
 * @text: NUL-terminated, not empty
 * @ret: set to the code point, or to UTF8_INVALID for a byte that starts none
 *	(overlong forms and surrogates included)
 *
 * Return: bytes taken, at least 1.
 */
size_t utf8_decode(const char *text, uint32_t *ret);

#endif /* MAPGC_TEXT_UTF8_H */
