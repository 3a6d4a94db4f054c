// SPDX-License-Identifier: GPL-2.0
#include "cmd/follow.h"

#include <stdbool.h>
#include <unistd.h>

#include "cmd/loop.h"
#include "cmd/message.h"
#include "cmd/stop.h"

static const struct view_ops *const views[] = {
	[VIEW_TABLES] = &tables_view,
	[VIEW_WATCH] = &watch_view,
	[VIEW_JSON] = &json_view,
	[VIEW_EVENTS] = &events_view,
};

static bool fills_screen(const struct options *options)
{
	return options->view == VIEW_WATCH && isatty(STDOUT_FILENO);
}

static int show(const struct options *options, struct client *client,
		struct session *session, int events_fd, struct error *err)
{
	struct loop_setup setup = {
		.client = client,
		.session = session,
		.options = options,
		.view = views[options->view],
		.events_fd = events_fd,
	};
	int code;

	setup.stop_fd = stop_open(err);
	if (setup.stop_fd < 0)
		return setup.stop_fd;
	if (fills_screen(options))
		message_hold();
	code = loop_run(&setup, err);
	message_release();
	return code;
}

/* Events first, so that those of the attaching are not missed. */
static int open_and_show(const struct options *options, struct client *client,
			 struct error *err)
{
	struct session *session;
	int code, events_fd = -1;

	if (views[options->view]->event) {
		events_fd = client_events_open(client, err);
		if (events_fd < 0)
			return events_fd;
	}
	code = session_open(client, options, &session, err);
	if (code)
		return code;
	code = show(options, client, session, events_fd, err);
	session_close(session);
	return code;
}

int follow_main(const struct options *options, struct error *err)
{
	struct client *client;
	int code;

	stop_early();
	code = client_open(&client, err);
	if (code)
		return code;
	code = open_and_show(options, client, err);
	client_close(client);
	return code;
}
