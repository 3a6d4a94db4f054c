/* SPDX-License-Identifier: GPL-2.0 */
/* The terminal as a screen: the only file that knows ncurses. */
#ifndef MAPGC_VIEW_SCREEN_H
#define MAPGC_VIEW_SCREEN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define SCREEN_HEAT_STEPS	8

/**
 * enum screen_style - how text looks
 * @STYLE_HEAT: the first of SCREEN_HEAT_STEPS, from cold to hot
 */
enum screen_style {
	STYLE_PLAIN,
	STYLE_TITLE,
	STYLE_FAINT,
	STYLE_ALARM,
	STYLE_BAR,
	STYLE_HEAT,
	STYLES = STYLE_HEAT + SCREEN_HEAT_STEPS
};

/**
 * enum screen_key - what was pressed or happened
 */
enum screen_key {
	SCREEN_KEY_NONE,	/* the time is over, or a signal came */
	SCREEN_KEY_RESIZE,
	SCREEN_KEY_QUIT,	/* also: the terminal went away */
	SCREEN_KEY_NEXT,
	SCREEN_KEY_PREVIOUS,
	SCREEN_KEY_PAUSE,
	SCREEN_KEY_HELP,
	SCREEN_KEY_OTHER,
};

struct screen;

/** screen_create() - take over the terminal behind @out; NULL where it cannot show a screen */
struct screen *screen_create(FILE *out);

/** screen_destroy() - give the terminal back as it was; NULL is fine */
void screen_destroy(struct screen *screen);

void screen_size(const struct screen *screen, int *ret_rows, int *ret_columns);

/** screen_clear() - start a new picture */
void screen_clear(struct screen *screen);

/** screen_columns() - width of a text */
int screen_columns(const char *text);

/** screen_put() - text at a place; where it goes on beyond the right edge, ">" says so */
void screen_put(struct screen *screen, int y, int x, enum screen_style style,
		const char *format, ...) __attribute__((format(printf, 5, 6)));

/** screen_show() - bring the picture to the terminal */
void screen_show(struct screen *screen);

/** screen_wait() - wait for a key, at most @timeout_ns */
enum screen_key screen_wait(struct screen *screen, uint64_t timeout_ns);

#endif /* MAPGC_VIEW_SCREEN_H */
