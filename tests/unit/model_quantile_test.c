// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/histogram.h"
#include "model/quantile.h"

static struct mapgc_hist hist;

static int setup(void **state)
{
	(void)state;
	memset(&hist, 0, sizeof(hist));
	return 0;
}

static void add(uint64_t value_ns, uint64_t nr)
{
	hist.count += nr;
	hist.sum_ns += value_ns * nr;
	hist.max_ns = value_ns > hist.max_ns ? value_ns : hist.max_ns;
	hist.buckets[histogram_bucket(value_ns)] += nr;
}

static void test_nothing(void **state)
{
	(void)state;
	assert_int_equal(quantile_ns(&hist, 500), 0);
}

static void test_never_above_the_largest(void **state)
{
	(void)state;
	add(5000, 1);
	assert_int_equal(quantile_ns(&hist, 500), 5000);
	assert_int_equal(quantile_ns(&hist, 990), 5000);
	add(1ull << 37, 1);
	assert_int_equal(quantile_ns(&hist, 1000), 1ull << 37);
}

static void test_rank_is_the_nearest_one(void **state)
{
	(void)state;
	add(2048, 99);		/* bucket ends at 2176 */
	add(1000000, 1);
	assert_int_equal(quantile_ns(&hist, 500), 2176);
	assert_int_equal(quantile_ns(&hist, 990), 2176);
	assert_int_equal(quantile_ns(&hist, 991), 1000000);
	assert_int_equal(quantile_ns(&hist, 0), 2176);
}

static void test_error_is_a_sixteenth_at_most(void **state)
{
	(void)state;
	for (uint64_t value_ns = 1024; value_ns < 60000000000; value_ns += value_ns / 7 + 1) {
		uint64_t found_ns;

		memset(&hist, 0, sizeof(hist));
		add(value_ns, 10);
		add(1ull << 36, 1);
		found_ns = quantile_ns(&hist, 500);
		assert_true(found_ns >= value_ns && found_ns - value_ns <= value_ns / 16 + 1);
	}
}

static void test_large_counts_do_not_overflow(void **state)
{
	(void)state;
	add(2048, UINT64_MAX / 4);
	add(70000, UINT64_MAX / 4);
	assert_int_equal(quantile_ns(&hist, 490), 2176);
	assert_int_equal(quantile_ns(&hist, 990), 70000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_nothing, setup),
		cmocka_unit_test_setup(test_never_above_the_largest, setup),
		cmocka_unit_test_setup(test_rank_is_the_nearest_one, setup),
		cmocka_unit_test_setup(test_error_is_a_sixteenth_at_most, setup),
		cmocka_unit_test_setup(test_large_counts_do_not_overflow, setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_quantile", tests, NULL, NULL);
}
