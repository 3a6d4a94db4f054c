// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unistd.h>

#include "proc/container.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define POD "kubepods-burstable-pod1a2b3c4d_1234_5678_9abc_def012345678.slice"
#define INNER "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

static void expect(const char *path, const char *name)
{
	char found[CONTAINER_MAX];

	container_of_cgroup(path, found);
	assert_string_equal(found, name);
}

static void test_each_runtime(void **state)
{
	(void)state;
	expect("/system.slice/docker-" ID ".scope", ID);
	expect("/docker/" ID, ID);
	expect("/kubepods.slice/" POD "/cri-containerd-" ID ".scope", ID);
	expect("/kubepods/besteffort/pod12345678-1234-1234-1234-123456789abc/" ID, ID);
	expect("/kubepods.slice/crio-" ID ".scope/container", ID);
	expect("/machine.slice/libpod-" ID ".scope/payload", ID);
	expect("/lxc.payload.web/system.slice/a.service", "web");
	expect("/lxc/web", "web");
}

static void test_a_container_in_another(void **state)
{
	(void)state;
	expect("/docker/" ID "/docker/" INNER, INNER);
}

static void test_none(void **state)
{
	(void)state;
	expect("/", "");
	expect("", "");
	expect("/user.slice/user-1000.slice/session-1.scope", "");
	expect("/a/" ID "0", "");
	expect("/a/0123456789abcdef", "");
}

static void test_a_long_name_is_cut(void **state)
{
	char path[200] = "/lxc/", found[CONTAINER_MAX];

	(void)state;
	memset(path + strlen(path), 'z', 150);
	container_of_cgroup(path, found);
	assert_int_equal(strlen(found), CONTAINER_MAX - 1);
}

static void test_a_process_that_is_gone(void **state)
{
	char found[CONTAINER_MAX] = "x";

	(void)state;
	container_of(-1, found);
	assert_string_equal(found, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_runtime),
		cmocka_unit_test(test_a_container_in_another),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_a_long_name_is_cut),
		cmocka_unit_test(test_a_process_that_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
