// SPDX-License-Identifier: GPL-2.0
#include "proc/container.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_DIGITS	64
#define DIGITS		"0123456789abcdef"

/* "lxc.payload.NAME" with version 2 of control groups, "/lxc/NAME" before. */
static const char *const lxc_marks[] = { "/lxc.payload.", "/lxc/" };

/* The innermost: a container may run others. */
static const char *find_id(const char *path)
{
	const char *found = NULL;

	while (*path) {
		size_t len = strspn(path, DIGITS);

		if (len == ID_DIGITS)
			found = path;
		path += len;
		path += strcspn(path, DIGITS);
	}
	return found;
}

void container_of_cgroup(const char *path, char ret[CONTAINER_MAX])
{
	const char *found = find_id(path);
	size_t i;

	*ret = '\0';
	if (found)
		snprintf(ret, CONTAINER_MAX, "%.*s", ID_DIGITS, found);
	for (i = 0; !*ret && i < sizeof(lxc_marks) / sizeof(lxc_marks[0]); i++) {
		found = strstr(path, lxc_marks[i]);
		if (!found)
			continue;
		found += strlen(lxc_marks[i]);
		snprintf(ret, CONTAINER_MAX, "%.*s", (int)strcspn(found, "/"), found);
	}
}

void container_of(pid_t pid, char ret[CONTAINER_MAX])
{
	char name[64], *line = NULL;
	size_t room = 0;
	FILE *file;

	*ret = '\0';
	snprintf(name, sizeof(name), "/proc/%d/cgroup", pid);
	file = fopen(name, "re");
	if (!file)
		return;
	while (!*ret && getline(&line, &room, file) > 0) {
		const char *path = strchr(line, '/');

		line[strcspn(line, "\n")] = '\0';
		if (path)
			container_of_cgroup(path, ret);
	}
	free(line);
	fclose(file);
}
