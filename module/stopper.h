/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The threads that are stopping or have stopped a world right now, for the
 * sched_switch hook: how long was each on no CPU during its pause?
 */
#ifndef MAPGC_STOPPER_H
#define MAPGC_STOPPER_H

#include <linux/sched.h>

#define MAPGC_STOPPER_NONE	(-1)

/**
 * mapgc_stopper_begin() - current begins a pause
 *
 * Return: a handle for mapgc_stopper_end(), or MAPGC_STOPPER_NONE where too many
 * pauses are open at once; then the time off CPU of this one is not known.
 */
int mapgc_stopper_begin(void);

/**
 * mapgc_stopper_end() - the pause is over, or its process is gone
 * @handle: from mapgc_stopper_begin(); not MAPGC_STOPPER_NONE
 *
 * Return: time in which the thread was on no CPU, ns.
 */
u64 mapgc_stopper_end(int handle);

/**
 * mapgc_stopper_switch() - a CPU goes from one thread to another
 * @prev: leaves
 * @next: comes
 *
 * Context: runqueue lock held, interrupts off. One load while no pause is open.
 */
void mapgc_stopper_switch(const struct task_struct *prev, const struct task_struct *next);

#endif /* MAPGC_STOPPER_H */
