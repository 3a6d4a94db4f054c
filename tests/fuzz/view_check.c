// SPDX-License-Identifier: GPL-2.0
#include "fuzz/view_check.h"

#include <stdio.h>
#include <stdlib.h>

#include "fuzz/json_check.h"
#include "text/utf8.h"
#include "view/view.h"

/* What a name from outside may not do to a terminal. */
static void check_harmless(const char *text)
{
	uint32_t code;

	while (*text) {
		text += utf8_decode(text, &code);
		if (code == UTF8_INVALID || (code < 0x20 && code != '\n') || code == 0x7f)
			abort();
	}
}

static void show(const struct view_ops *view, const struct snapshot *prev,
		 const struct snapshot *now, char **text, size_t *bytes)
{
	struct view_setup setup = { .interval_ns = 1000000000 };
	struct error err = { "" };
	void *state;

	setup.out = open_memstream(text, bytes);
	if (!setup.out || view->begin(&setup, &state, &err))
		abort();
	if (view->show(state, NULL, prev, &err) || view->show(state, prev, now, &err))
		abort();
	view->end(state);
	fclose(setup.out);
}

void view_check(const struct snapshot *prev, const struct snapshot *now)
{
	char *text = NULL;
	size_t bytes = 0;

	show(&json_view, prev, now, &text, &bytes);
	json_check_lines(text, bytes);
	free(text);
	show(&events_view, prev, now, &text, &bytes);
	json_check_lines(text, bytes);
	free(text);
	show(&tables_view, prev, now, &text, &bytes);
	check_harmless(text);
	free(text);
}
