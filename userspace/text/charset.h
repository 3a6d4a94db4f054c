/* SPDX-License-Identifier: GPL-2.0 */
/* Which characters the person's terminal shows. */
#ifndef MAPGC_TEXT_CHARSET_H
#define MAPGC_TEXT_CHARSET_H

#include <stdbool.h>

/**
 * charset_init() - take LC_CTYPE from the environment
 *
 * Where the environment says nothing at all (consoles, containers), UTF-8 is
 * taken: that is what terminals speak today. LC_ALL=C asks for ASCII.
 */
void charset_init(void);

/** charset_is_utf8() - block characters and the like may be written */
bool charset_is_utf8(void);

#endif /* MAPGC_TEXT_CHARSET_H */
