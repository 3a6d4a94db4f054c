// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "resolve/buildinfo.h"
#include "synth/go_program.h"

static struct go_binary binary;
static struct buildinfo build;
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
	return 0;
}

static int read_file(void)
{
	int fd = go_binary_fd(binary.file.data, binary.file.len);
	struct elf_image image;
	int rc;

	rc = elf_image_init(&image, fd, "prog", &err);
	assert_int_equal(rc, 0);
	rc = buildinfo_read(&image, &build, &err);
	elf_image_deinit(&image);
	close(fd);
	return rc;
}

static int read_version(const char *version)
{
	int rc;

	binary.version = version;
	go_binary_write(&binary);
	rc = read_file();
	go_binary_deinit(&binary);
	return rc;
}

static void expect(const char *version, unsigned int minor, unsigned int patch, bool is_regabi)
{
	assert_int_equal(read_version(version), 0);
	assert_int_equal(build.minor, minor);
	assert_int_equal(build.patch, patch);
	assert_int_equal(build.is_regabi, is_regabi);
}

static void test_versions(void **state)
{
	(void)state;
	expect("go1.24.4", 24, 4, true);
	assert_string_equal(build.version, "go1.24.4");
	expect("go1.21", 21, 0, true);
	expect("go1.26rc1", 26, 0, true);
	expect("go1.24.4 X:noswissmap", 24, 4, true);
	expect("go1.26.10-X:nogreenteagc", 26, 10, true);
	expect("go1.17.3 X:staticlockranking,noregabi", 17, 3, false);
	expect("devel go1.25-4a1b2c3d4e Thu Jan 1 00:00:00 1970 +0000", 25, 0, true);
	assert_string_equal(build.version, "devel go1.25-4a1b2c3d4e Thu Jan");
	expect("devel +4a1b2c3", 0, 0, true);
	expect("go2", 0, 0, true);
	expect("go1.99999999999999999999", UINT32_MAX, 0, true);
}

static void test_old_form(void **state)
{
	(void)state;
	binary.has_pointed_version = true;
	expect("go1.17.13", 17, 13, true);
}

static void test_without_sections(void **state)
{
	(void)state;
	binary.has_no_sections = true;
	expect("go1.24.4", 24, 4, true);
}

static void test_settings(void **state)
{
	(void)state;
	binary.settings = "path\texample.org/a\nbuild\t-race=true\nbuild\tCGO_ENABLED=1\n";
	assert_int_equal(read_version("go1.24.4"), 0);
	assert_true(build.is_race);
	assert_string_equal(build.mode, "");
	binary.settings =
		"build\t-compiler=gc\nbuild\t-buildmode=c-shared\nbuild\t-trimpath=true\n";
	assert_int_equal(read_version("go1.24.4"), 0);
	assert_false(build.is_race);
	assert_string_equal(build.mode, "c-shared");
	binary.settings = "build\t-buildmode=plugin-of-some-day";
	assert_int_equal(read_version("go1.24.4"), 0);
	assert_string_equal(build.mode, "plugin-of-some-");
}

static void test_version_that_is_not_text(void **state)
{
	(void)state;
	assert_int_equal(read_version("go1.24\x1b[31m"), -EINVAL);
	assert_string_equal(err.text, "prog: damaged build information: the version is not text");
	assert_int_equal(read_version(""), -EINVAL);
	assert_string_equal(err.text, "prog: damaged build information: empty version");
}

static void refuse(size_t at, uint64_t value, size_t len, int code, const char *text)
{
	bytes_patch(&binary.file, binary.build_offset + at, value, len);
	assert_int_equal(read_file(), code);
	assert_string_equal(err.text, text);
}

static void test_damaged(void **state)
{
	(void)state;
	go_binary_write(&binary);
	bytes_patch(&binary.file, binary.build_offset + 40, UINT64_MAX, 8);
	refuse(32, UINT64_MAX, 8, -EINVAL,
	       "prog: damaged build information: string without length");
	refuse(32, 0x7fffffff, 4, -EINVAL, "prog: damaged build information: string too long");
	refuse(15, 1, 1, -EINVAL, "prog: damaged build information: big-endian");
	refuse(15, 0, 1, -EINVAL,
	       "prog: damaged build information: pointer outside of the file");
	refuse(0, 0, 1, -EINVAL, "prog: damaged build information: no header");
}

static void test_not_go(void **state)
{
	(void)state;
	binary.has_no_sections = true;
	go_binary_write(&binary);
	refuse(0, 0, 1, -ENOEXEC, "prog: not a Go binary: no build information");
	memcpy((char *)binary.file.data + 300, "UPX!", 4);
	refuse(0, 0, 1, -ENOEXEC,
	       "prog: packed with UPX: its code is not in the file (upx -d)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_versions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_old_form, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_sections, setup, teardown),
		cmocka_unit_test_setup_teardown(test_settings, setup, teardown),
		cmocka_unit_test_setup_teardown(test_version_that_is_not_text, setup, teardown),
		cmocka_unit_test_setup_teardown(test_damaged, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_go, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_buildinfo", tests, NULL, NULL);
}
