// SPDX-License-Identifier: GPL-2.0
#include "proc/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define CGROUP_ROOT "/sys/fs/cgroup"
#define NESTING_MAX 64

/* Return: 0 for a cgroup v2 directory, -ENOTSUP for another one, -ENOENT for none. */
static int try(const char *start, const char *name, char *path, size_t size)
{
	int len = snprintf(path, size, "%s%s%s", start, *name == '/' ? "" : "/", name);
	struct statfs fs;
	struct stat st;

	if (len < 0 || (size_t)len >= size)
		return -ENOENT;
	if (stat(path, &st) || !S_ISDIR(st.st_mode) || statfs(path, &fs))
		return -ENOENT;
	return fs.f_type == CGROUP2_SUPER_MAGIC ? 0 : -ENOTSUP;
}

/* /proc/PID/cgroup gives paths that start with '/' and count from the root. */
int cgroup_find(const char *name, char *path, size_t size, struct error *err)
{
	static const char *const starts[] = { "", CGROUP_ROOT, CGROUP_ROOT "/unified" };
	bool is_other = false;
	size_t i;
	int code;

	for (i = *name == '/' ? 0 : 1; i < sizeof(starts) / sizeof(starts[0]); i++) {
		code = try(starts[i], name, path, size);
		if (!code)
			return 0;
		is_other |= code == -ENOTSUP;
	}
	if (is_other)
		return error_set(err, -ENOTSUP, "cgroup %s: not a cgroup v2 directory", name);
	return error_set(err, -ENOENT, "cgroup %s: no such directory below " CGROUP_ROOT,
			 name);
}

/* 0 stands for a process of another PID namespace. */
static int add_processes(int dir_fd, struct pid_list *list)
{
	int fd = openat(dir_fd, "cgroup.procs", O_RDONLY | O_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	int code = 0, pid;

	if (!file) {
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while (!code && fscanf(file, "%d", &pid) == 1)
		if (pid > 0)
			code = pid_list_add(list, pid);
	fclose(file);
	return code;
}

static int add_directory(int dir_fd, struct pid_list *list, int nesting);

static int add_children(DIR *dir, struct pid_list *list, int nesting)
{
	struct dirent *entry;
	int code = 0, fd;

	while (!code && (entry = readdir(dir))) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		fd = openat(dirfd(dir), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0)
			code = add_directory(fd, list, nesting + 1);
	}
	return code;
}

/* Takes @dir_fd. What vanishes meanwhile is left out. */
static int add_directory(int dir_fd, struct pid_list *list, int nesting)
{
	DIR *dir;
	int code;

	dir = nesting < NESTING_MAX ? fdopendir(dir_fd) : NULL;
	if (!dir) {
		close(dir_fd);
		return 0;
	}
	code = add_processes(dir_fd, list);
	if (!code)
		code = add_children(dir, list, nesting);
	closedir(dir);
	return code;
}

int cgroup_scan(const char *path, struct pid_list *ret)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int code;

	memset(ret, 0, sizeof(*ret));
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	code = add_directory(fd, ret, 0);
	if (code)
		pid_list_deinit(ret);
	else
		pid_list_sort(ret);
	return code;
}
