// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/charset.h"
#include "text/utf8.h"
#include "view/bar.h"

static size_t columns_of(const char *text)
{
	size_t columns = 0;
	uint32_t code;

	for (; *text; columns++) {
		text += utf8_decode(text, &code);
		assert_true(code != UTF8_INVALID);
	}
	return columns;
}

static void test_bar_is_as_long_as_its_figure(void **state)
{
	struct bar_style style = { glyphs_choose(), 10, 100 };
	char bar[BAR_SIZE];

	(void)state;
	assert_string_equal(bar_draw(bar, &style, 0, 0), "");
	assert_string_equal(bar_draw(bar, &style, 50, 0), "█████");
	assert_string_equal(bar_draw(bar, &style, 55, 0), "█████▌");
	assert_string_equal(bar_draw(bar, &style, 100, 0), "██████████");
	assert_string_equal(bar_draw(bar, &style, 900, 0), "██████████");
}

static void test_parts_are_apart_and_end_at_their_sum(void **state)
{
	struct bar_style style = { glyphs_choose(), 10, 100 };
	char bar[BAR_SIZE];

	(void)state;
	assert_string_equal(bar_draw(bar, &style, 50, 20), "█████▒▒");
	assert_string_equal(bar_draw(bar, &style, 0, 100), "▒▒▒▒▒▒▒▒▒▒");
	assert_int_equal(columns_of(bar_draw(bar, &style, 50, 50)), 10);
}

static void test_the_smallest_figure_is_seen(void **state)
{
	struct bar_style style = { glyphs_choose(), 10, 1e9 };
	char bar[BAR_SIZE];

	(void)state;
	assert_string_equal(bar_draw(bar, &style, 1, 0), "▏");
	assert_string_equal(bar_draw(bar, &style, 0, 1), "▒");
	assert_string_equal(bar_draw(bar, &style, 5e8, 1), "█████▒");
	assert_int_equal(bar_eighths(1, 1000000, 6, 0), 1);
	assert_int_equal(bar_shade(1, 1e12, 4), 1);
}

static void test_widest_bar_fits_its_buffer(void **state)
{
	struct bar_style style = { glyphs_choose(), BAR_COLUMNS_MAX, 7 };
	char bar[BAR_SIZE];

	(void)state;
	for (double known = 0; known <= 7; known += 0.01)
		assert_true(columns_of(bar_draw(bar, &style, known, 7 - known)) <=
			    BAR_COLUMNS_MAX);
}

static void test_upright_bar_is_built_of_cells(void **state)
{
	(void)state;
	assert_int_equal(bar_eighths(50, 100, 2, 0), 8);
	assert_int_equal(bar_eighths(50, 100, 2, 1), 0);
	assert_int_equal(bar_eighths(75, 100, 2, 1), 4);
	assert_int_equal(bar_eighths(100, 100, 3, 2), 8);
	assert_int_equal(bar_eighths(0, 100, 3, 0), 0);
	assert_int_equal(bar_eighths(0, 0, 3, 0), 0);
}

static void test_every_shade_is_ten_fold(void **state)
{
	(void)state;
	assert_int_equal(bar_shade(0, 1000, 4), 0);
	assert_int_equal(bar_shade(-1, 1000, 4), 0);
	assert_int_equal(bar_shade(1000, 1000, 4), 4);
	assert_int_equal(bar_shade(101, 1000, 4), 4);
	assert_int_equal(bar_shade(99, 1000, 4), 3);
	assert_int_equal(bar_shade(9, 1000, 4), 2);
	assert_int_equal(bar_shade(0.9, 1000, 4), 1);
	assert_int_equal(bar_shade(5, 0, 4), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bar_is_as_long_as_its_figure),
		cmocka_unit_test(test_parts_are_apart_and_end_at_their_sum),
		cmocka_unit_test(test_the_smallest_figure_is_seen),
		cmocka_unit_test(test_widest_bar_fits_its_buffer),
		cmocka_unit_test(test_upright_bar_is_built_of_cells),
		cmocka_unit_test(test_every_shade_is_ten_fold),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	charset_init();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("view_bar", tests, NULL, NULL);
}
