// SPDX-License-Identifier: GPL-2.0
/* What the JSON promises, read back by a JSON library. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "synth/canned.h"
#include "view/view.h"

static struct snapshot prev, now;
static json_t *root, *target;

static void show(enum canned scenario, unsigned int step)
{
	canned_snapshot(scenario, step - 1, &prev);
	canned_snapshot(scenario, step, &now);
}

/* Writes prev and now, and reads back what was written for now's first target. */
static void parse(size_t index)
{
	char *text = NULL;
	size_t size = 0;
	struct view_setup setup = { .out = open_memstream(&text, &size) };
	struct error err = { "" };
	json_error_t json_err;
	void *state;

	assert_int_equal(json_view.begin(&setup, &state, &err), 0);
	assert_int_equal(json_view.show(state, &prev, &now, &err), 0);
	json_view.end(state);
	fclose(setup.out);
	assert_int_equal(text[size - 1], '\n');
	root = json_loads(text, JSON_REJECT_DUPLICATES, &json_err);
	free(text);
	assert_non_null(root);
	target = json_array_get(json_object_get(root, "targets"), index);
	assert_non_null(target);
}

static int teardown(void **state)
{
	(void)state;
	json_decref(root);
	snapshot_deinit(&prev);
	snapshot_deinit(&now);
	return 0;
}

static uint64_t number_ns(json_t *object, const char *key)
{
	json_t *number = json_object_get(object, key);

	assert_true(json_is_real(number));
	return llround(json_real_value(number) * 1e9);
}

static json_t *pause(const char *kind, const char *phase)
{
	json_t *pauses = json_object_get(json_object_get(target, "gc"), "pauses");

	return json_object_get(json_object_get(pauses, kind), phase);
}

static void test_times_round_trip_to_the_nanosecond(void **state)
{
	struct mapgc_hist *hist;

	(void)state;
	show(CANNED_EXACT, 5);
	hist = &now.targets[0].figures.pauses[MAPGC_PAUSE_GC_TOTAL];
	hist->sum_ns = 1125899906842623;	/* 13 days of pauses */
	hist->max_ns = 1;
	parse(0);
	assert_int_equal(number_ns(pause("gc", "total"), "sum_seconds"), hist->sum_ns);
	assert_int_equal(number_ns(pause("gc", "total"), "max_seconds"), 1);
}

static void test_buckets_add_up(void **state)
{
	json_t *buckets, *bucket;
	uint64_t sum = 0, last_ns = 0;
	size_t i;

	(void)state;
	show(CANNED_EXACT, 9);
	parse(0);
	buckets = json_object_get(pause("gc", "total"), "buckets");
	json_array_foreach(buckets, i, bucket) {
		assert_true(json_integer_value(json_object_get(bucket, "count")) > 0);
		assert_true(number_ns(bucket, "le_seconds") > last_ns);
		last_ns = number_ns(bucket, "le_seconds");
		sum += json_integer_value(json_object_get(bucket, "count"));
	}
	assert_int_equal(sum, 54);
	assert_int_equal(json_integer_value(json_object_get(pause("gc", "total"), "count")), 54);
}

static uint64_t sum_of_kinds(json_t *object)
{
	uint64_t sum = 0;
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value)
		sum += json_integer_value(value);
	return sum;
}

static void test_depths_and_kinds_add_up(void **state)
{
	json_t *maps, *depth;
	uint64_t sum = 0;
	size_t i;

	(void)state;
	show(CANNED_EXACT, 4);
	parse(0);
	maps = json_object_get(target, "maps");
	json_array_foreach(json_object_get(maps, "depth"), i, depth) {
		uint64_t known = json_integer_value(json_object_get(depth, "observed_ops_total"));
		uint64_t inferred = json_integer_value(json_object_get(depth,
								       "inferred_ops_total"));

		assert_int_equal(sum_of_kinds(json_object_get(depth, "observed_by_kind")), known);
		assert_int_equal(sum_of_kinds(json_object_get(depth, "inferred_by_kind")),
				 inferred);
		sum += known + inferred;
	}
	assert_int_equal(sum_of_kinds(json_object_get(maps, "observed_ops_total")), sum);
}

static void test_unknown_is_null_and_not_zero(void **state)
{
	json_t *maps, *read;

	(void)state;
	show(CANNED_WINDOWS, 2);
	parse(1);
	maps = json_object_get(target, "maps");
	read = json_object_get(json_object_get(maps, "estimated_ops_per_second"), "read");
	assert_true(json_is_null(json_object_get(read, "value")));
	assert_true(json_is_null(json_object_get(read, "high")));
	assert_true(json_is_null(pause("gc", "stopping")));
	assert_true(json_is_null(pause("other", "stopping")));
	assert_true(json_is_null(json_object_get(json_object_get(target, "cost"),
						 "hit_cost_seconds")));
}

static void test_unbounded_bucket(void **state)
{
	json_t *buckets;

	(void)state;
	show(CANNED_WINDOWS, 2);
	parse(1);
	buckets = json_object_get(pause("gc", "total"), "buckets");
	assert_int_equal(json_array_size(buckets), 1);
	assert_true(json_is_null(json_object_get(json_array_get(buckets, 0), "le_seconds")));
}

static void test_foreign_text(void **state)
{
	(void)state;
	show(CANNED_WINDOWS, 2);
	parse(1);
	assert_string_equal(json_string_value(json_object_get(target, "exe")),
			    "/opt/\033[2Jb\xc3\xa4r\xef\xbf\xbd\n/\xe2\x80\xae\x65vil\"\\");
	assert_int_equal(json_array_size(json_object_get(target, "pids")), 0);
	assert_int_equal(json_array_size(json_object_get(target, "host_pids")), 1);
}

#define TEST(name)	cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_times_round_trip_to_the_nanosecond),
		TEST(test_buckets_add_up),
		TEST(test_depths_and_kinds_add_up),
		TEST(test_unknown_is_null_and_not_zero),
		TEST(test_unbounded_bucket),
		TEST(test_foreign_text),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("view_json", tests, NULL, NULL);
}
