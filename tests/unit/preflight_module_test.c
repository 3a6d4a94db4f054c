// SPDX-License-Identifier: GPL-2.0
/* What preflight says of a module that is not there, or not loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host_tree.h"

#define MODULES		"/lib/modules/" RELEASE
#define HEADERS		MODULES "/build/include/linux/kernel.h"
#define DKMS		"/var/lib/dkms/mapgc/0.1.0"
#define BUILT		DKMS "/" RELEASE "/x86_64/module/mapgc.ko"
#define MAKE_LOG	DKMS "/build/make.log"

static void put_installed(const char *release)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", release);
	put(path, "kernel/fs/fuse/fuse.ko:\nupdates/dkms/mapgc.ko: kernel/a.ko\n");
}

static void test_there_is_none(void **state)
{
	(void)state;
	put(MODULES "/modules.dep", "kernel/fs/fuse/fuse.ko:\n");
	expect_obstacle(part_installed, "there is none", "apt install mapgc-dkms", NULL);
	expect_skipped(part_loaded);
	put_installed("6.1.0-55-amd64");
	expect_obstacle(part_installed, "for kernel 6.1.0-55-amd64, not for " RELEASE,
			"apt install mapgc-dkms", NULL);
	expect_skipped(part_loaded);
}

static void test_dkms(void **state)
{
	(void)state;
	put(MODULES "/modules.dep", "");
	put(DKMS "/source/dkms.conf", "");
	expect_obstacle(part_installed, "headers are missing",
			"apt install linux-headers-" RELEASE, NULL);
	put(HEADERS, "");
	expect_obstacle(part_installed, "not built for kernel " RELEASE,
			"dkms autoinstall -k " RELEASE, NULL);
	put(MAKE_LOG, "DKMS make.log for mapgc-0.1.0 for kernel 6.1.0-55-amd64 (x86_64)\n");
	expect_obstacle(part_installed, "dkms autoinstall", NULL);
	put(MAKE_LOG, "DKMS make.log for mapgc-0.1.0 for kernel " RELEASE " (x86_64)\n");
	expect_obstacle(part_installed, "does not build for kernel " RELEASE, MAKE_LOG, NULL);
	put(BUILT, "");
	expect_obstacle(part_installed, "not installed", "dkms install mapgc/0.1.0 -k " RELEASE,
			NULL);
	expect_skipped(part_loaded);
	put_installed(RELEASE);
	expect_ok(part_installed, MODULES "/updates/dkms/mapgc.ko");
}

static void test_not_loaded(void **state)
{
	(void)state;
	put_installed(RELEASE);
	put("/proc/sys/kernel/modules_disabled", "0\n");
	expect_obstacle(part_loaded, "modprobe mapgc", NULL);
	put("/proc/sys/kernel/modules_disabled", "1\n");
	expect_obstacle(part_loaded, "kernel.modules_disabled", "reboot", NULL);
	expect_skipped(part_device);
	expect_skipped(part_netlink);
	put("/sys/module/mapgc/version", "0.1.0\n");
	expect_ok(part_loaded, "yes");
}

static void test_loaded_by_hand(void **state)
{
	(void)state;
	put("/sys/module/mapgc/version", "0.1.0\n");
	expect_ok(part_installed, "by hand");
	expect_ok(part_loaded, "yes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_there_is_none, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_dkms, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_not_loaded, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_loaded_by_hand, host_setup, host_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
