/* SPDX-License-Identifier: GPL-2.0 */
/* What a file is, whatever its path. */
#ifndef MAPGC_PROC_FILE_ID_H
#define MAPGC_PROC_FILE_ID_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * struct file_id - what identifies an executable, whatever its path
 * @dev: st_dev
 * @ino: st_ino
 * @size_bytes: with @mtime_ns, tells files apart that got the same inode one
 *	after the other
 * @mtime_ns: last change of the content
 */
struct file_id {
	dev_t dev;
	ino_t ino;
	int64_t size_bytes;
	int64_t mtime_ns;
};

bool file_id_equal(const struct file_id *a, const struct file_id *b);

/** file_id_of_path() - of the file that @path leads to; 0 or negative errno */
int file_id_of_path(const char *path, struct file_id *ret);

/** file_id_of_fd() - of an open file; 0 or negative errno */
int file_id_of_fd(int fd, struct file_id *ret);

#endif /* MAPGC_PROC_FILE_ID_H */
