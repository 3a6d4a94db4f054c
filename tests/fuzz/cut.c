// SPDX-License-Identifier: GPL-2.0
/*
 * usage: cut EXECUTABLE NAME EXECUTABLES CODE
 *
 * Makes small inputs of a Go executable that a compiler made: EXECUTABLES/NAME.* have
 * a caller of map functions each, those that it calls and the other runtime functions that
 * the resolver looks at, byte for byte but for constants' addresses, and nothing else;
 * CODE/NAME.* are the callers alone, with calls that lead where code.h says.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz/code.h"
#include "resolve/callees.h"
#include "resolve/calls.h"
#include "resolve/manifest.h"
#include "resolve/program.h"
#include "synth/go_program.h"

#define FUNCTIONS_MAX	1024
#define CALLERS_MAX	40
#define CALLERS_EACH	1	/* in an executable: following them takes most of the time */
#define CALLER_BYTES	2048	/* of the longest caller */
#define KEPT_BYTES	4096	/* of the longest runtime function kept whole */
#define STUB_BYTES	64

/* Beside map functions. Prefixes: closures have their numbers. */
static const char *const kept[] = {
	"runtime.text", "runtime.stopTheWorldWithSema", "runtime.startTheWorldWithSema",
	"runtime.(*timeHistogram).record", "runtime.gcBgMarkStartWorkers", "runtime.gcStart.",
	"runtime.gcMarkDone.", "runtime.gcMarkTermination", "runtime.startTheWorld.",
	"runtime.nanotime1", "runtime.throw", "runtime.morestack", "runtime.duff",
	"runtime.gcWriteBarrier", "reflect.map", "reflect.Value.SetMapIndex",
	"reflect.Value.Clear", "runtime.typesEqual", "runtime.addOneOpenDeferFrame",
};

static struct program program;
static struct callees callees;
static struct go_function functions[FUNCTIONS_MAX];
static size_t nr_functions;
static size_t callers[CALLERS_MAX];
static size_t nr_callers;
static const uint8_t stub[] = { 0xc3 }, arm64_stub[] = { 0xc0, 0x03, 0x5f, 0xd6 };

static bool is_arm64(void)
{
	return program.image.arch == &arch_arm64;
}

static uint32_t get_word(const uint8_t *bytes)
{
	uint32_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

static void put_word(uint8_t *bytes, uint32_t word)
{
	memcpy(bytes, &word, sizeof(word));
}

static void die(const char *what, const char *why)
{
	fprintf(stderr, "cut: %s: %s\n", what, why);
	exit(1);
}

static void *take(size_t bytes)
{
	void *ret = calloc(1, bytes);

	if (!ret)
		die("memory", "none");
	return ret;
}

static bool is_kept(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (!strncmp(name, kept[i], strlen(kept[i])))
			return true;
	return false;
}

static bool is_there(const char *name)
{
	size_t i;

	for (i = 0; i < nr_functions; i++)
		if (!strcmp(functions[i].name, name))
			return true;
	return false;
}

static uint8_t *code_of(size_t index, size_t bytes)
{
	uint8_t *code = take(bytes);

	if (elf_image_read_va(&program.image, program.pclntab.functions[index].va, code, bytes))
		die(pclntab_name(&program.pclntab, index), "cannot be read");
	return code;
}

/* Where a direct call in a decoded function leads: the entry of another, or PCLNTAB_NONE. */
static size_t callee_of(const struct insn *insn)
{
	size_t index;

	if (!insn_is_call(insn))
		return PCLNTAB_NONE;
	index = pclntab_find_va(&program.pclntab, insn_target(insn));
	if (index != PCLNTAB_NONE && program.pclntab.functions[index].va != insn_target(insn))
		return PCLNTAB_NONE;
	return index;
}

static void take_calls(struct go_function *function, const struct listing *code)
{
	struct go_call *calls = take((code->nr_insns + 1) * sizeof(*calls));
	size_t i, callee;

	function->calls = calls;
	for (i = 0; i < code->nr_insns; i++) {
		callee = callee_of(&code->insns[i]);
		if (callee == PCLNTAB_NONE)
			continue;
		calls[function->nr_calls].at = code->insns[i].va - code->va;
		calls[function->nr_calls++].to = pclntab_name(&program.pclntab, callee);
	}
}

/* Constants stay behind: an address in the code is no map type's, to the resolver. */
static void drop_constants(uint8_t *bytes, const struct listing *code)
{
	uint64_t va;
	size_t i;

	for (i = 0; i < code->nr_insns; i++) {
		uint8_t *insn = bytes + (code->insns[i].va - code->va);

		if (code->arch->constant(code, i, &va) != code->arch->argument_regs[0])
			continue;
		if (is_arm64()) {	/* adrp, page of here; add #0 */
			put_word(insn - 4, get_word(insn - 4) & ~0x60ffffe0U);
			put_word(insn, get_word(insn) & ~0x003ffc00U);
		} else {
			put_word(insn + 3, 0);
		}
	}
}

static void add_function(size_t index, size_t bytes_max)
{
	struct go_function *function = &functions[nr_functions];
	size_t bytes = pclntab_bytes(&program.pclntab, index);
	struct listing code;
	uint8_t *copy;

	if (nr_functions == FUNCTIONS_MAX || is_there(pclntab_name(&program.pclntab, index)))
		return;
	function->name = pclntab_name(&program.pclntab, index);
	function->len = bytes > bytes_max ? STUB_BYTES : bytes;
	copy = code_of(index, function->len);
	function->code = copy;
	nr_functions++;
	if (bytes <= bytes_max && !program_decode(&program, index, &code, NULL)) {
		take_calls(function, &code);
		drop_constants(copy, &code);
		listing_deinit(&code);
	}
}

/* The map functions that those that are there call, and so on; no others. */
static void add_map_functions(void)
{
	size_t i, k;

	for (i = 0; i < nr_functions; i++)
		for (k = 0; k < functions[i].nr_calls; k++)
			if (map_function_find(functions[i].calls[k].to))
				add_function(pclntab_find_name(&program.pclntab,
							       functions[i].calls[k].to),
					     KEPT_BYTES);
}

/* What is called and not kept is there by name. */
static void add_stubs(void)
{
	size_t i, k, nr = nr_functions;

	for (i = 0; i < nr; i++)
		for (k = 0; k < functions[i].nr_calls; k++)
			if (nr_functions < FUNCTIONS_MAX && !is_there(functions[i].calls[k].to))
				functions[nr_functions++] = (struct go_function){
					.name = functions[i].calls[k].to,
					.code = is_arm64() ? arm64_stub : stub,
					.len = is_arm64() ? sizeof(arm64_stub) : sizeof(stub),
				};
}

/* All but the first @nr. */
static void drop_functions(size_t nr)
{
	while (nr_functions > nr) {
		struct go_function *function = &functions[--nr_functions];

		if (function->code != stub && function->code != arm64_stub)
			free((void *)function->code);
		free((void *)function->calls);
		*function = (struct go_function){ 0 };
	}
}

static void write_file(const char *directory, const char *name, const void *data, size_t len)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	if (!file || fwrite(data, len, 1, file) != 1 || fclose(file))
		die(path, strerror(errno));
}

static void write_code(const char *directory, const char *name, size_t index)
{
	struct listing code;
	size_t i, callee;
	char path[256];

	if (program_decode(&program, index, &code, NULL))
		return;
	for (i = 0; i < code.nr_insns; i++) {
		const struct insn *insn = &code.insns[i];
		uint64_t off = insn->va - code.va, to;

		callee = callee_of(insn);
		if (callee == PCLNTAB_NONE)
			continue;
		to = CODE_CALLEES_VA + 16 * callees_classify(&callees, insn_target(insn)) -
		     (CODE_VA + off);
		if (is_arm64())
			put_word(code.bytes + off, 0x94000000 | (to / 4 & 0x3ffffff));
		else
			put_word(code.bytes + off + 1, to - insn->len);
	}
	snprintf(path, sizeof(path), "%s.%zu", name, index);
	write_file(directory, path, code.bytes, code.len);
	listing_deinit(&code);
}

/* Spread over the program; those of the program itself and of its packages alike. */
static void find_callers(const char *directory, const char *name)
{
	uint64_t *targets = take((callees.nr_ranges + 1) * sizeof(*targets));
	size_t i, index, nr_targets = 0, last = PCLNTAB_NONE, step;
	struct calls calls;
	struct error err;

	for (i = 0; i < callees.nr_ranges; i++)
		if (callees.ranges[i].map)
			targets[nr_targets++] = callees.ranges[i].va;
	if (!nr_targets || calls_init(&calls, &program, targets, nr_targets, &err))
		die(name, "no calls of map functions");
	step = calls.nr_calls / (4 * CALLERS_MAX) + 1;
	for (i = 0; i < calls.nr_calls && nr_callers < CALLERS_MAX; i += step) {
		index = pclntab_find_va(&program.pclntab, calls.calls[i].va);
		if (index == PCLNTAB_NONE || index == last ||
		    pclntab_bytes(&program.pclntab, index) > CALLER_BYTES)
			continue;
		last = index;
		write_code(directory, name, index);
		callers[nr_callers++] = index;
	}
	calls_deinit(&calls);
	free(targets);
}

static void add_runtime(const char *directory, const char *name)
{
	size_t i;

	for (i = 0; i < program.pclntab.nr_functions; i++) {
		const char *function = pclntab_name(&program.pclntab, i);
		bool is_wanted = is_kept(function);

		if (is_wanted)
			add_function(i, KEPT_BYTES);
		if (is_wanted && pclntab_bytes(&program.pclntab, i) <= CALLER_BYTES)
			write_code(directory, name, i);
	}
}

/* An input in which nothing is found would be worth nothing. */
static void check(const struct go_binary *binary, const char *name)
{
	int fd = go_binary_fd(binary->file.data, binary->file.len);
	struct manifest manifest;
	struct error err;

	if (manifest_resolve(fd, name, &manifest, &err))
		die(name, err.text);
	if (!manifest.maps.is_on || !manifest.gc.is_on)
		die(name, manifest.maps.is_on ? manifest.gc.reason : manifest.maps.reason);
	manifest_deinit(&manifest);
	close(fd);
}

static void write_executable(const char *directory, const char *name)
{
	struct go_binary binary;

	go_program_init(&binary, program.build.minor);
	binary.is_arm64 = is_arm64();
	binary.functions = functions;
	binary.nr_functions = nr_functions;
	go_binary_write(&binary);
	check(&binary, name);
	write_file(directory, name, binary.file.data, binary.file.len);
	go_binary_deinit(&binary);
}

static void write_executables(const char *directory, const char *name)
{
	size_t first, i, nr_runtime = nr_functions;
	char part[256];

	for (first = 0; first < nr_callers; first += CALLERS_EACH) {
		for (i = first; i < nr_callers && i < first + CALLERS_EACH; i++)
			add_function(callers[i], CALLER_BYTES);
		add_map_functions();
		add_stubs();
		snprintf(part, sizeof(part), "%s.%zu", name, first / CALLERS_EACH);
		write_executable(directory, part);
		drop_functions(nr_runtime);
	}
}

int main(int argc, char **argv)
{
	struct error err;
	int fd;

	if (argc != 5) {
		fprintf(stderr, "usage: cut EXECUTABLE NAME EXECUTABLES CODE\n");
		return 2;
	}
	fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die(argv[1], strerror(errno));
	if (program_init(&program, fd, argv[1], &err) ||
	    program_load_functions(&program, golayout_find(program.build.minor), &err))
		die(argv[1], err.text);
	if (callees_init(&callees, &program.pclntab))
		die("memory", "none");
	add_runtime(argv[4], argv[2]);
	find_callers(argv[4], argv[2]);
	write_executables(argv[3], argv[2]);
	return 0;
}
