// SPDX-License-Identifier: GPL-2.0
/* Canned snapshots through the text views, compared byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "synth/canned.h"
#include "unit/golden.h"
#include "text/charset.h"
#include "view/view.h"

/**
 * struct golden_case - what to show
 * @name: of the file in tests/golden/
 * @locale: LC_ALL
 * @view: the view
 * @scenario: the host
 * @first: step of the first snapshot
 * @last: step of the last one
 * @is_terminal: colours are wanted
 */
struct golden_case {
	const char *name;
	const char *locale;
	const struct view_ops *view;
	enum canned scenario;
	unsigned int first;
	unsigned int last;
	bool is_terminal;
};

static struct golden_case cases[] = {
	{ "empty.json", "C.UTF-8", &json_view, CANNED_EMPTY, 0, 0, false },
	{ "exact.json", "C.UTF-8", &json_view, CANNED_EXACT, 0, 2, false },
	{ "windows.json", "C.UTF-8", &json_view, CANNED_WINDOWS, 3, 6, false },
	{ "unknown.json", "C.UTF-8", &json_view, CANNED_UNKNOWN, 0, 1, false },
	{ "empty.tables", "C.UTF-8", &tables_view, CANNED_EMPTY, 1, 1, false },
	{ "exact.tables", "C.UTF-8", &tables_view, CANNED_EXACT, 1, 2, false },
	{ "windows.tables", "C.UTF-8", &tables_view, CANNED_WINDOWS, 1, 3, false },
	{ "windows-colour.tables", "C.UTF-8", &tables_view, CANNED_WINDOWS, 3, 3, true },
	{ "unknown.tables", "C.UTF-8", &tables_view, CANNED_UNKNOWN, 0, 1, false },
	{ "slowed.json", "C.UTF-8", &json_view, CANNED_SLOWED, 3, 5, false },
	{ "slowed.tables", "C.UTF-8", &tables_view, CANNED_SLOWED, 3, 5, false },
	{ "ascii.tables", "C", &tables_view, CANNED_WINDOWS, 3, 3, false },
	{ "exact.append", "C.UTF-8", &watch_view, CANNED_EXACT, 0, 2, false },
	{ "windows.append", "C.UTF-8", &watch_view, CANNED_WINDOWS, 1, 3, false },
	{ "slowed.append", "C.UTF-8", &watch_view, CANNED_SLOWED, 3, 6, false },
	{ "empty.append", "C.UTF-8", &watch_view, CANNED_EMPTY, 0, 1, false },
	{ "ascii.append", "C", &watch_view, CANNED_EXACT, 2, 3, false },
};

static void show_steps(const struct golden_case *golden, void *state)
{
	struct snapshot prev = { 0 }, now;
	struct error err = { "" };

	for (unsigned int step = golden->first; step <= golden->last; step++) {
		canned_snapshot(golden->scenario, step, &now);
		assert_int_equal(golden->view->show(state, step > golden->first ? &prev : NULL,
						    &now, &err), 0);
		snapshot_deinit(&prev);
		prev = now;
	}
	snapshot_deinit(&prev);
}

static void test_golden(void **test_state)
{
	const struct golden_case *golden = *test_state;
	struct error err = { "" };
	char *text = NULL;
	size_t size = 0;
	struct view_setup setup = {
		.out = open_memstream(&text, &size),
		.is_terminal = golden->is_terminal,
		.interval_ns = 1000000000,
	};
	bool is_equal;
	void *state;

	setenv("LC_ALL", golden->locale, 1);
	charset_init();
	assert_int_equal(golden->view->begin(&setup, &state, &err), 0);
	show_steps(golden, state);
	golden->view->end(state);
	fclose(setup.out);
	is_equal = golden_equal(golden->name, text);
	free(text);
	assert_true(is_equal);
}

#define NR_CASES	(sizeof(cases) / sizeof(cases[0]))

int main(void)
{
	struct CMUnitTest tests[NR_CASES];

	setenv("TZ", "UTC0", 1);
	tzset();
	unsetenv("NO_COLOR");
	for (size_t i = 0; i < NR_CASES; i++)
		tests[i] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = test_golden,
			.initial_state = &cases[i],
		};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("view_golden", tests, NULL, NULL);
}
