// SPDX-License-Identifier: GPL-2.0
/* Directories that look like cgroups: reading them does not need the real thing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "proc/cgroup.h"

#define ROOT_TEMPLATE "/tmp/proc_cgroup_test.XXXXXX"

static char root[sizeof(ROOT_TEMPLATE)];

static void make(const char *name, const char *pids)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", root, name);
	mkdir(path, 0700);
	strcat(path, "/cgroup.procs");
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(pids, file);
	fclose(file);
}

static int setup(void **state)
{
	(void)state;
	strcpy(root, ROOT_TEMPLATE);
	return mkdtemp(root) ? 0 : -1;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", root);
	return system(command);
}

static void test_below_and_without_repetition(void **state)
{
	static const pid_t expected[] = { 1, 2, 3, 4, 50 };
	struct pid_list pids;

	(void)state;
	make("", "3\n1\n");
	make("/a", "2\n3\n");
	make("/a/b", "50\n0\n");
	make("/c", "");
	make("/c/d", "4\n");
	assert_int_equal(cgroup_scan(root, &pids), 0);
	assert_int_equal(pids.nr, 5);
	assert_memory_equal(pids.pids, expected, sizeof(expected));
	pid_list_deinit(&pids);
}

static void test_one_that_is_gone_is_empty(void **state)
{
	struct pid_list pids;

	(void)state;
	assert_int_equal(cgroup_scan("/tmp/proc_cgroup_test.none", &pids), 0);
	assert_int_equal(pids.nr, 0);
	pid_list_deinit(&pids);
}

static void test_what_is_no_cgroup(void **state)
{
	struct error err = {};
	char path[256];

	(void)state;
	assert_int_equal(cgroup_find(root, path, sizeof(path), &err), -ENOTSUP);
	assert_non_null(strstr(err.text, "not a cgroup v2 directory"));
	assert_int_equal(cgroup_find("/no/such/dir", path, sizeof(path), &err), -ENOENT);
	assert_string_equal(err.text,
			    "cgroup /no/such/dir: no such directory below /sys/fs/cgroup");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_below_and_without_repetition),
		cmocka_unit_test(test_one_that_is_gone_is_empty),
		cmocka_unit_test(test_what_is_no_cgroup),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
