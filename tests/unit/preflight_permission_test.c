// SPDX-License-Identifier: GPL-2.0
/* What preflight says of who asks, and from where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host_tree.h"

#define IN_CONTAINER	"pid:[4026532201]"

static void with_caps(const char *caps)
{
	char text[64];

	snprintf(text, sizeof(text), "Name:\tcheck\nCapEff:\t%s\n", caps);
	put("/proc/self/status", text);
}

static void test_capability(void **state)
{
	(void)state;
	expect_ok(part_capability, "CAP_SYS_ADMIN");
	with_caps("0000000000000000");
	expect_obstacle(part_capability, "neither CAP_SYS_ADMIN nor CAP_PERFMON",
			"run as root", NULL);
	with_caps("0000004000080000");
	expect_ok(part_capability, "CAP_PERFMON (--events needs CAP_SYS_ADMIN)");
	with_caps("0000004000000000");
	expect_obstacle(part_capability, "no CAP_SYS_PTRACE", "run as root", NULL);
	with_caps("0000000000280000");
	expect_ok(part_capability, "CAP_SYS_ADMIN");
}

/* What docker gives by default. */
static void test_container_capability(void **state)
{
	(void)state;
	put_link("/proc/self/ns/pid", IN_CONTAINER);
	with_caps("00000000a80425fb");
	expect_obstacle(part_capability, "neither", "start the container with", "--privileged",
			"--pid=host", NULL);
}

static void test_namespaces(void **state)
{
	(void)state;
	expect_ok(part_user_namespace, "the host's");
	expect_ok(part_pid_namespace, "the host's");
	put_link("/proc/self/ns/user", "user:[4026532200]");
	expect_obstacle(part_user_namespace, "not the host's", "run on the host", NULL);
	put_link("/proc/self/ns/pid", IN_CONTAINER);
	expect_ok(part_pid_namespace, "--pid=host");
}

static void test_container_device(void **state)
{
	(void)state;
	expect_skipped(part_device);
	put("/sys/module/mapgc/version", "0.1.0\n");
	expect_obstacle(part_device, "/dev/mapgc is missing", NULL);
	put_link("/proc/self/ns/pid", IN_CONTAINER);
	expect_obstacle(part_device, "not in this container", "--device=/dev/mapgc", NULL);
	expect_skipped(part_version);
}

/* Its /lib/modules is not the host's. */
static void test_container_module(void **state)
{
	(void)state;
	put_link("/proc/self/ns/pid", IN_CONTAINER);
	expect_skipped(part_installed);
	expect_obstacle(part_loaded, "on the host, modprobe mapgc", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_capability, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_container_capability, host_setup,
						host_teardown),
		cmocka_unit_test_setup_teardown(test_namespaces, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_container_device, host_setup,
						host_teardown),
		cmocka_unit_test_setup_teardown(test_container_module, host_setup,
						host_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
