// SPDX-License-Identifier: GPL-2.0
#include "cmd/symbolize.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/executable.h"
#include "cmd/number.h"
#include "proc/code_map.h"
#include "symbol/symbol_cache.h"
#include "text/escape.h"
#include "text/json_writer.h"

#define COLUMNS_MAX	1000

/**
 * struct lookup - what addresses are looked up in
 * @cache: owns @exe
 * @exe: the executable, open
 * @tables: owns @table
 * @table: its functions and lines
 * @map: where the process has its code
 * @is_running: addresses are those of a process
 * @is_json: how to print
 */
struct lookup {
	struct executable_cache *cache;
	struct executable *exe;
	struct symbol_cache *tables;
	const struct symbol_table *table;
	struct code_map map;
	bool is_running;
	bool is_json;
};

/* Addresses of a process become those that the program was linked for. */
static bool find_va(const struct lookup *lookup, uint64_t address, uint64_t *ret)
{
	uint64_t offset;

	if (lookup->is_running)
		return !code_map_offset(&lookup->map, address, &offset) &&
			!elf_image_code_va(&lookup->table->program.image, offset, ret);
	*ret = address;
	return true;
}

static void print_text(uint64_t address, const struct symbol_frame *frames, size_t nr)
{
	char function[4 * COLUMNS_MAX + 1], file[4 * COLUMNS_MAX + 1];
	size_t i;

	if (!nr)
		printf("0x%-14" PRIx64 "  ? in no Go function\n", address);
	for (i = 0; i < nr; i++) {
		const char *path = frames[i].file ? frames[i].file : "?";

		escape_text(function, sizeof(function), frames[i].function,
			    COLUMNS_MAX);
		escape_text(file, sizeof(file), path, COLUMNS_MAX);
		if (i)
			printf("%16s  inlined in ", "");
		else
			printf("0x%-14" PRIx64 "  ", address);
		printf("%s at %s:%" PRIu32 "\n", function, file, frames[i].line);
	}
}

static void print_json(uint64_t address, const struct symbol_frame *frames, size_t nr)
{
	struct json_writer jw = { .out = stdout };
	char text[32];
	size_t i;

	snprintf(text, sizeof(text), "0x%" PRIx64, address);
	jw_begin_object(&jw, NULL);
	jw_string(&jw, "schema", "mapgc/1");
	jw_string(&jw, "address", text);
	jw_begin_array(&jw, "frames");
	for (i = 0; i < nr; i++) {
		jw_begin_object(&jw, NULL);
		jw_string(&jw, "function", frames[i].function);
		if (frames[i].file)
			jw_string(&jw, "file", frames[i].file);
		else
			jw_null(&jw, "file");
		jw_u64(&jw, "line", frames[i].line);
		jw_end_object(&jw);
	}
	jw_end_array(&jw);
	jw_end_object(&jw);
	jw_end_line(&jw);
}

static int look_up(const struct lookup *lookup, uint64_t address, struct error *err)
{
	struct symbol_frame frames[SYMBOL_FRAMES_MAX];
	uint64_t va;
	size_t nr = 0;
	int code = 0;

	if (find_va(lookup, address, &va))
		code = symbols_find(&lookup->table->symbols, va, frames, &nr);
	if (code)
		return error_set(err, code, "%s: damaged function table: what is at 0x%" PRIx64,
				 lookup->exe->path, address);
	(lookup->is_json ? print_json : print_text)(address, frames, nr);
	return 0;
}

static int look_up_arguments(const struct lookup *lookup, const struct options *options,
			     struct error *err)
{
	uint64_t address;
	size_t i;
	int code = 0;

	for (i = 0; !code && i < options->nr_addresses; i++) {
		code = number_address(options->addresses[i], &address, "symbolize", err);
		if (!code)
			code = look_up(lookup, address, err);
	}
	return code;
}

static int look_up_input(const struct lookup *lookup, struct error *err)
{
	uint64_t address;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	int code = 0;

	while (!code && (len = getline(&line, &room, stdin)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		code = number_address(line, &address, "symbolize", err);
		if (!code)
			code = look_up(lookup, address, err);
	}
	free(line);
	return code;
}

static int open_executable(struct lookup *lookup, const struct options *options,
			   struct error *err)
{
	struct file_id now;
	pid_t pid;
	int code;

	lookup->cache = executable_cache_create();
	if (!lookup->cache)
		return error_set(err, -ENOMEM, "--symbolize: no memory");
	if (options->select_by == SELECT_EXE)
		return executable_of_path(lookup->cache, options->name, &lookup->exe, err);
	pid = options->pids.pids[0];
	lookup->is_running = true;
	code = executable_of_process(lookup->cache, pid, &lookup->exe, err);
	if (code)
		return code;
	code = code_map_read(pid, &lookup->map);
	if (code)
		return error_set(err, code, "process %d: where its code is: %s", pid,
				 strerror(-code));
	if (process_exe_id(pid, &now) || !file_id_equal(&now, &lookup->exe->id))
		return error_set(err, -ESRCH, "process %d: runs another program now", pid);
	return 0;
}

static int run(struct lookup *lookup, const struct options *options, struct error *err)
{
	int code;

	lookup->tables = symbol_cache_create();
	if (!lookup->tables)
		return error_set(err, -ENOMEM, "--symbolize: no memory");
	code = symbol_cache_get(lookup->tables, lookup->exe->fd, lookup->exe->path,
				&lookup->table, err);
	if (!code && options->nr_addresses)
		code = look_up_arguments(lookup, options, err);
	else if (!code)
		code = look_up_input(lookup, err);
	symbol_cache_destroy(lookup->tables);
	return code;
}

int symbolize_main(const struct options *options, struct error *err)
{
	struct lookup lookup = { .is_json = options->view == VIEW_JSON };
	int code = open_executable(&lookup, options, err);

	if (!code)
		code = run(&lookup, options, err);
	executable_cache_destroy(lookup.cache);
	return code;
}
