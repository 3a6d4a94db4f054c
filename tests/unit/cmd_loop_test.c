// SPDX-License-Identifier: GPL-2.0
/* The loop with a clock, a session, a client and a view of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "cmd/loop.h"
#include "host/clock.h"
#include "host/pidns.h"

#define SECOND_NS	1000000000ULL
#define SHOWS_MAX	16
#define STOP_FD		900
#define EVENTS_FD	901

/**
 * struct world - all that the loop sees
 * @stop_at_ns: the user ends it then; 0: never
 * @pipe_at_ns: the reader of the pipe goes then
 * @over_at_ns: the session is over then
 * @show_takes_ns: how long the view is busy
 * @show_code: what the view returns
 * @snapshot_code: what the client returns
 * @is_container: process ids here are not the host's
 * @events: to come, nr_events of them
 * @shows: when, with what before, and what was lost
 */
static struct world {
	uint64_t now_ns, stop_at_ns, pipe_at_ns, over_at_ns, show_takes_ns;
	int show_code, snapshot_code;
	bool is_container;
	struct event events[8];
	size_t nr_events, next_event;
	uint64_t lost;
	struct {
		uint64_t at_ns, prev_ns, lost;
	} shows[SHOWS_MAX];
	size_t nr_shows, nr_renews, nr_begins, nr_ends, nr_seen;
} world;

static struct error err;
static struct options options;

uint64_t clock_monotonic_ns(void)
{
	return world.now_ns;
}

bool pidns_is_initial(void)
{
	return !world.is_container;
}

static bool has_come(uint64_t at_ns)
{
	return at_ns && world.now_ns >= at_ns;
}

int ppoll(struct pollfd *fds, nfds_t nr, const struct timespec *timeout, const sigset_t *set)
{
	(void)set;
	assert_int_equal(nr, 3);
	assert_int_equal(fds[0].fd, STOP_FD);
	world.now_ns += timeout->tv_sec * SECOND_NS + timeout->tv_nsec;
	if (has_come(world.stop_at_ns)) /* a signal interrupts */
		world.now_ns = world.stop_at_ns;
	fds[0].revents = has_come(world.stop_at_ns) ? POLLIN : 0;
	fds[1].revents = has_come(world.pipe_at_ns) ? POLLERR : 0;
	fds[2].revents = 0;
	return 1;
}

int poll(struct pollfd *fds, nfds_t nr, int timeout)
{
	assert_int_equal(nr, 1);
	assert_int_equal(timeout, 0);
	assert_int_equal(fds->fd, STOP_FD);
	return has_come(world.stop_at_ns);
}

const uint32_t *session_ids(const struct session *session, size_t *nr)
{
	(void)session;
	*nr = 0;
	return NULL;
}

bool session_has(const struct session *session, uint32_t id)
{
	(void)session;
	return id == 1;
}

bool session_is_over(struct session *session)
{
	(void)session;
	return has_come(world.over_at_ns);
}

int session_renew(struct session *session, struct error *error)
{
	(void)session;
	(void)error;
	world.nr_renews++;
	return 0;
}

int client_snapshot(struct client *client, const uint32_t *ids, size_t nr_ids,
		    struct snapshot *ret, struct error *error)
{
	(void)client;
	(void)ids;
	(void)nr_ids;
	memset(ret, 0, sizeof(*ret));
	ret->time_ns = world.now_ns;
	return world.snapshot_code ?
		error_set(error, world.snapshot_code, "read targets: refused") : 0;
}

int client_events_read(struct client *client,
		       int (*on_event)(void *ctx, const struct event *event), void *ctx,
		       uint64_t *lost, struct error *error)
{
	int code = 0;

	(void)client;
	(void)error;
	*lost += world.lost;
	world.lost = 0;
	while (!code && world.next_event < world.nr_events &&
	       has_come(world.events[world.next_event].time_ns))
		code = on_event(ctx, &world.events[world.next_event++]);
	return code;
}

static int view_begin(const struct view_setup *setup, void **state, struct error *error)
{
	(void)error;
	assert_int_equal(setup->interval_ns, SECOND_NS);
	*state = &world;
	world.nr_begins++;
	return 0;
}

static int view_show(void *state, const struct snapshot *prev, const struct snapshot *now,
		     struct error *error)
{
	size_t i = world.nr_shows++;

	assert_ptr_equal(state, &world);
	assert_true(i < SHOWS_MAX);
	world.shows[i].at_ns = now->time_ns;
	world.shows[i].prev_ns = prev ? prev->time_ns : 0;
	world.shows[i].lost = now->reader_losses;
	world.now_ns += world.show_takes_ns;
	return world.show_code ? error_set(error, world.show_code, "view: refused") : 0;
}

static int view_event(void *state, const struct event *event, struct error *error)
{
	(void)error;
	assert_ptr_equal(state, &world);
	assert_int_equal(event->target_id, 1);
	world.nr_seen++;
	return 0;
}

static enum view_key view_poll(void *state, uint64_t timeout_ns)
{
	assert_ptr_equal(state, &world);
	assert_true(timeout_ns > 0 && timeout_ns <= SECOND_NS);
	world.now_ns += timeout_ns;
	return has_come(world.pipe_at_ns) ? VIEW_KEY_QUIT : VIEW_KEY_NONE;
}

static void view_end(void *state)
{
	assert_ptr_equal(state, &world);
	world.nr_ends++;
}

static const struct view_ops plain_view = {
	.begin = view_begin, .show = view_show, .end = view_end,
};

static const struct view_ops live_view = {
	.begin = view_begin, .show = view_show, .poll = view_poll, .end = view_end,
};

static const struct view_ops event_view = {
	.begin = view_begin, .show = view_show, .event = view_event, .end = view_end,
};

static int setup(void **state)
{
	(void)state;
	memset(&world, 0, sizeof(world));
	memset(&err, 0, sizeof(err));
	memset(&options, 0, sizeof(options));
	world.now_ns = 10 * SECOND_NS;
	options.interval_ns = SECOND_NS;
	return 0;
}

static int run(const struct view_ops *view)
{
	struct loop_setup loop_setup = {
		.options = &options,
		.view = view,
		.events_fd = view->event ? EVENTS_FD : -1,
		.stop_fd = STOP_FD,
	};
	int code = loop_run(&loop_setup, &err);

	assert_int_equal(world.nr_begins, 1);
	assert_int_equal(world.nr_ends, 1);
	return code;
}

static void expect_shows(size_t nr, const uint64_t *seconds)
{
	size_t i;

	assert_int_equal(world.nr_shows, nr);
	for (i = 0; i < nr; i++)
		assert_int_equal(world.shows[i].at_ns, seconds[i] * SECOND_NS);
}

static void test_every_interval_until_the_count(void **state)
{
	static const uint64_t seconds[] = { 11, 12, 13 };

	(void)state;
	options.count = 3;
	assert_int_equal(run(&plain_view), 0);
	expect_shows(3, seconds);
	assert_int_equal(world.shows[0].prev_ns, 10 * SECOND_NS);
	assert_int_equal(world.shows[2].prev_ns, 12 * SECOND_NS);
	assert_int_equal(world.nr_renews, 3);
}

static void test_by_the_clock_whatever_showing_takes(void **state)
{
	static const uint64_t seconds[] = { 11, 14, 17 };

	(void)state;
	options.count = 3;
	world.show_takes_ns = 2 * SECOND_NS + SECOND_NS / 2;
	assert_int_equal(run(&plain_view), 0);
	expect_shows(3, seconds);
}

static void test_no_drift(void **state)
{
	static const uint64_t seconds[] = { 11, 12, 13, 14 };

	(void)state;
	options.count = 4;
	world.show_takes_ns = SECOND_NS / 3;
	assert_int_equal(run(&plain_view), 0);
	expect_shows(4, seconds);
}

static void test_the_user_ends_it_with_a_last_one(void **state)
{
	(void)state;
	world.stop_at_ns = 11 * SECOND_NS + SECOND_NS / 2;
	assert_int_equal(run(&plain_view), 0);
	assert_int_equal(world.nr_shows, 2);
	assert_int_equal(world.shows[1].at_ns, world.stop_at_ns);
	assert_int_equal(world.shows[1].prev_ns, 11 * SECOND_NS);
}

static void test_a_last_one_when_the_session_is_over(void **state)
{
	(void)state;
	world.over_at_ns = 12 * SECOND_NS + SECOND_NS / 2;
	assert_int_equal(run(&plain_view), 0);
	assert_int_equal(world.nr_shows, 3);
	assert_int_equal(world.shows[2].prev_ns, 12 * SECOND_NS);
	assert_int_equal(world.nr_renews, 2);
}

static void test_a_closed_pipe_is_a_quiet_end(void **state)
{
	(void)state;
	world.pipe_at_ns = 10 * SECOND_NS + SECOND_NS / 2;
	assert_int_equal(run(&plain_view), 0);
	assert_int_equal(world.nr_shows, 0);
}

static void test_a_pipe_that_closes_while_writing(void **state)
{
	(void)state;
	world.show_code = -EPIPE;
	assert_int_equal(run(&plain_view), 0);
	assert_int_equal(world.nr_shows, 1);
}

static void test_errors_come_through(void **state)
{
	(void)state;
	world.show_code = -ENOSPC;
	assert_int_equal(run(&plain_view), -ENOSPC);
	assert_string_equal(err.text, "view: refused");
	setup(NULL);
	world.snapshot_code = -EIO;
	assert_int_equal(run(&plain_view), -EIO);
	assert_string_equal(err.text, "read targets: refused");
	assert_int_equal(world.nr_shows, 0);
}

static void test_a_live_view_ends_by_key_or_signal(void **state)
{
	static const uint64_t seconds[] = { 11, 12 };

	(void)state;
	world.pipe_at_ns = 12 * SECOND_NS + SECOND_NS / 2;
	assert_int_equal(run(&live_view), 0);
	expect_shows(2, seconds);
	setup(NULL);
	world.stop_at_ns = 12 * SECOND_NS + SECOND_NS / 2;
	assert_int_equal(run(&live_view), 0);
	expect_shows(2, seconds);
}

static void add_event(uint32_t target, uint64_t at_ns)
{
	world.events[world.nr_events++] = (struct event) {
		.target_id = target,
		.time_ns = at_ns,
	};
}

static void test_events_of_interest_until_the_count(void **state)
{
	(void)state;
	options.count = 2;
	add_event(1, 10 * SECOND_NS + 1);
	add_event(2, 10 * SECOND_NS + 1);
	add_event(1, 12 * SECOND_NS + 1);
	add_event(1, 12 * SECOND_NS + 1);
	world.lost = 5;
	assert_int_equal(run(&event_view), 0);
	assert_int_equal(world.nr_seen, 2);
	assert_int_equal(world.nr_shows, 3);
	assert_int_equal(world.shows[0].at_ns, 10 * SECOND_NS);
	assert_int_equal(world.shows[0].lost, 0);
	assert_int_equal(world.shows[1].lost, 5);
	assert_int_equal(world.shows[2].lost, 5);
}

static void run_with_a_new_process(void)
{
	options.count = 1;
	add_event(1, 10 * SECOND_NS + 1);
	world.events[0].type = EVENT_PROCESS_START;
	assert_int_equal(run(&event_view), 0);
	assert_int_equal(world.nr_seen, 1);
}

static void test_a_new_process_in_a_container_gets_its_name(void **state)
{
	(void)state;
	run_with_a_new_process();
	assert_int_equal(world.nr_shows, 1);
	setup(NULL);
	world.is_container = true;
	run_with_a_new_process();
	assert_int_equal(world.nr_shows, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_every_interval_until_the_count, setup),
		cmocka_unit_test_setup(test_by_the_clock_whatever_showing_takes, setup),
		cmocka_unit_test_setup(test_no_drift, setup),
		cmocka_unit_test_setup(test_the_user_ends_it_with_a_last_one, setup),
		cmocka_unit_test_setup(test_a_last_one_when_the_session_is_over, setup),
		cmocka_unit_test_setup(test_a_closed_pipe_is_a_quiet_end, setup),
		cmocka_unit_test_setup(test_a_pipe_that_closes_while_writing, setup),
		cmocka_unit_test_setup(test_errors_come_through, setup),
		cmocka_unit_test_setup(test_a_live_view_ends_by_key_or_signal, setup),
		cmocka_unit_test_setup(test_events_of_interest_until_the_count, setup),
		cmocka_unit_test_setup(test_a_new_process_in_a_container_gets_its_name, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
