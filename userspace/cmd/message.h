/* SPDX-License-Identifier: GPL-2.0 */
/* What this program says on standard error: errors, notes, progress. */
#ifndef MAPGC_CMD_MESSAGE_H
#define MAPGC_CMD_MESSAGE_H

#include <stdbool.h>

/**
 * message_print() - "mapgc-read: TEXT", made harmless for the terminal
 * @text: one line; it may hold names that others chose
 */
void message_print(const char *text);

/**
 * message_hold() - from now on keep messages instead of printing (a full screen is shown)
 *
 * message_release() prints what was kept; of very many, the first.
 */
void message_hold(void);
void message_release(void);

/**
 * message_progress() - show on a terminal what takes long, in one line that goes again
 * @text: the line, or NULL when it is over
 */
void message_progress(const char *text);

#endif /* MAPGC_CMD_MESSAGE_H */
