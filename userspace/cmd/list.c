// SPDX-License-Identifier: GPL-2.0
#include "cmd/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/go_process.h"
#include "cmd/host_json.h"
#include "cmd/message.h"
#include "proc/scan.h"
#include "text/escape.h"
#include "text/json_writer.h"

/**
 * struct list - what was found
 * @cache: owns the executables
 * @rows: the Go processes, nr of them, ascending by process id
 * @nr: how many
 * @nr_hidden: processes that could not be looked into
 */
struct list {
	struct executable_cache *cache;
	struct go_process *rows;
	size_t nr;
	size_t nr_hidden;
};

static const struct feature alloc_feature = { .reason = "not in this version" };

static const char *version_of(const struct go_process *row)
{
	return row->exe->state == EXECUTABLE_FAILED ? "?" : row->exe->manifest.go_version;
}

static const char *build_of(const struct go_process *row)
{
	return row->exe->state == EXECUTABLE_FAILED ? "" : row->exe->manifest.build_kind;
}

static int look_at(struct list *list, pid_t pid)
{
	struct go_process *rows, found;
	int code = go_process_look(list->cache, pid, &found);

	if (code) {
		list->nr_hidden += code != -ESRCH && code != -ENOEXEC;
		return 0;
	}
	rows = reallocarray(list->rows, list->nr + 1, sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	list->rows = rows;
	rows[list->nr++] = found;
	return 0;
}

static int fill(struct list *list, struct error *err)
{
	struct pid_list pids;
	size_t i;
	int code = scan_all(&pids);

	if (code)
		return error_set(err, code, "look for processes: %s", strerror(-code));
	list->cache = executable_cache_create();
	if (!list->cache)
		code = -ENOMEM;
	for (i = 0; !code && i < pids.nr; i++)
		code = look_at(list, pids.pids[i]);
	pid_list_deinit(&pids);
	return code ? error_set(err, code, "look for processes: no memory") : 0;
}

static void print_detail(const char *name, const char *detail)
{
	char text[1024];

	if (!*detail)
		return;
	escape_text(text, sizeof(text), detail, sizeof(text) / 4 - 1);
	printf("         %s: %s\n", name, text);
}

static const char *word(const struct feature *feature)
{
	return feature->is_on ? "on" : "off";
}

static void print_row(const struct go_process *row)
{
	char comm[128], version[128], build[128], procs[16] = "-";

	escape_text(comm, sizeof(comm), row->process.comm, PROCESS_COMM_MAX);
	escape_text(version, sizeof(version), version_of(row), MAPGC_VERSION_MAX);
	escape_text(build, sizeof(build), build_of(row), 64);
	if (row->gomaxprocs)
		snprintf(procs, sizeof(procs), "%u", row->gomaxprocs);
	printf("%7d  %-15s  %-10s  %-15s  %5s  %-4s  %-3s  %s\n", row->process.pid, comm,
	       version, *build ? build : "-", procs, word(&row->maps), word(&row->gc),
	       word(&alloc_feature));
	print_detail("container", row->container);
	if (row->exe != row->program)
		print_detail("library", row->exe->path);
	if (row->exe->state == EXECUTABLE_FAILED) {
		print_detail("all", row->maps.reason);
		return;
	}
	print_detail("maps", row->maps.reason);
	print_detail("gc", row->gc.reason);
}

static void print_table(const struct list *list)
{
	size_t i;

	if (!list->nr) {
		puts("no Go process");
		return;
	}
	printf("%7s  %-15s  %-10s  %-15s  %5s  %-4s  %-3s  %s\n", "PID", "COMM", "GO", "BUILD",
	       "PROCS", "MAPS", "GC", "ALLOC");
	for (i = 0; i < list->nr; i++)
		print_row(&list->rows[i]);
	printf("alloc: %s\n", alloc_feature.reason);
}

/* "on", "on: REASON", "off: REASON", as in a snapshot */
static void write_feature(struct json_writer *jw, const char *key,
			  const struct feature *feature)
{
	char text[sizeof(feature->reason) + 8];

	snprintf(text, sizeof(text), "%s%s%s", word(feature), *feature->reason ? ": " : "",
		 feature->reason);
	jw_string(jw, key, text);
}

static void write_row(struct json_writer *jw, const struct go_process *row)
{
	jw_begin_object(jw, NULL);
	jw_u64(jw, "pid", row->process.pid);
	jw_string(jw, "comm", row->process.comm);
	jw_string(jw, "exe", row->program->path);
	if (row->exe != row->program)
		jw_string(jw, "library", row->exe->path);
	else
		jw_null(jw, "library");
	if (row->exe->state == EXECUTABLE_FAILED)
		jw_null(jw, "go_version");
	else
		jw_string(jw, "go_version", version_of(row));
	jw_string(jw, "build", build_of(row));
	if (row->gomaxprocs)
		jw_u64(jw, "gomaxprocs", row->gomaxprocs);
	else
		jw_null(jw, "gomaxprocs");
	if (*row->container)
		jw_string(jw, "container", row->container);
	else
		jw_null(jw, "container");
	jw_begin_object(jw, "features");
	write_feature(jw, "maps", &row->maps);
	write_feature(jw, "alloc", &alloc_feature);
	write_feature(jw, "gc", &row->gc);
	jw_end_object(jw);
	jw_end_object(jw);
}

static void write_json(const struct list *list)
{
	struct json_writer jw = { .out = stdout };
	size_t i;

	host_json_begin(&jw);
	jw_begin_array(&jw, "processes");
	for (i = 0; i < list->nr; i++)
		write_row(&jw, &list->rows[i]);
	jw_end_array(&jw);
	jw_u64(&jw, "hidden_processes", list->nr_hidden);
	host_json_end(&jw);
}

static void note_hidden(const struct list *list)
{
	struct error why;

	if (!list->nr_hidden)
		return;
	error_set(&why, -EACCES, "processes that only CAP_SYS_PTRACE may look into, left out: %zu",
		  list->nr_hidden);
	message_print(why.text);
}

int list_main(const struct options *options, struct error *err)
{
	struct list list = {};
	int code = fill(&list, err);

	if (!code && options->view == VIEW_JSON)
		write_json(&list);
	else if (!code)
		print_table(&list);
	if (!code)
		note_hidden(&list);
	free(list.rows);
	executable_cache_destroy(list.cache);
	return code;
}
