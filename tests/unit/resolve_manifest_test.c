// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "resolve/manifest.h"
#include "synth/go_program.h"

static struct go_binary binary;
static struct manifest manifest;
static struct error err;

static int teardown(void **state)
{
	(void)state;
	go_binary_deinit(&binary);
	manifest_deinit(&manifest);
	return 0;
}

static int resolve_file(void)
{
	int fd = go_binary_fd(binary.file.data, binary.file.len);
	int rc = manifest_resolve(fd, "prog", &manifest, &err);

	close(fd);
	return rc;
}

static void resolve(unsigned int minor)
{
	go_program_init(&binary, minor);
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
}

static const struct mapgc_site *find_site(unsigned int role, uint64_t va)
{
	size_t i;

	for (i = 0; i < manifest.nr_sites; i++)
		if (manifest.sites[i].role == role && manifest.sites[i].va == va)
			return &manifest.sites[i];
	return NULL;
}

static void expect_site(unsigned int role, const char *function, size_t at)
{
	assert_non_null(find_site(role, go_binary_va(&binary, function) + at));
}

static void expect_map_site(const char *function, unsigned int op)
{
	const struct mapgc_site *site;

	site = find_site(MAPGC_ROLE_MAP_OP, go_binary_va(&binary, function) + 4);
	assert_non_null(site);
	assert_int_equal(site->op, op);
	assert_int_equal(site->insn_len, 2);
	assert_memory_equal(site->insn, "\x76\x01\0\0\0\0", MAPGC_INSN_MAX);
}

static const struct mapgc_callsite *find_callsite(const char *function, size_t return_at)
{
	uint64_t off = go_binary_va(&binary, function) + return_at - manifest.text_va;
	size_t i;

	for (i = 0; i < manifest.nr_callsites; i++)
		if (manifest.callsites[i].return_off == off)
			return &manifest.callsites[i];
	return NULL;
}

static void expect_callsite(const char *function, size_t return_at, unsigned int verdict,
			    unsigned int depth)
{
	const struct mapgc_callsite *callsite = find_callsite(function, return_at);

	assert_non_null(callsite);
	assert_int_equal(callsite->verdict, verdict);
	assert_int_equal(callsite->depth, depth);
}

/* What the kernel relies on, whatever the program. */
static void expect_well_formed(void)
{
	size_t i;

	for (i = 0; i < manifest.nr_sites; i++) {
		const struct mapgc_site *site = &manifest.sites[i];

		assert_memory_equal(site->insn, binary.file.data + site->offset, site->insn_len);
		assert_in_range(site->insn_len, 2, MAPGC_INSN_MAX);
	}
	for (i = 1; i < manifest.nr_callsites; i++)
		assert_true(manifest.callsites[i - 1].return_off <
			    manifest.callsites[i].return_off);
	assert_int_equal(manifest.layout.maptype_elem, 56);
	assert_int_equal(manifest.layout.g_stack_hi, 8);
	assert_int_equal(manifest.layout.go_minor, manifest.go_minor);
}

static void test_go_1_24(void **state)
{
	(void)state;
	resolve(24);
	expect_well_formed();
	assert_string_equal(manifest.go_version, "go1.24.4");
	assert_int_equal(manifest.go_minor, 24);
	assert_int_equal(manifest.go_patch, 4);
	assert_true(manifest.text_va == binary.text_va);
	assert_true(manifest.maps.is_on && manifest.gc.is_on);
	assert_string_equal(manifest.maps.reason, "");
	assert_string_equal(manifest.gc.reason, "");
	expect_site(MAPGC_ROLE_STOP, "runtime.stopTheWorldWithSema", 9);
	expect_site(MAPGC_ROLE_STOPPING_GC, "runtime.stopTheWorldWithSema", 37);
	expect_site(MAPGC_ROLE_STOPPING_OTHER, "runtime.stopTheWorldWithSema", 51);
	expect_site(MAPGC_ROLE_START, "runtime.startTheWorldWithSema", 4);
	expect_site(MAPGC_ROLE_TOTAL_GC, "runtime.startTheWorldWithSema", 27);
	expect_site(MAPGC_ROLE_TOTAL_OTHER, "runtime.startTheWorldWithSema", 44);
	expect_site(MAPGC_ROLE_CYCLE, "runtime.gcBgMarkStartWorkers", 4);
	expect_map_site("runtime.mapassign_faststr", MAPGC_OP_WRITE);
	expect_map_site("runtime.mapaccess1_faststr", MAPGC_OP_READ);
	expect_map_site("runtime.mapdelete", MAPGC_OP_DELETE);
	expect_map_site("runtime.mapclear", MAPGC_OP_CLEAR);
	expect_map_site("runtime.mapIterStart", MAPGC_OP_ITERATE);
	expect_map_site("reflect.mapclear", MAPGC_OP_CLEAR);
	expect_map_site("maps.clone", MAPGC_OP_MAKE);
	assert_int_equal(manifest.nr_sites, 7 + 9);
}

static void test_go_1_19(void **state)
{
	(void)state;
	resolve(19);
	expect_well_formed();
	assert_true(manifest.maps.is_on && manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason, "");
	expect_site(MAPGC_ROLE_STOP, "runtime.stopTheWorldWithSema", 4);
	expect_site(MAPGC_ROLE_STOPPED, "runtime.stopTheWorldWithSema", 13);
	expect_site(MAPGC_ROLE_START, "runtime.startTheWorldWithSema", 4);
	expect_site(MAPGC_ROLE_START_NOW, "runtime.startTheWorldWithSema", 17);
	expect_site(MAPGC_ROLE_CYCLE, "runtime.gcBgMarkStartWorkers", 4);
	expect_map_site("runtime.mapiterinit", MAPGC_OP_ITERATE);
	assert_int_equal(manifest.nr_sites, 5 + 4 + 3);
}

/* Before Go 1.22 GC pauses are recorded by who ends them; the register has the duration. */
static void expect_own_records(size_t at, unsigned int value_reg)
{
	static const char *const names[] = {
		"runtime.gcStart.func2", "runtime.gcMarkDone.func1.1", "runtime.gcMarkTermination",
	};
	size_t i;

	for (i = 0; i < 3; i++) {
		const struct mapgc_site *site;

		site = find_site(MAPGC_ROLE_TOTAL_GC, go_binary_va(&binary, names[i]) + at);
		assert_non_null(site);
		assert_int_equal(site->value_reg, value_reg);
	}
}

static void test_own_records(void **state)
{
	(void)state;
	resolve(19);
	expect_own_records(14, 1);
	manifest_deinit(&manifest);
	go_binary_deinit(&binary);
	resolve(21);
	expect_own_records(11, 3);
	assert_string_equal(manifest.gc.reason, "");
}

/* Before Go 1.22 only the caller tells what a pause was for. */
static void test_pauses_by_caller(void **state)
{
	(void)state;
	resolve(19);
	expect_callsite("runtime.gcStart.func2", 11, MAPGC_VERDICT_PAUSE_SWEEP, 0);
	expect_callsite("runtime.gcMarkDone.func1.1", 11, MAPGC_VERDICT_PAUSE_RESTART, 0);
	expect_callsite("runtime.gcMarkTermination.func3", 11, MAPGC_VERDICT_PAUSE_MARK, 0);
	expect_callsite("runtime.startTheWorld.func1", 11, MAPGC_VERDICT_PAUSE_OTHER, 0);
	manifest_deinit(&manifest);
	go_binary_deinit(&binary);
	resolve(24);
	assert_null(find_callsite("runtime.gcStart.func2", 11));
}

static void test_calls(void **state)
{
	(void)state;
	resolve(24);
	expect_callsite("main.chain", 34, MAPGC_VERDICT_DEPTH, 1);
	expect_callsite("main.chain", 54, MAPGC_VERDICT_DEPTH, 2);
	expect_callsite("main.store", 11, MAPGC_VERDICT_DEPTH, 1);
	expect_callsite("runtime.typesEqual", 11, MAPGC_VERDICT_IGNORE, 0);
	expect_callsite("internal/runtime/maps.own", 11, MAPGC_VERDICT_IGNORE, 0);
	expect_callsite("sync.(*Map).Load", 11, MAPGC_VERDICT_IGNORE, 0);
	expect_callsite("maps.Clone[...]", 11, MAPGC_VERDICT_DEPTH, 1);
	expect_callsite("reflect.addReflectOff", 11, MAPGC_VERDICT_IGNORE, 0);
	expect_callsite("runtime/metrics.runtime_readMetrics", 11, MAPGC_VERDICT_IGNORE, 0);
	expect_callsite("runtime/pprof.runtime_profile", 11, MAPGC_VERDICT_DEPTH, 1);
}

/* reflect's entries: the operation is counted where it is done, and once. */
static void test_wrappers(void **state)
{
	(void)state;
	resolve(24);
	assert_null(find_site(MAPGC_ROLE_MAP_OP, go_binary_va(&binary, "reflect.mapdelete") + 4));
	expect_callsite("reflect.mapdelete", 11, MAPGC_VERDICT_DEPTH, 1);
	assert_null(find_callsite("reflect.Value.SetMapIndex", 11));
	expect_callsite("reflect.Value.Clear", 11, MAPGC_VERDICT_DEPTH, 1);
}

/* From Go 1.27 one map function calls another: probed is the inner one, for both. */
static void test_inner_calls(void **state)
{
	uint64_t outer;

	(void)state;
	resolve(24);
	outer = go_binary_va(&binary, "runtime.mapaccess1_fast64");
	assert_null(find_site(MAPGC_ROLE_MAP_OP, outer + 4));
	expect_callsite("runtime.mapaccess1_fast64", 24, MAPGC_VERDICT_CALLER, 0);
	expect_callsite("main.look", 11, MAPGC_VERDICT_DEPTH, 1);
	expect_map_site("runtime.mapaccess2_fast64", MAPGC_OP_READ);

	/* The kernel looks up one frame: where there are two the outermost is probed. */
	outer = go_binary_va(&binary, "runtime.mapaccess1_fat");
	assert_non_null(find_site(MAPGC_ROLE_MAP_OP, outer + 4));
	expect_callsite("runtime.mapaccess1_fat", 24, MAPGC_VERDICT_IGNORE, 0);
	expect_callsite("main.lookFat", 11, MAPGC_VERDICT_DEPTH, 1);
}

/* A plugin has copies of the runtime's functions, in a file of its own. */
static void test_program_with_plugins(void **state)
{
	static const struct go_function functions[] = {
		{ .name = "runtime.text", .code = "\xc3", .len = 1 },
		{ .name = "runtime.morestack_noctxt", .code = "\xc3", .len = 1 },
		{ .name = "plugin.lastmoduleinit", .code = "\xc3", .len = 1 },
	};

	(void)state;
	go_program_init(&binary, 24);
	binary.functions = functions;
	binary.nr_functions = 3;
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
	assert_true(manifest.maps.is_on);
	assert_string_equal(manifest.maps.reason, "the program has no map operations; "
			    "what plugins do is not counted");
	assert_false(manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason,
			    "runtime.stopTheWorldWithSema: no such function in this program");
}

static void test_every_known_version(void **state)
{
	unsigned int minor;

	(void)state;
	for (minor = 17; minor <= 27; minor++) {
		resolve(minor);
		expect_well_formed();
		assert_true(manifest.gc.is_on);
		assert_true(manifest.maps.is_on);
		assert_non_null(find_callsite("main.chain", 34));
		go_binary_deinit(&binary);
		manifest_deinit(&manifest);
	}
}

static void expect_off(const char *version, const char *reason)
{
	go_program_init(&binary, 24);
	binary.version = version;
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
	assert_false(manifest.maps.is_on || manifest.gc.is_on);
	assert_string_equal(manifest.maps.reason, reason);
	assert_string_equal(manifest.gc.reason, reason);
	assert_int_equal(manifest.nr_sites + manifest.nr_callsites, 0);
	go_binary_deinit(&binary);
	manifest_deinit(&manifest);
}

static void test_versions_that_are_not_known(void **state)
{
	(void)state;
	expect_off("go1.16.15", "Go 1.16 is older than mapgc supports (Go 1.17)");
	expect_off("devel +4a1b2c3", "this is not a Go version that mapgc knows");
	expect_off("go1.17 X:noregabi", "built with GOEXPERIMENT=noregabi");
}

#define NEWER "Go 1.28 is newer than this mapgc knows"

/* What cannot be confirmed in it is off. */
static void test_a_newer_go(void **state)
{
	(void)state;
	go_program_init(&binary, 27);
	binary.version = "go1.28";
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
	assert_false(manifest.maps.is_on);
	assert_string_equal(manifest.maps.reason, NEWER ", and no map type confirms the layout");
	assert_true(manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason, NEWER "; its code and types are as in Go 1.27");
}

static void overwrite(const char *function, size_t at, uint64_t value, size_t len)
{
	uint64_t va = go_binary_va(&binary, function) + at;

	bytes_patch(&binary.file, va - binary.text_va + binary.text_offset, value, len);
}

static void test_code_not_understood(void **state)
{
	(void)state;
	go_program_init(&binary, 24);
	go_binary_write(&binary);
	overwrite("runtime.mapclear", 0, 0x90, 1);
	assert_int_equal(resolve_file(), 0);
	assert_false(manifest.maps.is_on);
	assert_string_equal(manifest.maps.reason, "runtime.mapclear: entry code not understood");
	assert_true(manifest.gc.is_on);
	assert_int_equal(manifest.nr_sites, 7);
	assert_int_equal(manifest.nr_callsites, 0);
	manifest_deinit(&manifest);

	overwrite("runtime.stopTheWorldWithSema", 22, 3, 1);
	overwrite("runtime.stopTheWorldWithSema", 30, 0x90909090909090, 7);
	assert_int_equal(resolve_file(), 0);
	assert_false(manifest.gc.is_on);
	assert_string_equal(strchr(manifest.gc.reason, ':') + 2,
			    "which pauses it records where is not understood");
	assert_int_equal(manifest.nr_sites, 0);
}

static void resolve_inlined(const char *function)
{
	go_program_init(&binary, 24);
	binary.inlined = function;
	binary.inlined_into = "runtime.gcStart.func2";
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
}

/* By a profile: a pause in the copy would be missed. */
static void test_inlined(void **state)
{
	(void)state;
	resolve_inlined("runtime.stopTheWorldWithSema");
	assert_false(manifest.gc.is_on);
	assert_string_equal(strchr(manifest.gc.reason, ':') + 2,
			    "inlined into runtime.gcStart.func2 (-pgo)");
	assert_true(manifest.maps.is_on);
	manifest_deinit(&manifest);

	bytes_patch(&binary.file, binary.tree_offset + 4, 0xfffffff0, 4);
	assert_int_equal(resolve_file(), 0);
	assert_false(manifest.gc.is_on);
	assert_string_equal(strchr(manifest.gc.reason, ':') + 2, "its inline tree is damaged");
	manifest_deinit(&manifest);
	go_binary_deinit(&binary);

	resolve_inlined("runtime.gcBgMarkStartWorkers");
	assert_true(manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason, "cycles not counted");
}

/* What is missing is said; the rest works. */
static void test_limits(void **state)
{
	(void)state;
	go_program_init(&binary, 19);
	go_binary_write(&binary);
	overwrite("runtime.stopTheWorldWithSema", 15, 0xc3909090, 4);
	overwrite("runtime.gcBgMarkStartWorkers", 0, 0x90, 1);
	assert_int_equal(resolve_file(), 0);
	assert_true(manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason, "stopping phase not measured, cycles not counted");
	assert_int_equal(manifest.nr_sites, 3 + 4 + 3);
	manifest_deinit(&manifest);

	overwrite("runtime.gcMarkTermination", 14, 0x7c, 1);
	assert_int_equal(resolve_file(), 0);
	assert_non_null(strstr(manifest.gc.reason, "pauses measured by the kernel's clock"));
	assert_int_equal(manifest.nr_sites, 3 + 4);
}

/* -linkshared: the program's own functions, and none of the runtime's. */
static void test_runtime_elsewhere(void **state)
{
	(void)state;
	go_program_init(&binary, 24);
	binary.nr_functions = 2;	/* they call no others */
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
	assert_false(manifest.maps.is_on || manifest.gc.is_on);
	assert_string_equal(manifest.maps.reason, "the Go runtime is in a library (-linkshared)");
	assert_string_equal(manifest.gc.reason, manifest.maps.reason);
	assert_int_equal(manifest.nr_sites, 0);
}

static void test_program_without_maps(void **state)
{
	static const struct go_function functions[] = {
		{ .name = "runtime.text", .code = "\xc3", .len = 1 },
		{ .name = "runtime.morestack_noctxt", .code = "\xc3", .len = 1 },
	};

	(void)state;
	go_program_init(&binary, 24);
	binary.functions = functions;
	binary.nr_functions = 2;
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
	assert_true(manifest.maps.is_on);
	assert_string_equal(manifest.maps.reason, "the program has no map operations");
	assert_false(manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason,
			    "runtime.stopTheWorldWithSema: no such function in this program");
}

static void expect_kind(const char *kind)
{
	int fd;

	go_binary_write(&binary);
	fd = go_binary_fd(binary.file.data, binary.file.len);
	assert_int_equal(manifest_identify(fd, "prog", &manifest, &err), 0);
	assert_string_equal(manifest.build_kind, kind);
	assert_int_equal(manifest.nr_sites, 0);
	close(fd);
	go_binary_deinit(&binary);
	manifest_deinit(&manifest);
}

static void test_identify(void **state)
{
	(void)state;
	go_program_init(&binary, 24);
	expect_kind("stripped");
	go_program_init(&binary, 24);
	binary.table_section = ".symtab";
	expect_kind("");
	go_program_init(&binary, 24);
	binary.table_section = ".init";
	binary.is_pie = true;
	binary.settings = "build\t-race=true\n";
	expect_kind("stripped pie cgo race");
}

static void expect_refused(const char *settings, const char *kind, const char *reason)
{
	go_program_init(&binary, 24);
	binary.is_library = true;
	binary.settings = settings;
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
	assert_string_equal(manifest.build_kind, kind);
	assert_false(manifest.maps.is_on);
	assert_false(manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason, reason);
	assert_int_equal(manifest.nr_sites, 0);
	teardown(NULL);
}

static void test_libraries(void **state)
{
	(void)state;
	expect_refused("build\t-buildmode=c-shared\n", "stripped c-shared",
		       "a Go library (c-shared) is not supported, only executables");
	expect_refused(NULL, "stripped library",
		       "a Go library (c-shared) is not supported, only executables");
	expect_refused("build\t-buildmode=plugin\n", "stripped plugin",
		       "a plugin is watched with the program that loads it");
}

static void test_not_go(void **state)
{
	static const char script[] = "#!/bin/sh\necho a script, longer than an ELF header is\n";
	int fd = go_binary_fd(script, sizeof(script));

	(void)state;
	assert_int_equal(manifest_identify(fd, "prog", &manifest, &err), -ENOEXEC);
	assert_string_equal(err.text, "prog: not an ELF file");
	assert_int_equal(manifest_resolve(fd, "prog", &manifest, &err), -ENOEXEC);
	close(fd);
}

/* Under the sanitizers: no byte of the file, whatever its value, is trusted. */
static void damage_every_byte(unsigned int minor, uint8_t value)
{
	size_t at;

	go_program_init(&binary, minor);
	go_binary_write(&binary);
	for (at = 0; at < binary.file.len; at++) {
		uint8_t old = binary.file.data[at];

		binary.file.data[at] ^= value;
		if (resolve_file())
			assert_memory_equal(err.text, "prog: ", 6);
		else
			manifest_deinit(&manifest);
		binary.file.data[at] = old;
	}
	go_binary_deinit(&binary);
}

static void test_any_damaged_byte(void **state)
{
	(void)state;
	damage_every_byte(24, 0xff);
	damage_every_byte(24, 0x80);
	damage_every_byte(26, 0x01);
	damage_every_byte(19, 0xff);
	damage_every_byte(17, 0x40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_go_1_24, teardown),
		cmocka_unit_test_teardown(test_go_1_19, teardown),
		cmocka_unit_test_teardown(test_own_records, teardown),
		cmocka_unit_test_teardown(test_pauses_by_caller, teardown),
		cmocka_unit_test_teardown(test_calls, teardown),
		cmocka_unit_test_teardown(test_wrappers, teardown),
		cmocka_unit_test_teardown(test_inner_calls, teardown),
		cmocka_unit_test_teardown(test_program_with_plugins, teardown),
		cmocka_unit_test_teardown(test_every_known_version, teardown),
		cmocka_unit_test_teardown(test_versions_that_are_not_known, teardown),
		cmocka_unit_test_teardown(test_a_newer_go, teardown),
		cmocka_unit_test_teardown(test_code_not_understood, teardown),
		cmocka_unit_test_teardown(test_inlined, teardown),
		cmocka_unit_test_teardown(test_limits, teardown),
		cmocka_unit_test_teardown(test_runtime_elsewhere, teardown),
		cmocka_unit_test_teardown(test_program_without_maps, teardown),
		cmocka_unit_test_teardown(test_identify, teardown),
		cmocka_unit_test_teardown(test_libraries, teardown),
		cmocka_unit_test_teardown(test_not_go, teardown),
		cmocka_unit_test_teardown(test_any_damaged_byte, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_manifest", tests, NULL, NULL);
}
