// SPDX-License-Identifier: GPL-2.0
/* Tables are counted, not timed: what is one executable is read once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "symbol/symbol_cache.h"
#include "synth/go_program.h"

static struct symbol_cache *cache;
static uint64_t main_va;

static int setup(void **state)
{
	(void)state;
	cache = symbol_cache_create();
	return !cache;
}

static int teardown(void **state)
{
	(void)state;
	symbol_cache_destroy(cache);
	return 0;
}

/* A new file of an executable: another process's copy. */
static int file_of(const char *build_id, size_t c_bytes)
{
	struct go_binary binary;
	int fd;

	go_program_init(&binary, 24);
	binary.build_id = build_id;
	binary.c_bytes = c_bytes;
	go_binary_write(&binary);
	main_va = go_binary_va(&binary, binary.functions[0].name);
	fd = go_binary_fd(binary.file.data, binary.file.len);
	go_binary_deinit(&binary);
	return fd;
}

/* What the cache has of the file, which is closed at once. */
static const struct symbol_table *get(int fd)
{
	const struct symbol_table *table = NULL;
	struct error err = { "" };
	int rc = symbol_cache_get(cache, fd, "program", &table, &err);

	assert_string_equal(err.text, "");
	assert_int_equal(rc, 0);
	close(fd);
	return table;
}

static void expect_symbols(const struct symbol_table *table)
{
	struct symbol_frame frames[SYMBOL_FRAMES_MAX];
	size_t nr;

	assert_int_equal(symbols_find(&table->symbols, main_va, frames, &nr), 0);
	assert_int_equal(nr, 1);
	assert_string_equal(frames[0].function, pclntab_name(&table->program.pclntab, 0));
}

static void test_second_process(void **state)
{
	const struct symbol_table *first, *second;

	(void)state;
	first = get(file_of("a/b/c/d", 0));
	second = get(file_of("a/b/c/d", 0));
	assert_ptr_equal(first, second);
	assert_int_equal(symbol_cache_nr_read(cache), 1);
	expect_symbols(second);		/* although both files are closed */
}

static void test_replaced(void **state)
{
	const struct symbol_table *old, *new;

	(void)state;
	old = get(file_of("a/b/c/d", 0));
	new = get(file_of("a/b/c/e", 0));
	assert_ptr_not_equal(old, new);
	assert_int_equal(symbol_cache_nr_read(cache), 2);
	expect_symbols(old);
	expect_symbols(new);
	assert_ptr_equal(get(file_of("a/b/c/d", 0)), old);
	assert_int_equal(symbol_cache_nr_read(cache), 2);
}

/* Of the same build, but other code in it. */
static void test_other_length(void **state)
{
	(void)state;
	get(file_of("a/b/c/d", 0));
	expect_symbols(get(file_of("a/b/c/d", 64)));
	assert_int_equal(symbol_cache_nr_read(cache), 2);
}

static void test_without_build_id(void **state)
{
	int fd, copy;

	(void)state;
	fd = file_of(NULL, 0);
	copy = dup(fd);
	assert_ptr_equal(get(fd), get(copy));
	assert_int_equal(symbol_cache_nr_read(cache), 1);
	get(file_of(NULL, 0));		/* an inode of its own */
	assert_int_equal(symbol_cache_nr_read(cache), 2);
}

static void test_bounded(void **state)
{
	char build_id[32];
	int i;

	(void)state;
	for (i = 0; i <= SYMBOL_CACHE_MAX; i++) {
		get(file_of("kept", 0));
		snprintf(build_id, sizeof(build_id), "id/%d", i);
		get(file_of(build_id, 0));
	}
	/* All the others once; "id/0" and "id/1" had to go. */
	assert_int_equal(symbol_cache_nr_read(cache), SYMBOL_CACHE_MAX + 2);
	get(file_of("kept", 0));
	get(file_of("id/2", 0));
	assert_int_equal(symbol_cache_nr_read(cache), SYMBOL_CACHE_MAX + 2);
	get(file_of("id/1", 0));
	assert_int_equal(symbol_cache_nr_read(cache), SYMBOL_CACHE_MAX + 3);
}

static void test_not_go(void **state)
{
	const struct symbol_table *table;
	struct error err;
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), i;

	(void)state;
	for (i = 0; i < 2; i++)
		assert_int_equal(symbol_cache_get(cache, fd, "null", &table, &err), -ENOEXEC);
	assert_string_equal(err.text, "null: not a regular file");
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_second_process, setup, teardown),
		cmocka_unit_test_setup_teardown(test_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_length, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_build_id, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_go, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
