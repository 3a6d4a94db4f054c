/* SPDX-License-Identifier: GPL-2.0 */
/* The libraries of a process. */
#ifndef MAPGC_PROC_MAPPED_CODE_H
#define MAPGC_PROC_MAPPED_CODE_H

#include <sys/types.h>

/**
 * mapped_code_each() - look at every file that a process has mapped to be executed
 * @pid: the process
 * @visit: gets the file, open, and its path as the process sees it; 0 to go on
 * @ctx: for @visit
 *
 * A file may come more than once; one that cannot be opened any more is left out.
 * Return: 0, what @visit returned, or negative errno.
 */
int mapped_code_each(pid_t pid, int (*visit)(void *ctx, int fd, const char *path), void *ctx);

#endif /* MAPGC_PROC_MAPPED_CODE_H */
