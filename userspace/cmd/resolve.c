// SPDX-License-Identifier: GPL-2.0
#include "cmd/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/executable.h"
#include "stored/place.h"
#include "stored/stored.h"
#include "text/escape.h"
#include "text/json_writer.h"

/**
 * struct resolved - an executable looked into
 * @cache: owns @exe
 * @exe: its manifest was made now, not read from a file
 * @origin: of the manifest; no build id where it is not to be kept
 */
struct resolved {
	struct executable_cache *cache;
	struct executable *exe;
	struct origin origin;
};

static size_t count(const struct manifest *manifest, enum mapgc_verdict verdict)
{
	size_t i, nr = 0;

	for (i = 0; i < manifest->nr_callsites; i++)
		nr += manifest->callsites[i].verdict == verdict;
	return nr;
}

static void print_feature(const char *name, const struct feature *feature)
{
	char text[1024];

	escape_text(text, sizeof(text), feature->reason, sizeof(feature->reason));
	printf("%-10s  %s%s%s\n", name, feature->is_on ? "on" : "off", *text ? ": " : "", text);
}

static void print_text(const struct resolved *resolved)
{
	const struct manifest *manifest = &resolved->exe->manifest;

	printf("%-10s  %s%s%s\n", "built", manifest->go_version,
	       *manifest->build_kind ? ", " : "", manifest->build_kind);
	printf("%-10s  %s\n", "build id",
	       *resolved->origin.build_id ? resolved->origin.build_id : "none");
	print_feature("maps", &manifest->maps);
	print_feature("gc", &manifest->gc);
	printf("%-10s  %zu\n", "sites", manifest->nr_sites);
	printf("%-10s  %zu: depth known of %zu, by the operation before of %zu, inferred of %zu\n",
	       "call sites", manifest->nr_callsites, count(manifest, MAPGC_VERDICT_DEPTH),
	       count(manifest, MAPGC_VERDICT_AFTER), count(manifest, MAPGC_VERDICT_INFER));
}

static void write_feature(struct json_writer *jw, const char *key,
			  const struct feature *feature)
{
	char text[sizeof(feature->reason) + 8];

	snprintf(text, sizeof(text), "%s%s%s", feature->is_on ? "on" : "off",
		 *feature->reason ? ": " : "", feature->reason);
	jw_string(jw, key, text);
}

static void print_json(const struct resolved *resolved)
{
	const struct manifest *manifest = &resolved->exe->manifest;
	struct json_writer jw = { .out = stdout };

	jw_begin_object(&jw, NULL);
	jw_string(&jw, "schema", "mapgc/1");
	jw_string(&jw, "exe", resolved->exe->path);
	jw_string(&jw, "go_version", manifest->go_version);
	jw_string(&jw, "build", manifest->build_kind);
	if (*resolved->origin.build_id)
		jw_string(&jw, "build_id", resolved->origin.build_id);
	else
		jw_null(&jw, "build_id");
	jw_begin_object(&jw, "features");
	write_feature(&jw, "maps", &manifest->maps);
	write_feature(&jw, "gc", &manifest->gc);
	jw_end_object(&jw);
	jw_u64(&jw, "sites", manifest->nr_sites);
	jw_begin_object(&jw, "callsites");
	jw_u64(&jw, "total", manifest->nr_callsites);
	jw_u64(&jw, "depth", count(manifest, MAPGC_VERDICT_DEPTH));
	jw_u64(&jw, "after", count(manifest, MAPGC_VERDICT_AFTER));
	jw_u64(&jw, "inferred", count(manifest, MAPGC_VERDICT_INFER));
	jw_end_object(&jw);
	jw_end_object(&jw);
	jw_end_line(&jw);
}

static int write_file(const struct resolved *resolved, const char *path, struct error *err)
{
	FILE *file;
	int code;

	file = fopen(path, "we");
	if (!file)
		return error_set(err, -errno, "%s: %s", path, strerror(errno));
	code = stored_write(file, &resolved->origin, &resolved->exe->manifest);
	if (ferror(file) | fclose(file) && !code)
		code = -EIO;
	return code ? error_set(err, code, "%s: not written: %s", path, strerror(-code)) : 0;
}

/* Whole or not at all: somebody may be reading the old one. */
static int replace_file(const struct resolved *resolved, const char *path, struct error *err)
{
	char fresh[PATH_MAX];
	int code;

	if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= (int)sizeof(fresh))
		return error_set(err, -ENAMETOOLONG, "--output: too long a path");
	code = write_file(resolved, fresh, err);
	if (!code && rename(fresh, path))
		code = error_set(err, -errno, "%s: %s", path, strerror(errno));
	if (code)
		unlink(fresh);
	return code;
}

static int keep(const struct resolved *resolved, const char *output, struct error *err)
{
	char path[PATH_MAX];
	struct stat st;
	int code;

	if (stat(output, &st) || !S_ISDIR(st.st_mode))
		return replace_file(resolved, output, err);
	code = place_in(output, resolved->origin.build_id, path, sizeof(path));
	return code ? error_set(err, code, "--output: too long a path") :
		replace_file(resolved, path, err);
}

static int look_into(struct resolved *resolved, const char *path, struct error *err)
{
	int code;

	resolved->cache = executable_cache_create();
	if (!resolved->cache)
		return error_set(err, -ENOMEM, "--resolve: no memory");
	code = executable_of_path(resolved->cache, path, &resolved->exe, err);
	if (!code)
		code = executable_resolve_anew(resolved->exe, err);
	if (!code)
		code = origin_of(resolved->exe->fd, path, &resolved->origin, err);
	return code == -ENOENT && resolved->exe ? 0 : code;
}

int resolve_main(const struct options *options, struct error *err)
{
	struct resolved resolved = {};
	const struct manifest *manifest;
	int code = look_into(&resolved, options->binary, err);

	if (code)
		goto out;
	manifest = &resolved.exe->manifest;
	(options->view == VIEW_JSON ? print_json : print_text)(&resolved);
	if (!manifest->maps.is_on && !manifest->gc.is_on)
		code = error_set(err, -ENOTSUP, "%s: nothing works: %s", options->binary,
				 manifest->gc.reason);
	else if (options->output && !*resolved.origin.build_id)
		code = error_set(err, -ENOENT, "%s: no build id to know it by", options->binary);
	else if (options->output)
		code = keep(&resolved, options->output, err);
out:
	executable_cache_destroy(resolved.cache);
	return code;
}
