// SPDX-License-Identifier: GPL-2.0
#include "preflight/dkms.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

#define VERSION_MAX	64

/* The first version below @pattern, a path with '*' in place of the version; "" for none. */
static void find_version(const struct host *host, const char *pattern,
			 char version[VERSION_MAX])
{
	char path[PATH_MAX];
	size_t before;
	glob_t found;

	*version = '\0';
	host_path(host, path, "%s", pattern);
	before = strchr(path, '*') - path;
	if (!glob(path, GLOB_NOSORT, NULL, &found))
		snprintf(version, VERSION_MAX, "%.*s",
			 (int)strcspn(found.gl_pathv[0] + before, "/"),
			 found.gl_pathv[0] + before);
	globfree(&found);
}

bool dkms_knows(const struct host *host)
{
	char version[VERSION_MAX];

	find_version(host, DKMS_TREE "/mapgc/*/source", version);
	return *version;
}

/* A build that fails leaves its log where it was built. */
static bool has_failed(const struct host *host, const char *log)
{
	char line[512], kernel[sizeof(host->kernel.release) + 16];

	snprintf(kernel, sizeof(kernel), " for kernel %s ", host->kernel.release);
	return host_find_line(host, log, kernel, line, sizeof(line));
}

int dkms_obstacle(const struct host *host, struct error *why)
{
	const char *release = host->kernel.release;
	char version[VERSION_MAX], path[PATH_MAX];

	snprintf(path, sizeof(path), DKMS_TREE "/mapgc/*/%s/*/module/mapgc.ko*", release);
	find_version(host, path, version);
	if (*version)
		return error_set(why, -ENOENT,
				 "built for %s, not installed: dkms install mapgc/%s -k %s",
				 release, version, release);
	if (!host_has(host, "/lib/modules/%s/build/include", release))
		return error_set(why, -ENOENT, "not built for kernel %s; "
				 "its headers are missing: apt install linux-headers-%s",
				 release, release);
	find_version(host, DKMS_TREE "/mapgc/*/source", version);
	snprintf(path, sizeof(path), DKMS_TREE "/mapgc/%s/build/make.log", version);
	if (has_failed(host, path))
		return error_set(why, -ENOEXEC, "does not build for kernel %s: see %s", release,
				 path);
	return error_set(why, -ENOENT, "not built for kernel %s: dkms autoinstall -k %s", release,
			 release);
}
