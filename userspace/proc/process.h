/* SPDX-License-Identifier: GPL-2.0 */
/* One process, as /proc shows it. */
#ifndef MAPGC_PROC_PROCESS_H
#define MAPGC_PROC_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proc/file_id.h"

#define PROCESS_COMM_MAX 16

/**
 * struct process - what identifies a process and says what it is
 * @pid: in the PID namespace of this reader
 * @start_ticks: start after boot, clock ticks; with @pid unique since boot
 * @comm: name, at most 15 characters
 * @is_zombie: ended, not yet waited for
 * @is_kernel_thread: has no executable
 */
struct process {
	pid_t pid;
	uint64_t start_ticks;
	char comm[PROCESS_COMM_MAX];
	bool is_zombie;
	bool is_kernel_thread;
};

/** process_stat_parse() - one line of /proc/PID/stat; 0 or -EBADMSG */
int process_stat_parse(const char *line, struct process *ret);

/** process_read() - 0, -ESRCH where there is none, or negative errno */
int process_read(pid_t pid, struct process *ret);

/**
 * process_of_thread() - the process that a thread belongs to
 *
 * Return: @tid itself where that is a process, -ESRCH where there is none.
 */
pid_t process_of_thread(pid_t tid);

/** process_exe_open() - open what it executes, also where it was deleted or is out of sight */
int process_exe_open(pid_t pid);

/** process_exe_id() - 0 or negative errno */
int process_exe_id(pid_t pid, struct file_id *ret);

/** process_exe_path() - as the process sees it, without " (deleted)"; 0 or negative errno */
int process_exe_path(pid_t pid, char *buf, size_t size);

#endif /* MAPGC_PROC_PROCESS_H */
