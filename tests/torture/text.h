/* SPDX-License-Identifier: GPL-2.0 */
/* The machine code of a process, compared with the file that it comes from. */
#ifndef MAPGC_TORTURE_TEXT_H
#define MAPGC_TORTURE_TEXT_H

#include <sys/types.h>

/**
 * text_changed() - bytes that differ, of what a process executes of its own file
 * @pid: a process that lives
 * @compared: set to the number of bytes that were compared
 *
 * Return: how many, or -1 where the process cannot be looked at.
 */
long text_changed(pid_t pid, long *compared);

#endif /* MAPGC_TORTURE_TEXT_H */
