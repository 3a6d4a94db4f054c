/* SPDX-License-Identifier: GPL-2.0 */
/* The container that a process runs in, as its control group tells. */
#ifndef MAPGC_PROC_CONTAINER_H
#define MAPGC_PROC_CONTAINER_H

#include <stddef.h>
#include <sys/types.h>

#define CONTAINER_MAX	65	/* an id of 64 digits, or a name, with NUL */

/**
 * container_of_cgroup() - find the name of a container in the path of a control group
 * @path: "/system.slice/docker-0123...cdef.scope"
 * @ret: the id of 64 hexadecimal digits that Docker, containerd, CRI-O and Podman give, or
 *	the name that LXC gives; empty where there is neither
 */
void container_of_cgroup(const char *path, char ret[CONTAINER_MAX]);

/** container_of() - of a process; empty where it is in none, or gone */
void container_of(pid_t pid, char ret[CONTAINER_MAX]);

#endif /* MAPGC_PROC_CONTAINER_H */
