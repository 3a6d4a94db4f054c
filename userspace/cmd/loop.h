/* SPDX-License-Identifier: GPL-2.0 */
/* Shows snapshots and events until there is a reason to end. */
#ifndef MAPGC_CMD_LOOP_H
#define MAPGC_CMD_LOOP_H

#include "client/client.h"
#include "cmd/options.h"
#include "cmd/session.h"
#include "text/error.h"
#include "view/view.h"

/**
 * struct loop_setup - what the loop works with
 * @client: with events opened where @events_fd is not negative
 * @session: what is followed
 * @options: interval, count
 * @view: how it is shown
 * @events_fd: to poll, or -1 where the view shows no events
 * @stop_fd: readable when the user wants to end
 */
struct loop_setup {
	struct client *client;
	struct session *session;
	const struct options *options;
	const struct view_ops *view;
	int events_fd;
	int stop_fd;
};

/**
 * loop_run() - show until the count is reached, the user ends it, the reader of
 *	a pipe went away, or the session is over
 *
 * Return: 0 or negative errno.
 */
int loop_run(const struct loop_setup *setup, struct error *err);

#endif /* MAPGC_CMD_LOOP_H */
