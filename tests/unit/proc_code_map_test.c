// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "proc/code_map.h"

#define CODE	"00400000-004f0000 r-xp 00001000 fe:01 77       "

static struct code_map map;

static int add(const char *line)
{
	return code_map_add(&map, line, "/srv/a program", 77);
}

static int setup(void **state)
{
	(void)state;
	memset(&map, 0, sizeof(map));
	return 0;
}

static void test_code_of_the_executable(void **state)
{
	uint64_t offset;

	(void)state;
	assert_int_equal(add(CODE "/srv/a program"), 0);
	assert_int_equal(map.nr, 1);
	assert_int_equal(code_map_offset(&map, 0x400000, &offset), 0);
	assert_int_equal(offset, 0x1000);
	assert_int_equal(code_map_offset(&map, 0x4effff, &offset), 0);
	assert_int_equal(offset, 0xf0fff);
	assert_int_equal(code_map_offset(&map, 0x4f0000, &offset), -ENOENT);
	assert_int_equal(code_map_offset(&map, 0x3fffff, &offset), -ENOENT);
}

/* Data, a library with the same inode on another device, another file of that name. */
static void test_what_is_not(void **state)
{
	(void)state;
	assert_int_equal(add("00400000-004f0000 rw-p 00001000 fe:01 77 /srv/a program"), 0);
	assert_int_equal(add(CODE "/usr/lib/libc.so.6"), 0);
	assert_int_equal(add(CODE "/srv/a program (deleted)"), 0);
	assert_int_equal(add("00400000-004f0000 r-xp 00001000 fe:01 78 /srv/a program"), 0);
	assert_int_equal(add("7ffd2000-7ffd4000 r-xp 00000000 00:00 0 [vdso]"), 0);
	assert_int_equal(add("7ffd2000-7ffd4000 r-xp 00000000 00:00 0 "), 0);
	assert_int_equal(map.nr, 0);
}

static void test_damaged(void **state)
{
	static const char *const lines[] = { "", "x", "00400000-004f0000", "00400000-004f0000 r-x",
		"004f0000-00400000 r-xp 0 fe:01 77 /srv/a program",
		"00400000-004f0000 r-x 0 fe:01 77 /srv/a program" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_int_equal(add(lines[i]), -EBADMSG);
	assert_int_equal(map.nr, 0);
}

static void test_too_many(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < CODE_MAP_RANGES_MAX; i++)
		assert_int_equal(add(CODE "/srv/a program"), 0);
	assert_int_equal(add(CODE "/srv/a program"), -E2BIG);
	assert_int_equal(map.nr, CODE_MAP_RANGES_MAX);
}

/* This very function is in the file of this process. */
static void test_of_this_process(void **state)
{
	uint64_t offset;

	(void)state;
	assert_int_equal(code_map_read(getpid(), &map), 0);
	assert_true(map.nr > 0);
	assert_int_equal(code_map_offset(&map, (uintptr_t)test_of_this_process, &offset), 0);
	assert_int_equal(code_map_offset(&map, (uintptr_t)&map, &offset), -ENOENT);
	assert_int_equal(code_map_read(0x7fffffff, &map), -ESRCH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_code_of_the_executable, setup),
		cmocka_unit_test_setup(test_what_is_not, setup),
		cmocka_unit_test_setup(test_damaged, setup),
		cmocka_unit_test_setup(test_too_many, setup),
		cmocka_unit_test_setup(test_of_this_process, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
