// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "resolve/calls.h"
#include "synth/go_binary.h"

/* More than the text is searched in at once. */
#define CODE_BYTES	(1024 * 1024 + 4096)

static uint8_t code[CODE_BYTES];
static struct program program;
static struct calls calls;
static struct error err;

/* main.big calls main.small at @at, or (with 0) nowhere. */
static void search(size_t at)
{
	const struct go_call call = { at, "main.small" };
	const struct go_function functions[] = {
		{ .name = "main.small", .code = "\xc3", .len = 1 },
		{
			.name = "main.big", .code = code, .len = CODE_BYTES,
			.calls = &call, .nr_calls = !!at,
		},
	};
	struct go_binary binary = {
		.version = "go1.24", .functions = functions, .nr_functions = 2,
	};
	int fd;

	memset(code, 0x90, CODE_BYTES);
	code[at] = at ? 0xe8 : 0x90;
	go_binary_write(&binary);
	fd = go_binary_fd(binary.file.data, binary.file.len);
	assert_int_equal(program_init(&program, fd, "prog", &err), 0);
	assert_int_equal(program_load_functions(&program, golayout_find(24), &err), 0);
	assert_int_equal(calls_init(&calls, &program, binary.function_va, 1, &err), 0);
	if (at) {
		assert_int_equal(calls.nr_calls, 1);
		assert_int_equal(calls.calls[0].va, binary.function_va[1] + at);
		assert_int_equal(calls.calls[0].target, binary.function_va[0]);
	} else {
		assert_int_equal(calls.nr_calls, 0);
	}
	calls_deinit(&calls);
	program_deinit(&program);
	close(fd);
	go_binary_deinit(&binary);
}

/* Wherever the text is cut for reading, every call is found, and once. */
static void test_calls_across_a_cut(void **state)
{
	size_t back;

	(void)state;
	for (back = 0; back < 32; back++)
		search(1024 * 1024 - back);
}

static void test_ends_of_the_text(void **state)
{
	(void)state;
	search(1);
	search(CODE_BYTES - 5);
	search(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls_across_a_cut),
		cmocka_unit_test(test_ends_of_the_text),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_calls", tests, NULL, NULL);
}
