// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "resolve/cursor.h"

static void test_numbers_are_little_endian(void **state)
{
	static const uint8_t data[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
	struct cursor cur;

	(void)state;
	cursor_init(&cur, data, sizeof(data));
	assert_int_equal(cursor_u8(&cur), 1);
	assert_int_equal(cursor_u16(&cur), 0x0302);
	assert_int_equal(cursor_u32(&cur), 0x07060504);
	assert_true(cursor_u64(&cur) == 0x0f0e0d0c0b0a0908);
	assert_false(cur.is_short);
}

static void test_reads_beyond_the_end_give_nothing(void **state)
{
	static const uint8_t data[] = { 1, 2, 3 };
	struct cursor cur;

	(void)state;
	cursor_init(&cur, data, sizeof(data));
	assert_int_equal(cursor_u32(&cur), 0);
	assert_true(cur.is_short);
	assert_int_equal(cursor_u8(&cur), 0);
	assert_null(cursor_bytes(&cur, 0));

	cursor_init(&cur, data, sizeof(data));
	cursor_skip(&cur, SIZE_MAX);
	assert_true(cur.is_short);
}

static uint64_t uvarint(const char *data, size_t len, struct cursor *cur)
{
	cursor_init(cur, data, len);
	return cursor_uvarint(cur);
}

static void test_uvarint(void **state)
{
	struct cursor cur;

	(void)state;
	assert_int_equal(uvarint("\x7f", 1, &cur), 127);
	assert_int_equal(uvarint("\xac\x02", 2, &cur), 300);
	assert_int_equal(cur.pos, 2);
	assert_true(uvarint("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, &cur) == UINT64_MAX);
	assert_false(cur.is_short);
}

static void test_uvarint_that_does_not_end(void **state)
{
	struct cursor cur;

	(void)state;
	assert_int_equal(uvarint("\x80\x80", 2, &cur), 0);
	assert_true(cur.is_short);
	assert_int_equal(uvarint("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, &cur), 0);
	assert_true(cur.is_short);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_are_little_endian),
		cmocka_unit_test(test_reads_beyond_the_end_give_nothing),
		cmocka_unit_test(test_uvarint),
		cmocka_unit_test(test_uvarint_that_does_not_end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_cursor", tests, NULL, NULL);
}
