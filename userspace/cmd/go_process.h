/* SPDX-License-Identifier: GPL-2.0 */
/* A process with Go code, and what can be said of it without attaching. */
#ifndef MAPGC_CMD_GO_PROCESS_H
#define MAPGC_CMD_GO_PROCESS_H

#include "cmd/executable.h"
#include "proc/container.h"
#include "proc/process.h"

/**
 * struct go_process - one of them
 * @process: which
 * @program: what it executes
 * @exe: where its Go code is, resolved or failed: @program, or a library in one that is not Go
 * @gomaxprocs: threads that may run Go code at once, now; 0 where that is not known
 * @maps: whether map depth works for it
 * @gc: whether pauses work for it
 * @container: id or name of the container that it is in; empty where it is in none
 */
struct go_process {
	struct process process;
	const struct executable *program;
	const struct executable *exe;
	unsigned int gomaxprocs;
	struct feature maps;
	struct feature gc;
	char container[CONTAINER_MAX];
};

/**
 * go_process_look() - look into a process
 * @cache: keeps the executable
 * @pid: the process
 * @ret: filled on success
 *
 * Return: 0; -ENOEXEC where there is no Go code in it, -ESRCH where it is gone; another
 * negative errno where it may not be looked into.
 */
int go_process_look(struct executable_cache *cache, pid_t pid, struct go_process *ret);

#endif /* MAPGC_CMD_GO_PROCESS_H */
