// SPDX-License-Identifier: GPL-2.0
#include "view/screen.h"

#include <ncurses.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "text/utf8.h"

#define TEXT_SIZE	2048
#define ESCAPE_MS	25	/* between ESC and the rest of a key's sequence */

struct screen {
	SCREEN *term;
	FILE *out;
	bool has_keys;
	attr_t styles[STYLES];
};

/* From cold to hot, distinct in brightness too. */
static const short heat_256[SCREEN_HEAT_STEPS] = { 54, 61, 67, 73, 78, 113, 185, 220 };
static const short heat_8[SCREEN_HEAT_STEPS] = {
	COLOR_BLUE, COLOR_BLUE, COLOR_CYAN, COLOR_CYAN,
	COLOR_GREEN, COLOR_GREEN, COLOR_YELLOW, COLOR_YELLOW,
};

static void set_colour(struct screen *screen, enum screen_style style, short colour)
{
	init_pair(style, colour, -1);
	screen->styles[style] |= COLOR_PAIR(style);
}

static void set_styles(struct screen *screen)
{
	const char *no_color = getenv("NO_COLOR");

	screen->styles[STYLE_TITLE] = A_BOLD;
	screen->styles[STYLE_FAINT] = A_DIM;
	screen->styles[STYLE_ALARM] = A_BOLD;
	if ((no_color && *no_color) || !has_colors() || start_color() == ERR ||
	    use_default_colors() == ERR)
		return;
	set_colour(screen, STYLE_ALARM, COLOR_RED);
	set_colour(screen, STYLE_BAR, COLOR_CYAN);
	for (int i = 0; i < SCREEN_HEAT_STEPS; i++)
		set_colour(screen, STYLE_HEAT + i, COLORS >= 256 ? heat_256[i] : heat_8[i]);
}

struct screen *screen_create(FILE *out)
{
	struct screen *screen = calloc(1, sizeof(*screen));

	if (!screen)
		return NULL;
	screen->term = newterm(NULL, out, stdin);
	if (!screen->term) {
		free(screen);
		return NULL;
	}
	screen->out = out;
	screen->has_keys = isatty(STDIN_FILENO);
	set_escdelay(ESCAPE_MS);
	cbreak();
	noecho();
	nodelay(stdscr, TRUE);
	/* A picture in one piece: looking for keys in between would cost a call per line. */
	typeahead(-1);
	keypad(stdscr, TRUE);
	curs_set(0);
	set_styles(screen);
	return screen;
}

void screen_destroy(struct screen *screen)
{
	if (!screen)
		return;
	endwin();
	delscreen(screen->term);
	fflush(screen->out);
	free(screen);
}

void screen_size(const struct screen *screen, int *ret_rows, int *ret_columns)
{
	(void)screen;
	getmaxyx(stdscr, *ret_rows, *ret_columns);
}

void screen_clear(struct screen *screen)
{
	(void)screen;
	erase();
}

static int next_width(const char **text)
{
	uint32_t code;
	int width;

	*text += utf8_decode(*text, &code);
	width = code < 0x80 ? 1 : wcwidth(code);
	return width > 0 ? width : 0;
}

int screen_columns(const char *text)
{
	int columns = 0;

	while (*text)
		columns += next_width(&text);
	return columns;
}

/* Bytes of the text that fit into a number of columns. */
static int bytes_within(const char *text, int columns)
{
	const char *at = text, *next = text;

	while (*at) {
		columns -= next_width(&next);
		if (columns < 0)
			break;
		at = next;
	}
	return at - text;
}

void screen_put(struct screen *screen, int y, int x, enum screen_style style,
		const char *format, ...)
{
	char text[TEXT_SIZE];
	int rows, columns;
	va_list ap;

	getmaxyx(stdscr, rows, columns);
	if (y < 0 || x < 0 || y >= rows || x >= columns)
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	attrset(screen->styles[style]);
	mvaddnstr(y, x, text, bytes_within(text, columns - x));
	if (screen_columns(text) > columns - x)
		mvaddch(y, columns - 1, '>');
	attrset(A_NORMAL);
}

void screen_show(struct screen *screen)
{
	(void)screen;
	refresh();
}

static enum screen_key translate(int key)
{
	switch (key) {
	case KEY_RESIZE:
		return SCREEN_KEY_RESIZE;
	case 'q':
	case 'Q':
		return SCREEN_KEY_QUIT;
	case '\t':
	case KEY_RIGHT:
	case KEY_DOWN:
		return SCREEN_KEY_NEXT;
	case KEY_BTAB:
	case KEY_LEFT:
	case KEY_UP:
		return SCREEN_KEY_PREVIOUS;
	case 'p':
	case ' ':
		return SCREEN_KEY_PAUSE;
	case '?':
	case 'h':
		return SCREEN_KEY_HELP;
	default:
		return SCREEN_KEY_OTHER;
	}
}

enum screen_key screen_wait(struct screen *screen, uint64_t timeout_ns)
{
	struct timespec timeout = { timeout_ns / 1000000000, timeout_ns % 1000000000 };
	struct pollfd keys = { .fd = STDIN_FILENO, .events = POLLIN };
	int key = getch();

	/* Not getch() with a timeout: that would go on waiting after a signal. */
	if (key != ERR)
		return translate(key);
	if (ppoll(&keys, screen->has_keys ? 1 : 0, &timeout, NULL) == 0)
		return SCREEN_KEY_NONE;
	key = getch();	/* also after a signal: that may have been a resize */
	if (key != ERR)
		return translate(key);
	return keys.revents & (POLLHUP | POLLERR | POLLNVAL) ? SCREEN_KEY_QUIT : SCREEN_KEY_NONE;
}
