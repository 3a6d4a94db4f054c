// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "synth/canned.h"
#include "host/clock.h"
#include "host/pidns.h"
#include "view/view.h"

static char *text;
static size_t size;
static void *view;
static struct view_setup setup_args;

static int setup(void **state)
{
	struct error err;

	(void)state;
	size = 0;
	setup_args.out = open_memstream(&text, &size);
	return events_view.begin(&setup_args, &view, &err);
}

static int teardown(void **state)
{
	(void)state;
	events_view.end(view);
	fclose(setup_args.out);
	free(text);
	return 0;
}

/* What a line holds; flushed by the view, so it is there already. */
static json_t *line(size_t offset)
{
	json_error_t err;
	json_t *object = json_loads(text + offset, JSON_DISABLE_EOF_CHECK, &err);

	assert_non_null(object);
	assert_int_equal(text[size - 1], '\n');
	return object;
}

static json_t *send(const struct event *event)
{
	struct error err;
	size_t offset = size;

	assert_int_equal(events_view.event(view, event, &err), 0);
	return line(offset);
}

static const char *string(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static double real(json_t *object, const char *key)
{
	assert_true(json_is_real(json_object_get(object, key)));
	return json_real_value(json_object_get(object, key));
}

static const struct event gc_pause = {
	.type = EVENT_PAUSE, .target_id = 3, .host_pid = 4007, .time_ns = 12000000345,
	.seq = 17, .is_gc = true, .is_exact = true, .has_stopping = true, .cycle = 5,
	.total_ns = 123456, .stopping_ns = 7, .off_cpu_ns = 1000000001,
};

static void test_pause(void **state)
{
	json_t *object = send(&gc_pause);

	(void)state;
	assert_string_equal(string(object, "schema"), "mapgc/1");
	assert_string_equal(string(object, "event"), "pause");
	assert_string_equal(string(object, "kind"), "gc");
	assert_string_equal(string(object, "source"), "runtime");
	assert_int_equal(json_integer_value(json_object_get(object, "target")), 3);
	assert_int_equal(json_integer_value(json_object_get(object, "host_pid")), 4007);
	assert_int_equal(json_integer_value(json_object_get(object, "cycle")), 5);
	assert_int_equal(llround(real(object, "monotonic_seconds") * 1e9), 12000000345);
	assert_int_equal(llround(real(object, "total_seconds") * 1e9), 123456);
	assert_int_equal(llround(real(object, "stopping_seconds") * 1e9), 7);
	assert_int_equal(llround(real(object, "off_cpu_seconds") * 1e9), 1000000001);
	json_decref(object);
}

static void test_pause_from_probes(void **state)
{
	struct event event = gc_pause;
	json_t *object;

	(void)state;
	event.is_gc = false;
	event.is_exact = false;
	event.has_stopping = false;
	object = send(&event);
	assert_string_equal(string(object, "kind"), "other");
	assert_string_equal(string(object, "source"), "probe");
	assert_true(json_is_null(json_object_get(object, "stopping_seconds")));
	json_decref(object);
}

static void test_wall_time_is_that_of_the_clock(void **state)
{
	struct event event = gc_pause;
	double before, after, time;
	json_t *object;

	(void)state;
	event.time_ns = clock_monotonic_ns();
	before = clock_wall_ns() / 1e9;
	object = send(&event);
	after = clock_wall_ns() / 1e9;
	time = real(object, "time_seconds");
	/* an hour would be the wrong clock, not a slow machine */
	assert_true(time > before - 3600 && time < after + 3600);
	json_decref(object);
}

static void test_lifetimes(void **state)
{
	static const struct {
		enum event_type type;
		const char *name;
	} rows[] = {
		{ EVENT_PROCESS_START, "process_start" },
		{ EVENT_PROCESS_EXIT, "process_exit" },
		{ EVENT_TARGET_ATTACH, "target_attach" },
		{ EVENT_TARGET_DETACH, "target_detach" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool is_process = i < 2;
		struct event event = {
			.type = rows[i].type, .target_id = 1, .host_pid = is_process ? 5 : 0,
		};
		json_t *object = send(&event);

		assert_string_equal(string(object, "event"), rows[i].name);
		assert_true(!json_object_get(object, "host_pid") == !is_process);
		assert_null(json_object_get(object, "total_seconds"));
		json_decref(object);
	}
}

static void show(const struct snapshot *snapshot)
{
	struct error err;

	assert_int_equal(events_view.show(view, NULL, snapshot, &err), 0);
}

static void test_pid_of_this_namespace(void **state)
{
	struct snapshot snapshot;
	struct event event = gc_pause;
	json_t *object;

	(void)state;
	canned_snapshot(CANNED_EXACT, 0, &snapshot);
	show(&snapshot);
	snapshot_deinit(&snapshot);
	object = send(&gc_pause);
	assert_int_equal(json_integer_value(json_object_get(object, "pid")),
			 pidns_is_initial() ? 4007 : 7);
	json_decref(object);
	event.host_pid = 999;
	object = send(&event);
	assert_true(json_is_null(json_object_get(object, "pid")) != pidns_is_initial());
	json_decref(object);
}

static void test_loss_is_told_once(void **state)
{
	struct snapshot snapshot;
	size_t offset = size;
	json_t *object;

	(void)state;
	canned_snapshot(CANNED_WINDOWS, 1, &snapshot);
	show(&snapshot);
	object = line(offset);
	assert_string_equal(string(object, "event"), "loss");
	assert_int_equal(json_integer_value(json_object_get(object, "reader_event_lost_total")),
			 3);
	assert_int_equal(json_integer_value(json_object_get(object, "event_dropped_total")),
			 12345);
	json_decref(object);
	offset = size;
	show(&snapshot);
	assert_int_equal(size, offset);
	snapshot_deinit(&snapshot);
}

static void test_closed_output_is_an_error(void **state)
{
	struct view_setup closed = { .out = fopen("/dev/full", "w") };
	struct error err = { "" };
	void *other;

	(void)state;
	assert_int_equal(events_view.begin(&closed, &other, &err), 0);
	assert_true(events_view.event(other, &gc_pause, &err) < 0);
	assert_non_null(strstr(err.text, "No space left on device"));
	events_view.end(other);
	fclose(closed.out);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_pause),
		TEST(test_pause_from_probes),
		TEST(test_wall_time_is_that_of_the_clock),
		TEST(test_lifetimes),
		TEST(test_pid_of_this_namespace),
		TEST(test_loss_is_told_once),
		TEST(test_closed_output_is_an_error),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("view_events", tests, NULL, NULL);
}
