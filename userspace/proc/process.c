// SPDX-License-Identifier: GPL-2.0
#include "proc/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KERNEL_THREAD 0x00200000 /* PF_KTHREAD in the flags of /proc/PID/stat */

/* The name may hold anything, ')' and newlines too: it ends at the last ')'. */
int process_stat_parse(const char *line, struct process *ret)
{
	const char *open = strchr(line, '('), *close = strrchr(line, ')');
	unsigned int flags;
	char state;

	memset(ret, 0, sizeof(*ret));
	if (!open || !close || close < open)
		return -EBADMSG;
	ret->pid = strtol(line, NULL, 10);
	snprintf(ret->comm, sizeof(ret->comm), "%.*s", (int)(close - open - 1), open + 1);
	/* 3 state, 9 flags, 22 starttime */
	if (sscanf(close + 1,
		   " %c %*d %*d %*d %*d %*d %u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %"
		   SCNu64, &state, &flags, &ret->start_ticks) != 3)
		return -EBADMSG;
	ret->is_zombie = state == 'Z' || state == 'X';
	ret->is_kernel_thread = flags & KERNEL_THREAD;
	return 0;
}

static const char *proc_path(char *buf, size_t size, pid_t pid, const char *file)
{
	snprintf(buf, size, "/proc/%d/%s", pid, file);
	return buf;
}

/* Return: 0, -ESRCH where the process is gone, or negative errno. */
static int read_text(pid_t pid, const char *file, char *buf, size_t size)
{
	char path[64];
	ssize_t len;
	int fd;

	fd = open(proc_path(path, sizeof(path), pid, file), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	len = read(fd, buf, size - 1);
	if (len < 0)
		len = -errno;
	close(fd);
	if (len < 0)
		return len;
	buf[len] = '\0';
	return 0;
}

int process_read(pid_t pid, struct process *ret)
{
	char line[1024];
	int code = read_text(pid, "stat", line, sizeof(line));

	return code ? code : process_stat_parse(line, ret);
}

pid_t process_of_thread(pid_t tid)
{
	char text[4096];
	const char *line;
	int code = read_text(tid, "status", text, sizeof(text));

	if (code)
		return code;
	line = strstr(text, "\nTgid:");
	return line ? strtol(line + strlen("\nTgid:"), NULL, 10) : -EBADMSG;
}

int process_exe_open(pid_t pid)
{
	char path[64];
	int fd = open(proc_path(path, sizeof(path), pid, "exe"), O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int process_exe_id(pid_t pid, struct file_id *ret)
{
	char path[64];

	return file_id_of_path(proc_path(path, sizeof(path), pid, "exe"), ret);
}

int process_exe_path(pid_t pid, char *buf, size_t size)
{
	static const char deleted[] = " (deleted)";
	char path[64];
	size_t tail = sizeof(deleted) - 1;
	ssize_t len;

	len = readlink(proc_path(path, sizeof(path), pid, "exe"), buf, size - 1);
	if (len < 0)
		return -errno;
	buf[len] = '\0';
	if ((size_t)len > tail && !strcmp(buf + len - tail, deleted))
		buf[len - tail] = '\0';
	return 0;
}
