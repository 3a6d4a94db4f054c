// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cmd/sampling.h"

static void test_a_small_budget_is_one_window_a_second(void **state)
{
	(void)state;
	assert_int_equal(sampling_period_ms(0), 1000);
	assert_int_equal(sampling_period_ms(100), 1000);
	assert_int_equal(sampling_period_ms(10000), 1000);
}

static void test_a_larger_one_buys_more(void **state)
{
	(void)state;
	assert_int_equal(sampling_period_ms(20000), 500);
	assert_int_equal(sampling_period_ms(50000), 200);
}

static void test_five_a_second_are_enough(void **state)
{
	(void)state;
	assert_int_equal(sampling_period_ms(50001), 200);
	assert_int_equal(sampling_period_ms(1000000), 200);
	assert_int_equal(sampling_period_ms(UINT32_MAX), 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_small_budget_is_one_window_a_second),
		cmocka_unit_test(test_a_larger_one_buys_more),
		cmocka_unit_test(test_five_a_second_are_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
