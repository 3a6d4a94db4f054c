// SPDX-License-Identifier: GPL-2.0
#include "preflight/host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A file is read into memory as a whole: none of those looked at comes near this. */
#define FILE_MAX_BYTES	(64UL << 20)

/* Of the initial PID namespace: PROC_PID_INIT_INO of the kernel, the same everywhere. */
#define INITIAL_PID_NS	"pid:[4026531836]"

static void format_path(const struct host *host, char buf[PATH_MAX], const char *fmt,
			va_list args)
{
	int len = snprintf(buf, PATH_MAX, "%s", host->root);

	if (len >= 0 && len < PATH_MAX)
		vsnprintf(buf + len, PATH_MAX - len, fmt, args);
}

void host_path(const struct host *host, char buf[PATH_MAX], const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	format_path(host, buf, fmt, args);
	va_end(args);
}

bool host_has(const struct host *host, const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list args;

	va_start(args, fmt);
	format_path(host, path, fmt, args);
	va_end(args);
	return access(path, F_OK) == 0;
}

static FILE *open_file(const struct host *host, const char *file)
{
	char path[PATH_MAX];

	host_path(host, path, "%s", file);
	return fopen(path, "re");
}

bool host_find_line(const struct host *host, const char *file, const char *text, char *line,
		    size_t size)
{
	FILE *stream = open_file(host, file);
	bool is_found = false;

	while (stream && !is_found && fgets(line, size, stream)) {
		line[strcspn(line, "\n")] = '\0';
		is_found = strstr(line, text);
	}
	if (stream)
		fclose(stream);
	return is_found;
}

char *host_read(const struct host *host, const char *file, size_t *size)
{
	FILE *stream = open_file(host, file);
	char *content = NULL, *larger;
	size_t room = 4096;

	*size = 0;
	while (stream && room < FILE_MAX_BYTES) {
		room *= 2;
		larger = realloc(content, room);
		if (!larger)
			break;
		content = larger;
		*size += fread(content + *size, 1, room - *size - 1, stream);
		content[*size] = '\0';
		if (*size < room - 1)
			break;
	}
	if (stream)
		fclose(stream);
	return content;
}

void host_link(const struct host *host, const char *file, char buf[PATH_MAX])
{
	char path[PATH_MAX];
	ssize_t len;

	host_path(host, path, "%s", file);
	len = readlink(path, buf, PATH_MAX - 1);
	buf[len < 0 ? 0 : len] = '\0';
}

bool host_is_container(const struct host *host)
{
	char link[PATH_MAX];

	host_link(host, "/proc/self/ns/pid", link);
	return *link && strcmp(link, INITIAL_PID_NS);
}
