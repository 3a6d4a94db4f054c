// SPDX-License-Identifier: GPL-2.0
/* What preflight says of the kernel, by its release, its machine and its symbols. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host_tree.h"

static void with_release(const char *release)
{
	strcpy(host.kernel.release, release);
}

static void test_series(void **state)
{
	(void)state;
	expect_ok(part_kernel, RELEASE);
	with_release("5.10.0-32-amd64");
	expect_ok(part_kernel, "5.10.0-32-amd64");
	with_release("5.9.16");
	expect_obstacle(part_kernel, "5.9.16 is too old", "5.10", NULL);
	with_release("4.19.0-27-amd64");
	expect_obstacle(part_kernel, "too old", NULL);
	with_release("7.4.0");
	expect_ok(part_kernel, "newer than 7.3");
	with_release("10.0.1");
	expect_ok(part_kernel, "newer than 7.3");
	with_release("strange");
	expect_ok(part_kernel, "strange");
}

static void test_machine(void **state)
{
	(void)state;
	strcpy(host.kernel.machine, "riscv64");
	expect_obstacle(part_kernel, "riscv64", "x86_64", NULL);
}

static void test_symbols(void **state)
{
	(void)state;
	expect_ok(part_uprobes, "in the kernel");
	expect_ok(part_tracepoints, "in the kernel");
	put("/proc/kallsyms", "0000000000000000 T schedule\n"
	    "0000000000000000 t perf_uprobe_register\n");
	expect_obstacle(part_uprobes, "CONFIG_UPROBES=y", NULL);
	expect_obstacle(part_tracepoints, "CONFIG_TRACEPOINTS=y", NULL);
	put("/proc/kallsyms", "");
	expect_ok(part_uprobes, "not known");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_series, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_machine, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_symbols, host_setup, host_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
