// SPDX-License-Identifier: GPL-2.0
/*
 * What the resolver finds in real programs, against what Go's own disassembler
 * says of them. Skipped where the workloads are not built.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "resolve/manifest.h"
#include "synth/bytes.h"

#define LINES_MAX	(1024 * 1024)

/**
 * struct line - an instruction as go tool objdump prints it
 * @va: its address
 * @function: that it is in
 * @is_runtime: whose source is the runtime's, or package sync's, and that does not act for reflect
 * @text: mnemonic and operands
 */
struct line {
	uint64_t va;
	const char *function;
	bool is_runtime;
	const char *text;
};

static struct line *lines;
static size_t nr_lines;
static struct bytes output;
static struct manifest manifest;

static bool starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* The source tells, not the name: other packages link to functions of package runtime. */
static bool is_of_runtime(const char *function, const char *source)
{
	if (starts(function, "reflect.map") || starts(function, "reflect.makemap"))
		return false;
	if (starts(source, "internal/runtime/") || starts(source, "runtime/internal/") ||
	    starts(source, "sync/"))
		return true;
	return starts(source, "runtime/") && !strchr(source + strlen("runtime/"), '/');
}

/* "TEXT main.main(SB) file", or "  file:1\t0x4baae0\t\t4c8d6424d0\t\tLEAQ -0x30(SP), R12\t" */
static void parse_line(char *text, const char **function, bool *is_runtime)
{
	char *va = strstr(text, "\t0x"), *end;

	if (starts(text, "TEXT ")) {
		end = strstr(text, "(SB)");
		assert_non_null(end);
		*end = '\0';
		*function = text + strlen("TEXT ");
		*is_runtime = is_of_runtime(*function, end + strlen("(SB) "));
		return;
	}
	if (!va)
		return;
	assert_true(nr_lines < LINES_MAX);
	lines[nr_lines].va = strtoull(va + 1, &end, 16);
	end += strspn(end, "\t");	/* the bytes */
	end += strcspn(end, "\t");
	end += strspn(end, "\t");
	end[strcspn(end, "\t")] = '\0';
	lines[nr_lines].function = *function;
	lines[nr_lines].is_runtime = *is_runtime;
	lines[nr_lines++].text = end;
}

static void read_all(FILE *from, struct bytes *ret)
{
	static char chunk[1024 * 1024];
	size_t len;

	while ((len = fread(chunk, 1, sizeof(chunk), from)))
		bytes_put(ret, chunk, len);
	bytes_number(ret, 0, 1);
}

static void disassemble(const char *version, const char *program)
{
	const char *function = "";
	bool is_runtime = false;
	char command[256];
	char *line, *rest;
	FILE *out;

	snprintf(command, sizeof(command), "tests/deps/go %s tool objdump %s", version, program);
	out = popen(command, "r");
	assert_non_null(out);
	read_all(out, &output);
	assert_int_equal(pclose(out), 0);
	lines = calloc(LINES_MAX, sizeof(*lines));
	assert_non_null(lines);
	for (line = strtok_r((char *)output.data, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		parse_line(line, &function, &is_runtime);
	assert_true(nr_lines > 10000);
}

static int teardown(void **state)
{
	(void)state;
	free(lines);
	lines = NULL;
	nr_lines = 0;
	free(output.data);
	output = (struct bytes){ 0 };
	manifest_deinit(&manifest);
	return 0;
}

static const struct line *line_at(uint64_t va)
{
	size_t low = 0, high = nr_lines;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (lines[mid].va == va)
			return &lines[mid];
		if (lines[mid].va < va)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The target of a direct call of a function that a map operation enters. */
static const char *map_callee(const struct line *line, unsigned int minor)
{
	static const char *const callees[] = {
		"runtime.mapaccess1", "runtime.mapaccess2", "runtime.mapassign",
		"runtime.mapdelete", "runtime.mapclear", "runtime.mapiterinit",
		"runtime.mapIterStart", "runtime.makemap",
	};
	static const char *const reflect_callees[] = {
		"reflect.makemap(", "reflect.mapclear(", "reflect.mapdelete(",
		"reflect.mapIterStart(",
	};
	const char *callee = line->text + strlen("CALL ");
	size_t i;

	if (!starts(line->text, "CALL "))
		return NULL;
	for (i = 0; i < sizeof(callees) / sizeof(callees[0]); i++)
		if (starts(callee, callees[i]))
			return callee;
	for (i = 0; minor >= 24 && i < sizeof(reflect_callees) / sizeof(reflect_callees[0]); i++)
		if (starts(callee, reflect_callees[i]))
			return callee;
	return NULL;
}

static const struct mapgc_callsite *find_callsite(uint64_t return_va)
{
	size_t i;

	for (i = 0; i < manifest.nr_callsites; i++)
		if (manifest.callsites[i].return_off == return_va - manifest.text_va)
			return &manifest.callsites[i];
	return NULL;
}

/* Every call is there, with a verdict of the right sort; and none else. */
static void expect_callsites(void)
{
	size_t found = 0, decided = 0, i;

	for (i = 0; i + 1 < nr_lines; i++) {
		const struct line *line = &lines[i];
		const struct mapgc_callsite *callsite;

		if (!map_callee(line, manifest.go_minor))
			continue;
		callsite = find_callsite(line[1].va);
		assert_non_null(callsite);
		if (line->is_runtime)
			assert_true(callsite->verdict == MAPGC_VERDICT_IGNORE ||
				    callsite->verdict == MAPGC_VERDICT_CALLER);
		else
			assert_in_range(callsite->verdict, MAPGC_VERDICT_DEPTH,
					MAPGC_VERDICT_AFTER);
		decided += callsite->verdict == MAPGC_VERDICT_DEPTH;
		found++;
	}
	for (i = 0; i < manifest.nr_callsites; i++)
		found += manifest.callsites[i].verdict >= MAPGC_VERDICT_PAUSE_SWEEP &&
			manifest.callsites[i].verdict <= MAPGC_VERDICT_PAUSE_OTHER;
	assert_int_equal(found, manifest.nr_callsites);
	assert_true(found > 100 && decided > 100);
}

/* One site in every map function that is in the program, or in the one that it calls. */
static void expect_map_sites(void)
{
	size_t nr = 0, i;

	for (i = 0; i < manifest.nr_sites; i++) {
		const struct mapgc_site *site = &manifest.sites[i];
		const struct line *line = line_at(site->va);

		if (site->role != MAPGC_ROLE_MAP_OP)
			continue;
		assert_non_null(line);
		assert_true(starts(line->text, "JBE "));
		assert_in_range(site->op, 0, MAPGC_OPS - 1);
		if (strstr(line->function, "access"))
			assert_int_equal(site->op, MAPGC_OP_READ);
		if (strstr(line->function, "assign"))
			assert_int_equal(site->op, MAPGC_OP_WRITE);
		nr += starts(line->function, "runtime.");
	}
	for (i = 1; i < nr_lines; i++) {
		char call[256];
		struct line entry = { .text = call };

		if (lines[i].function == lines[i - 1].function)
			continue;
		snprintf(call, sizeof(call), "CALL %.200s(SB)", lines[i].function);
		nr -= !!map_callee(&entry, 0);
	}
	for (i = 0; i < manifest.nr_callsites; i++)	/* wrappers have none */
		nr += manifest.callsites[i].verdict == MAPGC_VERDICT_CALLER;
	assert_int_equal(nr, 0);
}

static const struct line *role_line(unsigned int role)
{
	const struct line *ret = NULL;
	size_t i;

	for (i = 0; i < manifest.nr_sites; i++) {
		if (manifest.sites[i].role != role)
			continue;
		assert_null(ret);
		ret = line_at(manifest.sites[i].va);
	}
	return ret;
}

static void expect_line(unsigned int role, const char *function, const char *text)
{
	const struct line *line = role_line(role);

	assert_non_null(line);
	assert_string_equal(line->function, function);
	assert_true(starts(line->text, text));
}

/* "LEAQ runtime.sched+4224(SB), AX", the last one before the call */
static int histogram_of(unsigned int role)
{
	const struct line *line = role_line(role);

	while (!starts(line->text, "LEAQ runtime.sched+"))
		line--;
	return atoi(line->text + strlen("LEAQ runtime.sched+"));
}

/* if duration < 0 { underflow++ }, inlined where each kind of GC pause ends */
static void expect_inline_records(void)
{
	static const char *const names[] = {
		"runtime.gcStart.", "runtime.gcMarkDone.", "runtime.gcMarkTermination",
	};
	size_t nr = 0, i;

	for (i = 0; i < manifest.nr_sites; i++) {
		const struct line *line = line_at(manifest.sites[i].va);

		if (manifest.sites[i].role != MAPGC_ROLE_TOTAL_GC)
			continue;
		assert_in_range(nr, 0, 2);
		assert_true(starts(line->function, names[nr++]));
		assert_true(starts(line[-1].text, "TESTQ "));
		assert_true(starts(line[0].text, "JGE "));
		assert_true(starts(line[3].text, "LOCK XADDQ "));
	}
	assert_int_equal(nr, 3);
}

static void expect_pauses(void)
{
	static const char stop[] = "runtime.stopTheWorldWithSema";
	static const char start[] = "runtime.startTheWorldWithSema";
	static const char record[] = "CALL runtime.(*timeHistogram).record";

	expect_line(MAPGC_ROLE_STOP, stop, "JBE ");
	expect_line(MAPGC_ROLE_START, start, "JBE ");
	expect_line(MAPGC_ROLE_CYCLE, "runtime.gcBgMarkStartWorkers", "JBE ");
	if (manifest.go_minor < 22) {
		expect_line(MAPGC_ROLE_STOPPED, stop, "JNE ");
		expect_line(MAPGC_ROLE_START_NOW, start, "CALL runtime.nanotime1");
		expect_inline_records();
		return;
	}
	expect_line(MAPGC_ROLE_STOPPING_GC, stop, record);
	expect_line(MAPGC_ROLE_STOPPING_OTHER, stop, record);
	expect_line(MAPGC_ROLE_TOTAL_GC, start, record);
	expect_line(MAPGC_ROLE_TOTAL_OTHER, start, record);
	assert_true(histogram_of(MAPGC_ROLE_STOPPING_GC) <
		    histogram_of(MAPGC_ROLE_STOPPING_OTHER));
	assert_true(histogram_of(MAPGC_ROLE_TOTAL_GC) < histogram_of(MAPGC_ROLE_TOTAL_OTHER));
}

static int open_program(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		skip();
	return fd;
}

static void load(const char *version, const char *program, struct manifest *ret)
{
	char path[128];
	struct error err;
	int fd;

	snprintf(path, sizeof(path), "build/workloads/%s/%s", version, program);
	fd = open_program(path);
	assert_int_equal(manifest_resolve(fd, path, ret, &err), 0);
	close(fd);
}

static void compare(const char *version, const char *program)
{
	char path[128];

	load(version, program, &manifest);
	assert_true(manifest.maps.is_on && manifest.gc.is_on);
	snprintf(path, sizeof(path), "build/workloads/%s/%s", version, program);
	disassemble(version, path);
	expect_callsites();
	expect_map_sites();
	expect_pauses();
}

static void test_go_1_19(void **state)
{
	(void)state;
	compare("1.19", "chains");
}

static void test_go_1_24(void **state)
{
	(void)state;
	compare("1.24", "chains");
}

/* Go 1.19's disassembler does not find the sources of position-independent code. */
static void test_position_independent(void **state)
{
	(void)state;
	compare("1.24", "chains.pie");
}

/* The same program in another form: the same functions with the same verdicts. */
static void expect_same(const char *version, const char *program, const char *kind)
{
	struct manifest other;
	size_t i;

	load(version, "chains", &manifest);
	load(version, program, &other);
	assert_string_equal(manifest.build_kind, "");
	assert_string_equal(other.build_kind, kind);
	assert_int_equal(other.nr_sites, manifest.nr_sites);
	assert_int_equal(other.nr_callsites, manifest.nr_callsites);
	for (i = 0; i < manifest.nr_callsites; i++) {
		assert_int_equal(other.callsites[i].verdict, manifest.callsites[i].verdict);
		assert_int_equal(other.callsites[i].depth, manifest.callsites[i].depth);
	}
	manifest_deinit(&manifest);
	manifest_deinit(&other);
}

static void test_stripped(void **state)
{
	(void)state;
	expect_same("1.19", "chains.stripped", "stripped");
	expect_same("1.24", "chains.stripped", "stripped");
}

static void test_position_does_not_matter(void **state)
{
	(void)state;
	expect_same("1.19", "chains.pie", "pie");
	expect_same("1.24", "chains.pie", "pie");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_go_1_19, teardown),
		cmocka_unit_test_teardown(test_go_1_24, teardown),
		cmocka_unit_test_teardown(test_position_independent, teardown),
		cmocka_unit_test_teardown(test_stripped, teardown),
		cmocka_unit_test_teardown(test_position_does_not_matter, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_go", tests, NULL, NULL);
}
