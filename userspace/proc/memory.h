/* SPDX-License-Identifier: GPL-2.0 */
/* What another process has in memory. */
#ifndef MAPGC_PROC_MEMORY_H
#define MAPGC_PROC_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/** memory_read() - copy bytes of a running process; 0, -EFAULT, or another negative errno */
int memory_read(pid_t pid, uint64_t address, void *ret, size_t len);

#endif /* MAPGC_PROC_MEMORY_H */
