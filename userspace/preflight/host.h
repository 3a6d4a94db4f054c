/* SPDX-License-Identifier: GPL-2.0 */
/* A host as its files describe it: this one, or a tree that a test has made. */
#ifndef MAPGC_PREFLIGHT_HOST_H
#define MAPGC_PREFLIGHT_HOST_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/utsname.h>

/**
 * struct host - where to look
 * @root: comes before every path; "" for this host
 * @kernel: release and machine
 */
struct host {
	const char *root;
	struct utsname kernel;
};

/* Paths are printf formats, from the root of the host. */

/** host_path() - the path as this program must name it */
void host_path(const struct host *host, char buf[PATH_MAX], const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** host_has() - whether there is such a file */
bool host_has(const struct host *host, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * host_find_line() - look for a line with @text in a file
 * @line: gets the line, without its newline
 * @size: of @line
 * @file: not a format
 *
 * Return: whether there is one that can be read.
 */
bool host_find_line(const struct host *host, const char *file, const char *text, char *line,
		    size_t size);

/**
 * host_read() - all of a file
 * @size: gets its size, bytes
 * @file: not a format
 *
 * Return: the content, with a NUL behind it, for free(); NULL where it cannot be read.
 */
char *host_read(const struct host *host, const char *file, size_t *size);

/** host_link() - target of a symbolic link, "" where it cannot be read */
void host_link(const struct host *host, const char *file, char buf[PATH_MAX]);

/** host_is_container() - this program does not see the processes of the host */
bool host_is_container(const struct host *host);

#endif /* MAPGC_PREFLIGHT_HOST_H */
