// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/sequence.h"

static void test_the_first_is_no_loss(void **state)
{
	struct sequence sequence = {};

	(void)state;
	assert_int_equal(sequence_take(&sequence, 1000), 0);
	assert_int_equal(sequence_take(&sequence, 1001), 0);
}

static void test_a_gap_is_counted(void **state)
{
	struct sequence sequence = {};

	(void)state;
	sequence_take(&sequence, 1);
	assert_int_equal(sequence_take(&sequence, 5), 3);
	assert_int_equal(sequence_take(&sequence, 6), 0);
}

static void test_an_overrun_counts_once(void **state)
{
	struct sequence sequence = {};

	(void)state;
	sequence_take(&sequence, 1);
	assert_int_equal(sequence_overrun(&sequence), 1);
	assert_int_equal(sequence_overrun(&sequence), 0);
	assert_int_equal(sequence_take(&sequence, 5), 2);
	assert_int_equal(sequence_take(&sequence, 7), 1);
}

static void test_an_overrun_before_the_first_event(void **state)
{
	struct sequence sequence = {};

	(void)state;
	assert_int_equal(sequence_overrun(&sequence), 1);
	assert_int_equal(sequence_take(&sequence, 50), 0);
	assert_int_equal(sequence_take(&sequence, 53), 1);
	assert_int_equal(sequence_take(&sequence, 55), 1);
}

/* The socket tells of a loss at once, and only then hands out what it had before. */
static void test_an_overrun_counts_once_behind_what_was_buffered(void **state)
{
	struct sequence sequence = {};

	(void)state;
	sequence_take(&sequence, 1);
	assert_int_equal(sequence_overrun(&sequence), 1);
	assert_int_equal(sequence_take(&sequence, 2), 0);
	assert_int_equal(sequence_take(&sequence, 3), 0);
	assert_int_equal(sequence_take(&sequence, 10), 5);
	assert_int_equal(sequence_take(&sequence, 12), 1);
}

static void test_a_number_from_the_past_changes_nothing(void **state)
{
	struct sequence sequence = {};

	(void)state;
	sequence_take(&sequence, 10);
	assert_int_equal(sequence_take(&sequence, 3), 0);
	assert_int_equal(sequence_take(&sequence, 12), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_is_no_loss),
		cmocka_unit_test(test_a_gap_is_counted),
		cmocka_unit_test(test_an_overrun_counts_once),
		cmocka_unit_test(test_an_overrun_before_the_first_event),
		cmocka_unit_test(test_an_overrun_counts_once_behind_what_was_buffered),
		cmocka_unit_test(test_a_number_from_the_past_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
