/* SPDX-License-Identifier: GPL-2.0 */
/* Walks over processes. */
#ifndef MAPGC_PROC_SCAN_H
#define MAPGC_PROC_SCAN_H

#include "proc/pid_list.h"

/**
 * scan_all() - every process in this PID namespace
 * @ret: filled on success; pid_list_deinit() when done
 *
 * Return: 0 or negative errno.
 */
int scan_all(struct pid_list *ret);

#endif /* MAPGC_PROC_SCAN_H */
