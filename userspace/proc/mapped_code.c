// SPDX-License-Identifier: GPL-2.0
#include "proc/mapped_code.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path in a line of /proc/PID/maps; NULL where it is not of code in a file. */
static const char *path_of(char *line)
{
	char flags[5];
	int path_at = 0;

	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%*x-%*x %4s %*x %*x:%*x %*u %n", flags, &path_at) != 1 || !path_at)
		return NULL;
	return flags[2] == 'x' && line[path_at] == '/' ? line + path_at : NULL;
}

static int show(pid_t pid, const char *path, int (*visit)(void *ctx, int fd, const char *path),
		void *ctx)
{
	char there[PATH_MAX + 64];
	struct stat st;
	int fd, code;

	if (snprintf(there, sizeof(there), "/proc/%d/root%s", pid, path) >= (int)sizeof(there))
		return 0;
	/* Opening a device may do something. */
	if (stat(there, &st) || !S_ISREG(st.st_mode))
		return 0;
	fd = open(there, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return 0;
	code = visit(ctx, fd, path);
	close(fd);
	return code;
}

int mapped_code_each(pid_t pid, int (*visit)(void *ctx, int fd, const char *path), void *ctx)
{
	char name[64], *line = NULL;
	size_t room = 0;
	FILE *file;
	int code = 0;

	snprintf(name, sizeof(name), "/proc/%d/maps", pid);
	file = fopen(name, "re");
	if (!file)
		return -errno;
	while (!code && getline(&line, &room, file) > 0) {
		const char *path = path_of(line);

		if (path)
			code = show(pid, path, visit, ctx);
	}
	free(line);
	fclose(file);
	return code;
}
