// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/delta.h"
#include "model/histogram.h"

static struct mapgc_snapshot_args prev, now, added;

static int setup(void **state)
{
	(void)state;
	memset(&prev, 0, sizeof(prev));
	memset(&now, 0, sizeof(now));
	now.elapsed_ns = 3000;
	prev.elapsed_ns = 1000;
	return 0;
}

static void test_first_is_since_attach(void **state)
{
	(void)state;
	now.hits = 7;
	assert_false(delta_figures(NULL, &now, &added));
	assert_memory_equal(&added, &now, sizeof(now));
}

static void test_every_counter_is_subtracted(void **state)
{
	(void)state;
	prev.ops[MAPGC_OP_WRITE][31] = 5;
	now.ops[MAPGC_OP_WRITE][31] = 9;
	now.inferred[MAPGC_OP_MAKE][0] = 3;
	prev.losses[MAPGC_LOSS_ARM_FAILED] = 1;
	now.losses[MAPGC_LOSS_ARM_FAILED] = 4;
	prev.pauses[MAPGC_PAUSE_OTHER_STOPPING].buckets[417] = 1;
	now.pauses[MAPGC_PAUSE_OTHER_STOPPING].buckets[417] = 2;
	assert_true(delta_figures(&prev, &now, &added));
	assert_int_equal(added.elapsed_ns, 2000);
	assert_int_equal(added.ops[MAPGC_OP_WRITE][31], 4);
	assert_int_equal(added.inferred[MAPGC_OP_MAKE][0], 3);
	assert_int_equal(added.losses[MAPGC_LOSS_ARM_FAILED], 3);
	assert_int_equal(added.pauses[MAPGC_PAUSE_OTHER_STOPPING].buckets[417], 1);
}

static void expect_new(__u64 *counter)
{
	*counter = 1;
	now.hits = 5;
	assert_false(delta_figures(&prev, &now, &added));
	assert_memory_equal(&added, &now, sizeof(now));
	*counter = 0;
}

static void test_a_counter_that_fell_is_another_target(void **state)
{
	(void)state;
	expect_new(&prev.ops[MAPGC_OP_READ][0]);
	expect_new(&prev.inferred[MAPGC_OP_MAKE][31]);
	expect_new(&prev.cycles);
	expect_new(&prev.losses[MAPGC_LOSSES - 1]);
	expect_new(&prev.pauses[MAPGC_PAUSES - 1].sum_ns);
	expect_new(&prev.pauses[0].buckets[0]);
	prev.elapsed_ns = 0;
	assert_true(delta_figures(&prev, &now, &added));
}

static void test_largest_pause_of_the_interval(void **state)
{
	struct mapgc_hist *before = &prev.pauses[0], *after = &now.pauses[0];

	(void)state;
	before->max_ns = 9000;
	after->max_ns = 9000;
	before->buckets[histogram_bucket(9000)] = 1;
	after->buckets[histogram_bucket(9000)] = 1;
	assert_true(delta_figures(&prev, &now, &added));
	assert_int_equal(added.pauses[0].max_ns, 0);
	after->buckets[histogram_bucket(2048)] = 1;
	assert_true(delta_figures(&prev, &now, &added));
	assert_int_equal(added.pauses[0].max_ns, 2176);
	after->buckets[histogram_bucket(9000)] = 2;
	assert_true(delta_figures(&prev, &now, &added));
	assert_int_equal(added.pauses[0].max_ns, 9000);
	after->max_ns = 12345;
	assert_true(delta_figures(&prev, &now, &added));
	assert_int_equal(added.pauses[0].max_ns, 12345);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_first_is_since_attach, setup),
		cmocka_unit_test_setup(test_every_counter_is_subtracted, setup),
		cmocka_unit_test_setup(test_a_counter_that_fell_is_another_target, setup),
		cmocka_unit_test_setup(test_largest_pause_of_the_interval, setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("model_delta", tests, NULL, NULL);
}
