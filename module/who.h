/* SPDX-License-Identifier: GPL-2.0 */
/* Which address spaces a target wants, and taking up a process at its first hit. */
#ifndef MAPGC_WHO_H
#define MAPGC_WHO_H

#include "compat.h"
#include "target.h"

/** mapgc_who_filter_cold() - filter of the probes that are armed all the time */
MAPGC_UPROBE_FILTER(mapgc_who_filter_cold);

/** mapgc_who_filter_hot() - filter of the probes of the windows */
MAPGC_UPROBE_FILTER(mapgc_who_filter_hot);

/**
 * mapgc_who_admit() - current is not among the target's processes (yet)
 * @target: the target
 * @ret: set to what the uprobe handler returns where current does not belong
 *
 * Context: uprobe handler; allocates. Return: whether it belongs now.
 */
bool mapgc_who_admit(struct mapgc_target *target, int *ret);

/**
 * mapgc_who_add() - take up a process that userspace named
 * @target: the target
 * @pid: in the caller's PID namespace
 *
 * Return: 0, -EEXIST where the target has it already, -ESRCH for no such process, -EXDEV
 * where it runs another executable, -ENOENT where the target ends, -ENOSPC, -ENOMEM.
 */
int mapgc_who_add(struct mapgc_target *target, u32 pid);

/** mapgc_who_remove() - let go of a process again; @pid as in mapgc_who_add() */
void mapgc_who_remove(struct mapgc_target *target, u32 pid);

#endif /* MAPGC_WHO_H */
