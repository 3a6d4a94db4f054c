// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "resolve/pcvalue.h"
#include "synth/go_binary.h"

#define ENTRY	0x1000
#define AT	7	/* tables do not start where the file does */

static uint8_t file[4096];

static int find(size_t len, uint64_t va, int32_t *ret)
{
	struct pcvalue_table table = {
		.offset = AT, .end = AT + len, .entry = ENTRY, .quantum = 1,
	};
	struct elf_image image = { .bytes = AT + len };
	int rc;

	image.fd = go_binary_fd(file, AT + len);
	rc = pcvalue_find(&table, &image, va, ret);
	close(image.fd);
	return rc;
}

static void expect(size_t len, uint64_t va, int32_t value)
{
	int32_t found;

	assert_int_equal(find(len, va, &found), 0);
	assert_int_equal(found, value);
}

static void put(size_t at, const void *bytes, size_t len)
{
	const uint8_t *from = bytes;
	size_t i;

	for (i = 0; i < len; i++)
		file[AT + at + i] = from[i];
}

/* From -1 by 4 to 3 for 2 bytes, by -2 to 1 for 0x81, and the end. */
static void test_changes(void **state)
{
	static const uint8_t bytes[] = { 8, 2, 3, 0x81, 1, 0, 9 };

	(void)state;
	put(0, bytes, sizeof(bytes));
	expect(sizeof(bytes), ENTRY, 3);
	expect(sizeof(bytes), ENTRY + 1, 3);
	expect(sizeof(bytes), ENTRY + 2, 1);
	expect(sizeof(bytes), ENTRY + 2 + 0x80, 1);
	expect(sizeof(bytes), ENTRY + 2 + 0x81, PCVALUE_NONE);
	expect(sizeof(bytes), ENTRY + 100000, PCVALUE_NONE);
}

/* A change of 0 is one only at the start: there it leaves -1 as it is. */
static void test_starts_with_nothing(void **state)
{
	static const uint8_t bytes[] = { 0, 4, 2, 1, 0 };

	(void)state;
	put(0, bytes, sizeof(bytes));
	expect(sizeof(bytes), ENTRY + 3, PCVALUE_NONE);
	expect(sizeof(bytes), ENTRY + 4, 0);
}

static void test_longer_than_a_chunk(void **state)
{
	size_t i, pairs = 1000;

	(void)state;
	for (i = 0; i < pairs; i++)
		put(2 * i, (const uint8_t[]){ 2, 1 }, 2);
	put(2 * pairs, (const uint8_t[]){ 0 }, 1);
	expect(2 * pairs + 1, ENTRY, 0);
	expect(2 * pairs + 1, ENTRY + 500, 500);
	expect(2 * pairs + 1, ENTRY + pairs - 1, pairs - 1);
	expect(2 * pairs + 1, ENTRY + pairs, PCVALUE_NONE);
}

static void test_no_table(void **state)
{
	struct pcvalue_table table = { .offset = 0, .end = 100, .entry = ENTRY, .quantum = 1 };
	struct elf_image image = { .fd = -1 };
	int32_t value = 5;

	(void)state;
	assert_int_equal(pcvalue_find(&table, &image, ENTRY, &value), 0);
	assert_int_equal(value, PCVALUE_NONE);
}

static void test_damaged(void **state)
{
	static const struct {
		uint8_t bytes[16];
		size_t len;
	} tables[] = {
		{ { 0 }, 0 },				/* nothing there */
		{ { 8 }, 1 },				/* half a pair */
		{ { 8, 1, 0x80 }, 3 },			/* a cut varint */
		{ { 8, 0, 0 }, 3 },			/* for no code */
		{ { 8, 1, 2, 0 }, 4 },
		{ { 0x80, 0x80, 0x80, 0x80, 0x10, 1, 0 }, 7 },	/* 2^32 */
		{ { 8, 0x80, 0x80, 0x80, 0x80, 0x10, 0 }, 7 },
		{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1 }, 12 },
	};
	int32_t value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		put(0, tables[i].bytes, tables[i].len);
		assert_int_equal(find(tables[i].len, ENTRY + 1, &value), -EINVAL);
		assert_int_equal(value, PCVALUE_NONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_starts_with_nothing),
		cmocka_unit_test(test_longer_than_a_chunk),
		cmocka_unit_test(test_no_table),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
