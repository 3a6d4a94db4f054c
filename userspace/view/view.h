/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A view shows snapshots or events. It gets plain data and writes to a stream
 * (or, for the live screen, to the terminal); it never opens a socket and never
 * computes what the model can.
 */
#ifndef MAPGC_VIEW_VIEW_H
#define MAPGC_VIEW_VIEW_H

#include <stdbool.h>
#include <stdio.h>

#include "model/event.h"
#include "model/snapshot.h"
#include "text/error.h"

/**
 * struct view_setup - how a view was asked for
 * @out: stream for text
 * @is_terminal: @out is a terminal (a view that redraws falls back to append where not)
 * @interval_ns: time between snapshots
 */
struct view_setup {
	FILE *out;
	bool is_terminal;
	uint64_t interval_ns;
};

/**
 * enum view_key - what the person at the terminal asked for
 */
enum view_key {
	VIEW_KEY_NONE,
	VIEW_KEY_QUIT,
};

/**
 * struct view_ops - one view
 * @name: as on the command line
 * @begin: once, before the first show; sets up *state
 * @show: a new snapshot, one interval after @prev, which is NULL for the first (rates are
 *	then means since attach); both only live during the call
 * @event: one event; NULL where the view does not show events
 * @poll: wait at most @timeout_ns, handling the terminal (keys, resizes); NULL: no terminal
 * @end: once; the terminal is as it was before begin. Also after an error.
 */
struct view_ops {
	const char *name;
	int (*begin)(const struct view_setup *setup, void **state, struct error *err);
	int (*show)(void *state, const struct snapshot *prev, const struct snapshot *now,
		    struct error *err);
	int (*event)(void *state, const struct event *event, struct error *err);
	enum view_key (*poll)(void *state, uint64_t timeout_ns);
	void (*end)(void *state);
};

extern const struct view_ops tables_view;
extern const struct view_ops watch_view;
extern const struct view_ops json_view;
extern const struct view_ops events_view;

#endif /* MAPGC_VIEW_VIEW_H */
