// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "resolve/pclntab.h"
#include "synth/go_program.h"

static struct go_binary binary;
static struct pclntab tab;
static struct error err;

static int setup(void **state)
{
	(void)state;
	go_program_init(&binary, 24);
	err.text[0] = '\0';
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	go_binary_deinit(&binary);
	pclntab_deinit(&tab);
	return 0;
}

static int load(void)
{
	int fd = go_binary_fd(binary.file.data, binary.file.len);
	struct elf_image image;
	int rc;

	assert_int_equal(elf_image_init(&image, fd, "prog", &err), 0);
	rc = pclntab_init(&tab, &image, golayout_find(24), &err);
	elf_image_deinit(&image);
	close(fd);
	return rc;
}

/* All functions are there, where they were put, under their names. */
static void expect_functions(void)
{
	size_t i;

	assert_string_equal(err.text, "");
	assert_int_equal(tab.text_va, binary.text_va);
	assert_int_equal(tab.nr_functions, binary.nr_functions);
	for (i = 0; i < tab.nr_functions; i++) {
		assert_int_equal(tab.functions[i].va, binary.function_va[i]);
		assert_string_equal(pclntab_name(&tab, i), binary.functions[i].name);
		assert_int_equal(pclntab_bytes(&tab, i), (binary.functions[i].len + 15) / 16 * 16);
		assert_int_equal(pclntab_find_va(&tab, binary.function_va[i]), i);
		assert_int_equal(pclntab_find_va(&tab, binary.function_va[i] + 15), i);
		assert_int_equal(pclntab_find_name(&tab, binary.functions[i].name), i);
	}
	assert_true(pclntab_find_va(&tab, tab.text_va - 1) == PCLNTAB_NONE);
	assert_true(pclntab_find_va(&tab, tab.end_va) == PCLNTAB_NONE);
	assert_true(pclntab_find_name(&tab, "main.nothing") == PCLNTAB_NONE);
}

static void test_go_1_20(void **state)
{
	(void)state;
	go_binary_write(&binary);
	assert_int_equal(load(), 0);
	expect_functions();
}

static void test_go_1_18(void **state)
{
	(void)state;
	binary.magic = 0xfffffff0;
	go_binary_write(&binary);
	assert_int_equal(load(), 0);
	expect_functions();
}

static void test_go_1_16(void **state)
{
	(void)state;
	binary.magic = 0xfffffffa;
	go_binary_write(&binary);
	assert_int_equal(load(), 0);
	expect_functions();
}

/* An external linker puts C code first: the text does not start with .text. */
static void test_text_start_in_moduledata(void **state)
{
	(void)state;
	binary.is_text_in_moduledata = true;
	binary.c_bytes = 0x130;
	go_binary_write(&binary);
	assert_int_equal(load(), 0);
	expect_functions();
}

static void test_pointers_in_relocations(void **state)
{
	(void)state;
	binary.is_pie = true;
	binary.is_relocated = true;
	go_binary_write(&binary);
	assert_int_equal(load(), 0);
	expect_functions();
}

static void test_other_section_names(void **state)
{
	(void)state;
	binary.table_section = ".data.rel.ro.gopclntab";
	go_binary_write(&binary);
	assert_int_equal(load(), 0);
	expect_functions();
}

/* Found by its magic; the same bytes elsewhere are no table. */
static void test_without_a_section(void **state)
{
	(void)state;
	binary.table_section = ".data.rel.ro";
	binary.settings = "xxxxxx\xf1\xff\xff\xff\0\0\x01\x08";
	go_binary_write(&binary);
	assert_int_equal(load(), 0);
	expect_functions();
}

static void refuse_with(uint64_t at, uint64_t value, size_t len, const char *text)
{
	uint64_t old = 0;

	memcpy(&old, binary.file.data + at, len);
	bytes_patch(&binary.file, at, value, len);
	assert_int_equal(load(), -EINVAL);
	assert_non_null(strstr(err.text, "prog: damaged function table at 0x"));
	assert_string_equal(strrchr(err.text, ':') + 2, text);
	bytes_patch(&binary.file, at, old, len);
}

static void test_headers_that_lie(void **state)
{
	(void)state;
	go_binary_write(&binary);
	refuse_with(binary.table_offset, 0xfffffffb, 4, "unknown format");
	refuse_with(binary.table_offset + 7, 4, 1, "unknown format");
	refuse_with(binary.table_offset + 8, 0, 8, "wrong number of functions");
	refuse_with(binary.table_offset + 8, 1000, 8, "wrong number of functions");
	refuse_with(binary.table_offset + 8, UINT64_MAX, 8, "wrong number of functions");
	refuse_with(binary.table_offset + 8, 1ull << 61, 8, "wrong number of functions");
	refuse_with(binary.table_offset + 24, 0x10, 8, "functions are outside of the text");
	refuse_with(binary.table_offset + 24, UINT64_MAX - 0x20, 8, "functions are not in order");
	refuse_with(binary.table_offset + 32, UINT64_MAX, 8, "an offset lies outside of it");
	refuse_with(binary.table_offset + 64, 1 << 20, 8, "an offset lies outside of it");
}

static void test_entries_that_lie(void **state)
{
	uint64_t end = binary.nr_functions * 8;

	(void)state;
	go_binary_write(&binary);
	refuse_with(binary.functab_offset + 8, 0xffffffff, 4, "functions are not in order");
	refuse_with(binary.functab_offset + end, 0xffffffff, 4,
		    "functions are outside of the text");
	refuse_with(binary.functab_offset + 4, 0xffffffff, 4,
		    "a function's record is outside of it");
	refuse_with(binary.functab_offset + end + 4 + 4, 0xffffffff, 4,
		    "a function's name is outside of it");
}

/* The last name has no end: it is cut where its table ends. */
static void test_name_without_end(void **state)
{
	const char *name;
	uint64_t last;

	(void)state;
	go_binary_write(&binary);
	last = binary.functab_offset - 1;
	while (!binary.file.data[last])
		binary.file.data[last--] = 'x';
	assert_int_equal(load(), 0);
	name = pclntab_name(&tab, tab.nr_functions - 1);
	assert_memory_equal(name, "runtime/pprof.runtime_profilex", 30);
	assert_in_range(strlen(name), 30, 50);
}

static void test_no_table(void **state)
{
	(void)state;
	binary.table_section = ".data.rel.ro";
	go_binary_write(&binary);
	bytes_patch(&binary.file, binary.table_offset, 0, 4);
	assert_int_equal(load(), -EINVAL);
	assert_string_equal(err.text, "prog: no function table: not a complete Go binary");
}

static void test_no_moduledata(void **state)
{
	(void)state;
	binary.is_text_in_moduledata = true;
	go_binary_write(&binary);
	memset(binary.file.data + binary.build_offset, 0, 300);
	assert_int_equal(load(), -EINVAL);
	assert_non_null(strstr(err.text, "no module data for the functions at 0x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_go_1_20, setup, teardown),
		cmocka_unit_test_setup_teardown(test_go_1_18, setup, teardown),
		cmocka_unit_test_setup_teardown(test_go_1_16, setup, teardown),
		cmocka_unit_test_setup_teardown(test_text_start_in_moduledata, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pointers_in_relocations, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_section_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_a_section, setup, teardown),
		cmocka_unit_test_setup_teardown(test_headers_that_lie, setup, teardown),
		cmocka_unit_test_setup_teardown(test_entries_that_lie, setup, teardown),
		cmocka_unit_test_setup_teardown(test_name_without_end, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_table, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_moduledata, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_pclntab", tests, NULL, NULL);
}
