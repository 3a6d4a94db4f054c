/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The scheduler's tracepoints: process exit and exec, so that targets follow
 * their processes, and sched_switch for the threads in a pause. The only user of
 * the tracepoint interface. Attached while there is a target.
 */
#ifndef MAPGC_HOOK_H
#define MAPGC_HOOK_H

/**
 * mapgc_hook_get() - one more target needs the hooks
 *
 * Return: 0, or negative errno: -ENODEV where the kernel lacks a tracepoint.
 */
int mapgc_hook_get(void);

/** mapgc_hook_put() - one fewer; with the last, no hook runs when this returns */
void mapgc_hook_put(void);

#endif /* MAPGC_HOOK_H */
