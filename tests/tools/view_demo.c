// SPDX-License-Identifier: GPL-2.0
/*
 * Feeds canned snapshots to a view: view_demo VIEW SCENARIO COUNT [MILLISECONDS]
 *
 * COUNT 0 goes on until asked to stop. MAPGC_DEMO_STEPS names a file that gets
 * the number of every step that was shown, so that a test need not guess.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "synth/canned.h"
#include "text/charset.h"
#include "host/clock.h"
#include "view/view.h"

static int is_stopped;	/* set by a signal handler */

static void handle_stop(int signo)
{
	(void)signo;
	__atomic_store_n(&is_stopped, 1, __ATOMIC_RELAXED);
}

static bool is_running(void)
{
	return !__atomic_load_n(&is_stopped, __ATOMIC_RELAXED);
}

static const struct view_ops *find_view(const char *name)
{
	static const struct view_ops *const views[] = {
		&tables_view, &watch_view, &json_view, &events_view,
	};

	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		if (strcmp(views[i]->name, name) == 0)
			return views[i];
	}
	return NULL;
}

static int find_scenario(const char *name)
{
	static const char *const names[] = {
		[CANNED_EMPTY] = "empty",
		[CANNED_EXACT] = "exact",
		[CANNED_WINDOWS] = "windows",
		[CANNED_SLOWED] = "slowed",
		[CANNED_UNKNOWN] = "unknown",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return -1;
}

static void tell_step(unsigned int step)
{
	const char *path = getenv("MAPGC_DEMO_STEPS");
	FILE *file = path ? fopen(path, "w") : NULL;

	if (!file)
		return;
	fprintf(file, "%u\n", step);
	fclose(file);
}

static void wait_until(const struct view_ops *view, void *state, uint64_t end_ns)
{
	while (is_running()) {
		uint64_t now_ns = clock_monotonic_ns();

		if (now_ns >= end_ns)
			return;
		if (!view->poll)
			poll(NULL, 0, (end_ns - now_ns) / 1000000 + 1);
		else if (view->poll(state, end_ns - now_ns) == VIEW_KEY_QUIT)
			handle_stop(0);
	}
}

static int run(const struct view_ops *view, enum canned scenario, unsigned int count,
	       uint64_t interval_ns, struct error *err)
{
	struct view_setup setup = {
		.out = stdout,
		.is_terminal = isatty(STDOUT_FILENO),
		.interval_ns = interval_ns,
	};
	struct snapshot prev = { 0 }, now;
	void *state;
	int rc = view->begin(&setup, &state, err);

	if (rc)
		return rc;
	for (unsigned int step = 0; !rc && is_running() && (!count || step <= count); step++) {
		canned_snapshot(scenario, step, &now);
		rc = view->show(state, step ? &prev : NULL, &now, err);
		snapshot_deinit(&prev);
		prev = now;
		tell_step(step);
		if (!count || step < count)
			wait_until(view, state, clock_monotonic_ns() + interval_ns);
	}
	view->end(state);
	snapshot_deinit(&prev);
	return rc;
}

int main(int argc, char **argv)
{
	const struct view_ops *view = argc > 3 ? find_view(argv[1]) : NULL;
	int scenario = argc > 3 ? find_scenario(argv[2]) : -1;
	struct sigaction action = { .sa_handler = handle_stop };
	struct error err = { "" };
	unsigned int milliseconds = argc > 4 ? atoi(argv[4]) : 100;

	if (!view || scenario < 0) {
		fputs("usage: view_demo VIEW SCENARIO COUNT [MILLISECONDS]\n", stderr);
		return 2;
	}
	charset_init();
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	if (run(view, scenario, atoi(argv[3]), milliseconds * 1000000ull, &err)) {
		fprintf(stderr, "view_demo: %s\n", err.text);
		return 2;
	}
	return 0;
}
