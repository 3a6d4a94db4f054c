// SPDX-License-Identifier: GPL-2.0
#include "proc/pid_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int pid_list_add(struct pid_list *list, pid_t pid)
{
	size_t room = list->room ? list->room * 2 : 64;
	pid_t *pids;

	if (list->nr == list->room) {
		pids = reallocarray(list->pids, room, sizeof(*pids));
		if (!pids)
			return -ENOMEM;
		list->pids = pids;
		list->room = room;
	}
	list->pids[list->nr++] = pid;
	return 0;
}

static int compare_pids(const void *a, const void *b)
{
	pid_t left = *(const pid_t *)a, right = *(const pid_t *)b;

	return (left > right) - (left < right);
}

void pid_list_sort(struct pid_list *list)
{
	size_t i, nr = 0;

	if (!list->nr)
		return;
	qsort(list->pids, list->nr, sizeof(*list->pids), compare_pids);
	for (i = 1; i < list->nr; i++)
		if (list->pids[i] != list->pids[nr])
			list->pids[++nr] = list->pids[i];
	list->nr = nr + 1;
}

void pid_list_deinit(struct pid_list *list)
{
	free(list->pids);
	memset(list, 0, sizeof(*list));
}
