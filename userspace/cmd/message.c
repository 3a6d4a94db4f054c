// SPDX-License-Identifier: GPL-2.0
#include "cmd/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/escape.h"

#define LINE_COLUMNS	1000
#define LINE_BYTES	4096
#define HELD_MAX	20

static char *held[HELD_MAX];
static size_t nr_held, nr_beyond;
static bool is_holding;

static void print(const char *text)
{
	char line[LINE_BYTES];

	escape_text(line, sizeof(line), text, LINE_COLUMNS);
	fprintf(stderr, "mapgc-read: %s\n", line);
}

void message_print(const char *text)
{
	char *copy;

	if (!is_holding) {
		print(text);
		return;
	}
	copy = nr_held < HELD_MAX ? strdup(text) : NULL;
	if (copy)
		held[nr_held++] = copy;
	else
		nr_beyond++;
}

void message_hold(void)
{
	is_holding = true;
}

void message_release(void)
{
	size_t i;

	is_holding = false;
	for (i = 0; i < nr_held; i++) {
		print(held[i]);
		free(held[i]);
	}
	if (nr_beyond)
		fprintf(stderr, "mapgc-read: and %zu messages more\n", nr_beyond);
	nr_held = 0;
	nr_beyond = 0;
}

void message_progress(const char *text)
{
	char line[LINE_BYTES];

	if (is_holding || !isatty(STDERR_FILENO))
		return;
	escape_text(line, sizeof(line), text ? text : "", 78);
	fprintf(stderr, "\r\033[K%s", line);
	fflush(stderr);
}
