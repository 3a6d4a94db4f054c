// SPDX-License-Identifier: GPL-2.0
#include "proc/file_id.h"

#include <errno.h>
#include <sys/stat.h>

bool file_id_equal(const struct file_id *a, const struct file_id *b)
{
	return a->dev == b->dev && a->ino == b->ino &&
	       a->size_bytes == b->size_bytes && a->mtime_ns == b->mtime_ns;
}

static void file_id_set(struct file_id *id, const struct stat *st)
{
	id->dev = st->st_dev;
	id->ino = st->st_ino;
	id->size_bytes = st->st_size;
	id->mtime_ns = st->st_mtim.tv_sec * 1000000000LL + st->st_mtim.tv_nsec;
}

int file_id_of_path(const char *path, struct file_id *ret)
{
	struct stat st;

	if (stat(path, &st))
		return -errno;
	file_id_set(ret, &st);
	return 0;
}

int file_id_of_fd(int fd, struct file_id *ret)
{
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	file_id_set(ret, &st);
	return 0;
}
