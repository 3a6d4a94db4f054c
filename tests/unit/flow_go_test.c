// SPDX-License-Identifier: GPL-2.0
/* The verdicts on flow_shapes.go, as both versions of Go compile it, are those that stand there. */
#include <elf.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "flow/flow.h"

#define SHAPES	"tests/unit/flow_shapes.go"
#define WANT	"// want "

/* An executable, all of it. */
static struct {
	uint8_t *bytes;
	size_t len;
	const Elf64_Sym *symbols;
	size_t nr_symbols;
	const char *names;
} exe;

static char directory[32];
static struct flow *flow;

/* From wherever the test runs: to the root of the repository. */
static int setup(void **state)
{
	(void)state;
	for (int up = 0; up < 8 && access(SHAPES, F_OK); up++)
		if (chdir(".."))
			return -1;
	strcpy(directory, "/tmp/mapgc-flow-XXXXXX");
	return mkdtemp(directory) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	free(exe.bytes);
	flow_destroy(flow);
	return rmdir(directory);
}

static void load(const char *path)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	free(exe.bytes);
	exe.len = ftell(file);
	exe.bytes = malloc(exe.len);
	assert_non_null(exe.bytes);
	rewind(file);
	assert_int_equal(fread(exe.bytes, 1, exe.len, file), exe.len);
	fclose(file);
}

static void find_symbols(void)
{
	const Elf64_Ehdr *header = (const void *)exe.bytes;
	const Elf64_Shdr *sections = (const void *)(exe.bytes + header->e_shoff);

	exe.symbols = NULL;
	for (int i = 0; i < header->e_shnum; i++) {
		if (sections[i].sh_type != SHT_SYMTAB)
			continue;
		exe.symbols = (const void *)(exe.bytes + sections[i].sh_offset);
		exe.nr_symbols = sections[i].sh_size / sizeof(Elf64_Sym);
		exe.names = (const char *)exe.bytes + sections[sections[i].sh_link].sh_offset;
	}
	assert_non_null(exe.symbols);
}

static const uint8_t *bytes_at(uint64_t va, size_t len)
{
	const Elf64_Ehdr *header = (const void *)exe.bytes;
	const Elf64_Phdr *segments = (const void *)(exe.bytes + header->e_phoff);

	for (int i = 0; i < header->e_phnum; i++) {
		const Elf64_Phdr *segment = segments + i;
		uint64_t off = va - segment->p_vaddr;

		if (segment->p_type == PT_LOAD && off <= segment->p_filesz &&
		    len <= segment->p_filesz - off)
			return exe.bytes + segment->p_offset + off;
	}
	return NULL;
}

static int read_va(void *ctx, uint64_t va, void *buf, size_t len)
{
	const uint8_t *at = bytes_at(va, len);

	(void)ctx;
	if (!at)
		return -EFAULT;
	memcpy(buf, at, len);
	return 0;
}

static const char *name_at(uint64_t va)
{
	for (size_t i = 0; i < exe.nr_symbols; i++) {
		const Elf64_Sym *symbol = exe.symbols + i;

		if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC &&
		    va - symbol->st_value < symbol->st_size)
			return exe.names + symbol->st_name;
	}
	return "";
}

static enum callee classify(void *ctx, uint64_t va)
{
	static const struct {
		const char *prefix;
		enum callee callee;
	} kinds[] = {
		{ "runtime.mapaccess", CALLEE_MAP_READ },
		{ "runtime.mapassign", CALLEE_MAP_OTHER },
		{ "runtime.mapdelete", CALLEE_MAP_OTHER },
		{ "runtime.mapclear", CALLEE_MAP_OTHER },
		{ "runtime.mapiterinit", CALLEE_MAP_OTHER },
		{ "runtime.mapIterStart", CALLEE_MAP_OTHER },
		{ "runtime.makemap", CALLEE_MAP_MAKE },
		{ "runtime.gcWriteBarrier", CALLEE_KEEPS_REGISTERS },
		{ "gcWriteBarrier", CALLEE_KEEPS_REGISTERS },
		{ "runtime.duff", CALLEE_KEEPS_REGISTERS },
		{ "runtime.panic", CALLEE_NO_RETURN },
		{ "runtime.goPanic", CALLEE_NO_RETURN },
		{ "runtime.gopanic", CALLEE_NO_RETURN },
		{ "runtime.morestack", CALLEE_NO_RETURN },
	};
	const char *name = name_at(va);

	(void)ctx;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strncmp(name, kinds[i].prefix, strlen(kinds[i].prefix)))
			return kinds[i].callee;
	return CALLEE_PLAIN;
}

/* main.NAME, or an instance of it if it is generic. */
static const Elf64_Sym *find_function(const char *name)
{
	char full[128], instance[128];

	snprintf(full, sizeof(full), "main.%s", name);
	snprintf(instance, sizeof(instance), "main.%s[", name);
	for (size_t i = 0; i < exe.nr_symbols; i++) {
		const char *symbol = exe.names + exe.symbols[i].st_name;

		if (!strcmp(symbol, full) || !strncmp(symbol, instance, strlen(instance)))
			return exe.symbols + i;
	}
	fail_msg("no function %s", full);
	return NULL;
}

static void print(const struct flow_verdict *verdicts, size_t nr, char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < nr && len + 16 < size; i++) {
		if (verdicts[i].verdict == MAPGC_VERDICT_DEPTH)
			len += snprintf(text + len, size - len, "%d", verdicts[i].depth);
		else
			len += snprintf(text + len, size - len, "%s",
					verdicts[i].verdict == MAPGC_VERDICT_AFTER ? "A" : "?");
		len += snprintf(text + len, size - len, "%s%s",
				verdicts[i].flags & MAPGC_CALLSITE_REMEMBER ? "R" : "",
				i + 1 < nr ? " " : "");
	}
}

/* Return: whether the function has the verdicts that are wanted. */
static bool check(const char *name, const char *want)
{
	const Elf64_Sym *symbol = find_function(name);
	struct flow_function fn = {
		.va = symbol->st_value,
		.code = bytes_at(symbol->st_value, symbol->st_size),
		.len = symbol->st_size,
	};
	const struct flow_verdict *verdicts;
	char got[256];
	size_t nr;

	assert_non_null(fn.code);
	assert_int_equal(flow_analyse(flow, &fn, &verdicts, &nr), 0);
	print(verdicts, nr, got, sizeof(got));
	if (!strcmp(got, want))
		return true;
	print_message("# %s: want %s, got %s\n", name, want, got);
	return false;
}

/* Go through the source, from one line with a want to the function behind it. */
static void check_all(void)
{
	FILE *source = fopen(SHAPES, "r");
	char line[512], want[512] = "", name[64];
	size_t nr = 0, nr_wrong = 0;

	assert_non_null(source);
	while (fgets(line, sizeof(line), source)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, WANT, strlen(WANT)))
			snprintf(want, sizeof(want), "%s", line + strlen(WANT));
		if (!want[0] || sscanf(line, "func %63[A-Za-z0-9]", name) != 1)
			continue;
		nr++;
		nr_wrong += !check(name, want);
		want[0] = '\0';
	}
	fclose(source);
	assert_true(nr > 40);
	assert_int_equal(nr_wrong, 0);
}

static void check_version(const char *version)
{
	static const struct flow_env env = { .classify = classify, .read = read_va };
	char path[64], command[256];

	flow_destroy(flow);
	flow = flow_create(&env);
	assert_non_null(flow);
	snprintf(path, sizeof(path), "%s/%s", directory, version);
	snprintf(command, sizeof(command), "tests/deps/go %s build -o %s %s", version, path,
		 SHAPES);
	assert_int_equal(system(command), 0);
	load(path);
	unlink(path);
	find_symbols();
	check_all();
}

static void test_go_1_19(void **state)
{
	(void)state;
	check_version("1.19");
}

static void test_go_1_24(void **state)
{
	(void)state;
	check_version("1.24");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_go_1_19),
		cmocka_unit_test(test_go_1_24),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("flow_go", tests, setup, teardown);
}
