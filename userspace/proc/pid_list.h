/* SPDX-License-Identifier: GPL-2.0 */
/* A set of process ids. */
#ifndef MAPGC_PROC_PID_LIST_H
#define MAPGC_PROC_PID_LIST_H

#include <stddef.h>
#include <sys/types.h>

/**
 * struct pid_list - process ids, ascending, without repetition
 * @pids: nr of them
 * @nr: how many
 * @room: of @pids
 */
struct pid_list {
	pid_t *pids;
	size_t nr;
	size_t room;
};

/** pid_list_add() - append one; 0 or -ENOMEM; call pid_list_sort() when all are in */
int pid_list_add(struct pid_list *list, pid_t pid);
void pid_list_sort(struct pid_list *list);
void pid_list_deinit(struct pid_list *list);

#endif /* MAPGC_PROC_PID_LIST_H */
