// SPDX-License-Identifier: GPL-2.0
/* What preflight says where the kernel wants signatures: a guest has no Secure Boot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host_tree.h"

#include "preflight/modfile.h"

#define MODULE		"/lib/modules/" RELEASE "/updates/dkms/mapgc.ko"
#define VARIABLE(name, guid)	"/sys/firmware/efi/efivars/" name "-" guid
#define SECURE_BOOT	VARIABLE("SecureBoot", "8be4df61-93ca-11d2-aa0d-00e098032b8c")
#define ENROLLED	VARIABLE("MokListRT", "605dab50-e046-4300-abb6-3dd810dd8b23")
#define LOCKDOWN	"/sys/kernel/security/lockdown"
#define SIG_ENFORCE	"/sys/module/module/parameters/sig_enforce"
#define DKMS_KEY	"/var/lib/dkms/mok.pub"
#define SIGNED		"~Module signature appended~\n"

static const char module[] = "\177ELF\2\1\1\0.modinfo\0version=0.2.0\0license=GPL\0";

static void put_module(const char *end)
{
	char content[sizeof(module) + 64];

	memcpy(content, module, sizeof(module));
	strcpy(content + sizeof(module), end);
	put("/lib/modules/" RELEASE "/modules.dep", "updates/dkms/mapgc.ko:\n");
	put_bytes(MODULE, content, sizeof(module) + strlen(end));
}

static void put_secure_boot(char is_on)
{
	const char value[] = { 6, 0, 0, 0, is_on };

	put_bytes(SECURE_BOOT, value, sizeof(value));
}

static void test_nobody_asks(void **state)
{
	(void)state;
	put_module("");
	put(SIG_ENFORCE, "N\n");
	put(LOCKDOWN, "[none] integrity confidentiality\n");
	put_secure_boot(0);
	expect_obstacle(part_loaded, "no: modprobe mapgc", NULL);
	expect_ok(part_lockdown, "none");
}

static void test_unsigned(void **state)
{
	(void)state;
	put_module("");
	put(SIG_ENFORCE, "Y\n");
	expect_obstacle(part_loaded, "module.sig_enforce=1", MODULE " is not signed",
			"mokutil --import " DKMS_KEY, NULL);
	put(LOCKDOWN, "none [integrity] confidentiality\n");
	expect_obstacle(part_loaded, "the kernel is locked down", "is not signed", NULL);
	expect_ok(part_lockdown, "integrity: only signed modules");
	put_secure_boot(1);
	expect_obstacle(part_loaded, "Secure Boot is on", "is not signed", NULL);
	put(SIG_ENFORCE, "N\n");
	put(LOCKDOWN, "none integrity [confidentiality]\n");
	expect_obstacle(part_loaded, "Secure Boot is on", "is not signed", NULL);
	expect_ok(part_lockdown, "confidentiality");
}

static void test_not_enrolled(void **state)
{
	(void)state;
	put_module(SIGNED);
	put_secure_boot(1);
	put(LOCKDOWN, "none [integrity] confidentiality\n");
	expect_obstacle(part_loaded, "key that signed " MODULE " is not known", NULL);
	put(DKMS_KEY, "certificate");
	put(ENROLLED, "....certificat of somebody else");
	expect_obstacle(part_loaded, "not enrolled", "mokutil --import " DKMS_KEY, NULL);
	put(ENROLLED, "....one, certificate, another");
	expect_obstacle(part_loaded, "no: modprobe mapgc", NULL);
	put_module("");
	expect_obstacle(part_loaded, "is not signed", NULL);
}

/* Whether it is signed cannot be seen then. */
static void test_compressed(void **state)
{
	(void)state;
	put("/lib/modules/" RELEASE "/modules.dep", "updates/dkms/mapgc.ko.xz:\n");
	put(MODULE ".xz", "\3757zXZ....");
	put(SIG_ENFORCE, "Y\n");
	put(DKMS_KEY, "certificate");
	expect_obstacle(part_loaded, "mokutil --import " DKMS_KEY, NULL);
	put(ENROLLED, "....certificate");
	expect_obstacle(part_loaded, "no: modprobe mapgc", NULL);
}

static void test_version_of_file(void **state)
{
	struct modfile file;

	(void)state;
	modfile_find(&host, &file);
	assert_string_equal(file.path, "");
	put_module(SIGNED);
	modfile_find(&host, &file);
	assert_string_equal(file.path, MODULE);
	assert_string_equal(file.version, "0.2.0");
	assert_true(file.is_plain && file.is_signed);
	put(MODULE, "");
	modfile_find(&host, &file);
	assert_string_equal(file.version, "");
	assert_false(file.is_plain || file.is_signed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nobody_asks, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_unsigned, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_not_enrolled, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_compressed, host_setup, host_teardown),
		cmocka_unit_test_setup_teardown(test_version_of_file, host_setup, host_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
