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

static bool is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static int join(char *path, size_t size, const char *start, const char *end)
{
	int len = snprintf(path, size, "%s%s%s", start, *end == '/' ? "" : "/", end);

	return len < 0 || (size_t)len >= size ? -ENAMETOOLONG : 0;
}

/* /proc/PID/cgroup gives paths that start with '/' and count from the root. */
static int find_directory(const char *name, char *path, size_t size)
{
	if (*name == '/' && is_directory(name))
		return snprintf(path, size, "%s", name) >= (int)size ? -ENAMETOOLONG : 0;
	if (!join(path, size, CGROUP_ROOT, name) && is_directory(path))
		return 0;
	if (!join(path, size, CGROUP_ROOT "/unified", name) && is_directory(path))
		return 0;
	return -ENOENT;
}

int cgroup_find(const char *name, char *path, size_t size, struct error *err)
{
	struct statfs fs;

	if (find_directory(name, path, size))
		return error_set(err, -ENOENT, "cgroup %s: no such directory below "
				 CGROUP_ROOT, name);
	if (statfs(path, &fs))
		return error_set(err, -errno, "cgroup %s: %s", name, strerror(errno));
	if (fs.f_type != CGROUP2_SUPER_MAGIC)
		return error_set(err, -ENOTSUP, "cgroup %s: not a cgroup v2 directory", name);
	return 0;
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
