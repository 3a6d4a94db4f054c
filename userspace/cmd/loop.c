// SPDX-License-Identifier: GPL-2.0
#include "cmd/loop.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/pidns.h"

/* Processes that may end are looked at this often, and a signal that came too early. */
#define SLICE_NS 1000000000ULL

enum reason {
	REASON_TICK,		/* the interval is over */
	REASON_STOP,		/* the user wants to end */
	REASON_OVER,		/* nothing more will come */
	REASON_PIPE,		/* nobody reads what we write */
	REASON_COUNT,		/* as many as were asked for */
	REASON_ERROR,
};

/**
 * struct loop - a loop that runs
 * @setup: the caller's
 * @state: the view's
 * @last: what was shown last; valid with @has_last
 * @has_last: see @last
 * @is_terminal: standard output is one
 * @is_host_pidns: process ids here are the host's
 * @lost: events that did not reach us
 * @count: snapshots or events shown
 * @code: of REASON_ERROR
 * @err: of REASON_ERROR
 */
struct loop {
	const struct loop_setup *setup;
	void *state;
	struct snapshot last;
	bool has_last;
	bool is_terminal;
	bool is_host_pidns;
	uint64_t lost;
	uint64_t count;
	int code;
	struct error *err;
};

static bool counts_events(const struct loop *loop)
{
	return loop->setup->view->event;
}

static enum reason fail(struct loop *loop, int code)
{
	if (code == -EPIPE)
		return REASON_PIPE;
	loop->code = code;
	return REASON_ERROR;
}

static enum reason after_showing(struct loop *loop)
{
	uint64_t wanted = loop->setup->options->count;

	loop->count++;
	return wanted && loop->count >= wanted ? REASON_COUNT : REASON_TICK;
}

/* @is_shown: false for the one that only serves as the start of an interval. */
static enum reason take_snapshot(struct loop *loop, bool is_shown)
{
	const struct loop_setup *setup = loop->setup;
	struct snapshot now;
	const uint32_t *ids;
	size_t nr;
	int code;

	ids = session_ids(setup->session, &nr);
	code = client_snapshot(setup->client, ids, nr, &now, loop->err);
	if (code)
		return fail(loop, code);
	now.reader_losses = loop->lost;
	if (is_shown)
		code = setup->view->show(loop->state, loop->has_last ? &loop->last : NULL,
					 &now, loop->err);
	if (loop->has_last)
		snapshot_deinit(&loop->last);
	loop->last = now;
	loop->has_last = true;
	return code ? fail(loop, code) : REASON_TICK;
}

static enum reason show_interval(struct loop *loop)
{
	enum reason reason = take_snapshot(loop, true);

	return reason == REASON_TICK && !counts_events(loop) ? after_showing(loop) : reason;
}

/*
 * In another PID namespace, only a snapshot tells what a new process is called there.
 * Stops the reading, with a positive reason; REASON_TICK goes on.
 */
static int on_event(void *ctx, const struct event *event)
{
	struct loop *loop = ctx;
	enum reason reason = REASON_TICK;
	int code;

	if (!session_has(loop->setup->session, event->target_id))
		return 0;
	if (event->type == EVENT_PROCESS_START && !loop->is_host_pidns)
		reason = take_snapshot(loop, true);
	if (reason != REASON_TICK)
		return reason;
	code = loop->setup->view->event(loop->state, event, loop->err);
	return code ? fail(loop, code) : after_showing(loop);
}

static enum reason read_events(struct loop *loop)
{
	int code;

	if (loop->setup->events_fd < 0)
		return REASON_TICK;
	code = client_events_read(loop->setup->client, on_event, loop, &loop->lost, loop->err);
	return code < 0 ? fail(loop, code) : (enum reason)code;
}

static bool is_readable(int fd)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLIN };

	return poll(&pollfd, 1, 0) > 0;
}

static enum reason wait_with_view(struct loop *loop, uint64_t timeout_ns)
{
	const struct loop_setup *setup = loop->setup;

	if (setup->view->poll(loop->state, timeout_ns) == VIEW_KEY_QUIT)
		return REASON_STOP;
	return is_readable(setup->stop_fd) ? REASON_STOP : REASON_TICK;
}

/* Standard output is there for its error: the reader of a pipe went away. */
static enum reason wait_for_files(struct loop *loop, uint64_t timeout_ns)
{
	struct pollfd fds[] = {
		{ .fd = loop->setup->stop_fd, .events = POLLIN },
		{ .fd = STDOUT_FILENO },
		{ .fd = loop->setup->events_fd, .events = POLLIN },
	};
	struct timespec timeout = {
		.tv_sec = timeout_ns / 1000000000,
		.tv_nsec = timeout_ns % 1000000000,
	};

	if (ppoll(fds, sizeof(fds) / sizeof(fds[0]), &timeout, NULL) < 0)
		return REASON_TICK;
	if (fds[0].revents)
		return REASON_STOP;
	if (fds[1].revents & POLLERR)
		return REASON_PIPE;
	return REASON_TICK;
}

static enum reason wait_slice(struct loop *loop, uint64_t remaining_ns)
{
	uint64_t slice_ns = remaining_ns < SLICE_NS ? remaining_ns : SLICE_NS;
	enum reason reason;

	if (loop->setup->view->poll)
		reason = wait_with_view(loop, slice_ns);
	else
		reason = wait_for_files(loop, slice_ns);
	if (reason == REASON_TICK)
		reason = read_events(loop);
	if (reason == REASON_TICK && session_is_over(loop->setup->session))
		reason = REASON_OVER;
	return reason;
}

static enum reason wait_until(struct loop *loop, uint64_t deadline_ns)
{
	enum reason reason = REASON_TICK;
	uint64_t now_ns;

	while (reason == REASON_TICK && (now_ns = clock_monotonic_ns()) < deadline_ns)
		reason = wait_slice(loop, deadline_ns - now_ns);
	return reason;
}

/* By the clock, without drift; intervals that were missed are left out. */
static uint64_t next_deadline(uint64_t deadline_ns, uint64_t interval_ns)
{
	uint64_t now_ns = clock_monotonic_ns();

	deadline_ns += interval_ns;
	if (deadline_ns < now_ns)
		deadline_ns += (now_ns - deadline_ns) / interval_ns * interval_ns +
			       interval_ns;
	return deadline_ns;
}

static enum reason run_interval(struct loop *loop, uint64_t deadline_ns)
{
	enum reason reason = wait_until(loop, deadline_ns);
	int code;

	if (reason != REASON_TICK)
		return reason;
	code = session_renew(loop->setup->session, loop->err);
	return code ? fail(loop, code) : show_interval(loop);
}

/* A screen must not stay empty, and events refer to what is there; the rest waits. */
static enum reason run(struct loop *loop)
{
	const struct view_ops *view = loop->setup->view;
	uint64_t deadline_ns = clock_monotonic_ns();
	enum reason reason;

	reason = take_snapshot(loop, (view->poll && loop->is_terminal) || view->event);
	while (reason == REASON_TICK) {
		deadline_ns = next_deadline(deadline_ns, loop->setup->options->interval_ns);
		reason = run_interval(loop, deadline_ns);
	}
	/* What happened since the last one; a live screen is gone in a moment. */
	if (reason == REASON_OVER || (reason == REASON_STOP && !view->poll)) {
		read_events(loop);
		take_snapshot(loop, true);
	}
	return reason;
}

int loop_run(const struct loop_setup *setup, struct error *err)
{
	struct loop loop = {
		.setup = setup,
		.is_terminal = isatty(STDOUT_FILENO),
		.is_host_pidns = pidns_is_initial(),
		.err = err,
	};
	struct view_setup view_setup = {
		.out = stdout,
		.is_terminal = loop.is_terminal,
		.interval_ns = setup->options->interval_ns,
	};
	int code;

	code = setup->view->begin(&view_setup, &loop.state, err);
	if (code)
		return code;
	run(&loop);
	setup->view->end(loop.state);
	if (loop.has_last)
		snapshot_deinit(&loop.last);
	return loop.code;
}
