// SPDX-License-Identifier: GPL-2.0
#include "preflight/modfile.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the kernel and sign-file put at the very end of a signed module. */
static const char signed_end[] = "~Module signature appended~\n";

/* As .modinfo has it: strings one after the other. */
static const char version_tag[] = "\0version=";

bool modfile_is_loaded(const struct host *host)
{
	return host_has(host, "/sys/module/mapgc");
}

static void look_inside(const struct host *host, struct modfile *file)
{
	size_t size, end = sizeof(signed_end) - 1;
	char *content = host_read(host, file->path, &size);
	const char *tag;

	if (!content)
		return;
	file->is_plain = size > 4 && !memcmp(content, "\177ELF", 4);
	file->is_signed = size > end && !memcmp(content + size - end, signed_end, end);
	tag = memmem(content, size, version_tag, sizeof(version_tag) - 1);
	if (tag)
		snprintf(file->version, sizeof(file->version), "%s",
			 tag + sizeof(version_tag) - 1);
	free(content);
}

static bool find_path(const struct host *host, const char *release, char path[PATH_MAX])
{
	char index[PATH_MAX], line[PATH_MAX];

	snprintf(index, sizeof(index), "/lib/modules/%s/modules.dep", release);
	if (!host_find_line(host, index, "/mapgc.ko", line, sizeof(line)))
		return false;
	line[strcspn(line, ":")] = '\0';
	return snprintf(path, PATH_MAX, "/lib/modules/%s/%s", release, line) < PATH_MAX;
}

void modfile_find(const struct host *host, struct modfile *ret)
{
	memset(ret, 0, sizeof(*ret));
	if (find_path(host, host->kernel.release, ret->path))
		look_inside(host, ret);
	else
		*ret->path = '\0';
}

void modfile_elsewhere(const struct host *host, char release[65])
{
	char pattern[PATH_MAX], path[PATH_MAX], *name;
	glob_t found;
	size_t i;

	*release = '\0';
	host_path(host, pattern, "/lib/modules/*/modules.dep");
	if (!glob(pattern, 0, NULL, &found)) {
		for (i = 0; i < found.gl_pathc; i++) {
			*strrchr(found.gl_pathv[i], '/') = '\0';
			name = strrchr(found.gl_pathv[i], '/') + 1;
			if (find_path(host, name, path))
				snprintf(release, 65, "%s", name);
		}
	}
	globfree(&found);
}
