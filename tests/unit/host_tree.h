/* SPDX-License-Identifier: GPL-2.0 */
/* A host of our own for preflight: a directory with the files that a test puts there. */
#ifndef MAPGC_TESTS_HOST_TREE_H
#define MAPGC_TESTS_HOST_TREE_H

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "preflight/host.h"
#include "preflight/part.h"

#define RELEASE	"6.1.0-56-amd64"

static struct host host;
static char host_root[PATH_MAX];

static void make_parents(char *path)
{
	char *slash;

	for (slash = strchr(path + strlen(host_root) + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
}

static inline void put_bytes(const char *file, const void *bytes, size_t size)
{
	char path[PATH_MAX];
	FILE *stream;

	host_path(&host, path, "%s", file);
	make_parents(path);
	stream = fopen(path, "we");
	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, size, stream), size);
	assert_int_equal(fclose(stream), 0);
}

static inline void put(const char *file, const char *text)
{
	put_bytes(file, text, strlen(text));
}

static inline void put_link(const char *file, const char *target)
{
	char path[PATH_MAX];

	host_path(&host, path, "%s", file);
	make_parents(path);
	unlink(path);
	assert_int_equal(symlink(target, path), 0);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

/* Root of the initial namespaces, on a kernel that has all it takes. */
static int host_setup(void **state)
{
	(void)state;
	strcpy(host_root, "/tmp/mapgc-host-XXXXXX");
	assert_non_null(mkdtemp(host_root));
	host.root = host_root;
	strcpy(host.kernel.release, RELEASE);
	strcpy(host.kernel.machine, "x86_64");
	put("/proc/kallsyms", "0000000000000000 T uprobe_register\n"
	    "0000000000000000 T tracepoint_probe_register\n");
	put("/proc/self/status", "Name:\tcheck\nCapEff:\t000001ffffffffff\n");
	put_link("/proc/self/ns/user", "user:[4026531837]");
	put_link("/proc/self/ns/pid", "pid:[4026531836]");
	return 0;
}

static int host_teardown(void **state)
{
	(void)state;
	return nftw(host_root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* @part is in order; @text is part of what it says. */
static inline void expect_ok(part_fn *part, const char *text)
{
	struct error why;
	int code = part(&host, &why);

	if (code || !strstr(why.text, text))
		fail_msg("%d, %s; not 0, %s", code, why.text, text);
}

/* @part is in the way; @texts, up to a NULL, are all part of what it says. */
static inline void expect_obstacle(part_fn *part, ...)
{
	struct error why;
	const char *text;
	va_list texts;
	int code = part(&host, &why);

	va_start(texts, part);
	while ((text = va_arg(texts, const char *)))
		if (code >= 0 || !strstr(why.text, text))
			fail_msg("%d, %s; no obstacle with %s", code, why.text, text);
	va_end(texts);
}

static inline void expect_skipped(part_fn *part)
{
	struct error why;

	assert_int_equal(part(&host, &why), PART_SKIPPED);
}

#endif /* MAPGC_TESTS_HOST_TREE_H */
