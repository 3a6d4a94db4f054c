/* SPDX-License-Identifier: GPL-2.0 */
/* Ctrl-C and the like: a clean end. */
#ifndef MAPGC_CMD_STOP_H
#define MAPGC_CMD_STOP_H

#include "text/error.h"

/**
 * stop_early() - until stop_open(), end the program at once with exit status 0
 *
 * There is nothing to show yet, and the kernel detaches what was attached.
 */
void stop_early(void);

/**
 * stop_open() - from now on, tell instead
 *
 * The signal interrupts whoever waits in a system call.
 * Return: a file descriptor that becomes readable, or negative errno.
 */
int stop_open(struct error *err);

#endif /* MAPGC_CMD_STOP_H */
