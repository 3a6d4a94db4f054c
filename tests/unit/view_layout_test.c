// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/history.h"
#include "view/layout.h"

static void test_standard_terminal_shows_everything(void **state)
{
	struct layout layout = layout_compute(24, 80, 6);

	(void)state;
	assert_false(layout.is_too_small);
	assert_true(layout.depth_rows >= 6);
	assert_false(layout.is_cut);
	assert_true(layout.hist_rows >= 1);
	assert_true(layout.heat_columns >= 30);
	assert_int_equal(layout.keys_y, 23);
}

/* Nothing overlaps and nothing leaves the screen, whatever its size. */
static void test_every_size(void **state)
{
	(void)state;
	for (int rows = 1; rows <= 120; rows++) {
		for (int columns = 1; columns <= 300; columns += 7) {
			for (int depths = 0; depths <= 32; depths++) {
				struct layout l = layout_compute(rows, columns, depths);

				if (l.is_too_small) {
					assert_true(rows < LAYOUT_ROWS_MIN ||
						    columns < LAYOUT_COLUMNS_MIN);
					continue;
				}
				assert_true(l.depth_rows >= 1);
				assert_int_equal(l.is_cut, l.depth_rows < depths);
				assert_int_equal(l.kinds_y, l.depth_y + l.depth_rows + 2);
				assert_int_equal(l.pause_y, l.kinds_y + 1);
				assert_int_equal(l.hist_y, l.pause_y + 5);
				assert_true(l.hist_y + (l.hist_rows ? 2 * l.hist_rows + 1 : 0) <=
					    l.loss_y);
				assert_int_equal(l.keys_y, rows - 1);
				assert_true(l.heat_x + l.heat_columns <= columns);
				assert_true(l.heat_columns <= HISTORY_INTERVALS);
				assert_true(LAYOUT_BAR_X + l.bar_columns < l.heat_x);
			}
		}
	}
}

static void test_room_goes_to_the_depths_first(void **state)
{
	(void)state;
	assert_int_equal(layout_compute(60, 120, 20).depth_rows, 20);
	assert_true(layout_compute(60, 120, 20).hist_rows > layout_compute(30, 120, 5).hist_rows);
	assert_true(layout_compute(24, 80, 32).is_cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_standard_terminal_shows_everything),
		cmocka_unit_test(test_every_size),
		cmocka_unit_test(test_room_goes_to_the_depths_first),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("view_layout", tests, NULL, NULL);
}
