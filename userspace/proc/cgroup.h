/* SPDX-License-Identifier: GPL-2.0 */
/* The processes of a cgroup v2 directory. */
#ifndef MAPGC_PROC_CGROUP_H
#define MAPGC_PROC_CGROUP_H

#include <stddef.h>

#include "proc/pid_list.h"
#include "text/error.h"

/**
 * cgroup_find() - the directory that a user means
 * @name: a path below /sys/fs/cgroup, with or without that start
 * @path: filled
 * @size: of @path, bytes
 * @err: filled on failure
 *
 * Return: 0 or negative errno, also where it is not a cgroup v2 directory.
 */
int cgroup_find(const char *name, char *path, size_t size, struct error *err);

/**
 * cgroup_scan() - the processes in a directory of cgroup_find() and below
 * @path: the directory; none are in one that is gone
 * @ret: filled on success; pid_list_deinit() when done
 *
 * Return: 0 or negative errno.
 */
int cgroup_scan(const char *path, struct pid_list *ret);

#endif /* MAPGC_PROC_CGROUP_H */
