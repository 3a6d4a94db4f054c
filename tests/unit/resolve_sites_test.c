// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "resolve/prologue.h"
#include "resolve/sites.h"
#include "synth/go_program.h"

static struct go_binary binary;
static struct program program;
static struct sites sites;
static int fd;

static int setup(void **state)
{
	(void)state;
	go_program_init(&binary, 24);
	go_binary_write(&binary);
	fd = go_binary_fd(binary.file.data, binary.file.len);
	sites.nr_sites = 0;
	return program_init(&program, fd, "program", NULL) ||
	       program_load_functions(&program, golayout_find(24), NULL);
}

static int teardown(void **state)
{
	(void)state;
	program_deinit(&program);
	close(fd);
	go_binary_deinit(&binary);
	return 0;
}

static size_t find(const char *name)
{
	size_t index = pclntab_find_name(&program.pclntab, name);

	assert_int_not_equal(index, PCLNTAB_NONE);
	return index;
}

static void test_a_stack_check(void **state)
{
	(void)state;
	assert_int_equal(sites_add_check(&sites, &program, find("runtime.mapdelete"),
					 MAPGC_ROLE_MAP_OP, MAPGC_OP_DELETE, NULL), 0);
	assert_int_equal(sites.nr_sites, 1);
	assert_int_equal(sites.sites[0].role, MAPGC_ROLE_MAP_OP);
	assert_int_equal(sites.sites[0].op, MAPGC_OP_DELETE);
	assert_int_equal(sites.sites[0].va, go_binary_va(&binary, "runtime.mapdelete") + 4);
}

static void test_no_stack_check(void **state)
{
	struct error err = {};

	(void)state;
	assert_int_equal(sites_add_check(&sites, &program, find("runtime.throw"),
					 MAPGC_ROLE_MAP_OP, MAPGC_OP_READ, &err), -EINVAL);
	assert_string_equal(err.text, "runtime.throw: entry code not understood");
	assert_int_equal(sites.nr_sites, 0);
}

/* The kernel would refuse the whole list. */
static void test_the_same_instruction_twice(void **state)
{
	size_t index = find("runtime.mapclear");
	struct error err = {};

	(void)state;
	assert_int_equal(sites_add_check(&sites, &program, index, MAPGC_ROLE_MAP_OP,
					 MAPGC_OP_CLEAR, NULL), 0);
	assert_int_equal(sites_add_check(&sites, &program, index, MAPGC_ROLE_CYCLE, 0, &err),
			 -EINVAL);
	assert_non_null(strstr(err.text, "has two meanings"));
	assert_int_equal(sites.nr_sites, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_stack_check, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_stack_check, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_same_instruction_twice, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
