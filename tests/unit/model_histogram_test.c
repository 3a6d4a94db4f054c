// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/histogram.h"

/* The table in <linux/mapgc.h>, word by word. */
static void test_geometry_is_the_documented_one(void **state)
{
	(void)state;
	assert_int_equal(histogram_low_ns(0), 0);
	assert_int_equal(histogram_high_ns(0), 1 << 10);
	for (unsigned int o = 0; o <= 25; o++) {
		for (unsigned int s = 0; s <= 15; s++) {
			unsigned int bucket = 1 + 16 * o + s;

			assert_int_equal(histogram_low_ns(bucket), (uint64_t)(16 + s) << (o + 6));
			assert_int_equal(histogram_high_ns(bucket), (uint64_t)(17 + s) << (o + 6));
		}
	}
	assert_int_equal(histogram_low_ns(417), 1ull << 36);
	assert_true(histogram_high_ns(417) == HISTOGRAM_UNBOUNDED);
}

static void test_value_falls_into_its_bucket(void **state)
{
	(void)state;
	for (unsigned int bucket = 0; bucket < MAPGC_HIST_BUCKETS; bucket++) {
		assert_int_equal(histogram_bucket(histogram_low_ns(bucket)), bucket);
		assert_int_equal(histogram_bucket(histogram_high_ns(bucket) - 1), bucket);
	}
	assert_int_equal(histogram_bucket(UINT64_MAX), 417);
}

static void test_columns_keep_every_value(void **state)
{
	static struct mapgc_hist hist;
	uint64_t columns[72], sum = 0, expected = 0;

	(void)state;
	for (unsigned int i = 0; i < MAPGC_HIST_BUCKETS; i++) {
		hist.buckets[i] = i + 1;
		expected += i + 1;
	}
	histogram_columns(&hist, columns, 72);
	for (int i = 0; i < 72; i++)
		sum += columns[i];
	assert_int_equal(sum, expected);
	histogram_columns(&hist, columns, 1);
	assert_int_equal(columns[0], expected);
}

static void test_columns_hold_what_their_axis_says(void **state)
{
	static const uint64_t values_ns[] = { 1, 5000, 1000000, 20000000000, 1ull << 40 };

	(void)state;
	for (size_t i = 0; i < sizeof(values_ns) / sizeof(values_ns[0]); i++) {
		struct mapgc_hist hist = { 0 };
		uint64_t columns[50];

		hist.buckets[histogram_bucket(values_ns[i])] = 1;
		histogram_columns(&hist, columns, 50);
		assert_int_equal(columns[histogram_column(values_ns[i], 50)], 1);
	}
	assert_int_equal(histogram_column(1, 50), 0);
	assert_int_equal(histogram_column(UINT64_MAX, 50), 49);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_geometry_is_the_documented_one),
		cmocka_unit_test(test_value_falls_into_its_bucket),
		cmocka_unit_test(test_columns_keep_every_value),
		cmocka_unit_test(test_columns_hold_what_their_axis_says),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_histogram", tests, NULL, NULL);
}
