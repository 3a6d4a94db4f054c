/* SPDX-License-Identifier: GPL-2.0 */
/* Where a process has the code of its executable. */
#ifndef MAPGC_PROC_CODE_MAP_H
#define MAPGC_PROC_CODE_MAP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* It is one, unless something changed the protection of a part. */
#define CODE_MAP_RANGES_MAX	64

/**
 * struct code_range - a part of the executable, mapped to be executed
 * @start: first address
 * @end: behind the last one
 * @offset: of @start in the file
 */
struct code_range {
	uint64_t start;
	uint64_t end;
	uint64_t offset;
};

/**
 * struct code_map - all of them
 * @ranges: nr of them
 * @nr: how many
 */
struct code_map {
	struct code_range ranges[CODE_MAP_RANGES_MAX];
	size_t nr;
};

/**
 * code_map_read() - those of a running process
 * @pid: the process
 * @ret: filled on success
 *
 * Return: 0, -ESRCH where it is gone, -E2BIG where there are too many, or another
 * negative errno.
 */
int code_map_read(pid_t pid, struct code_map *ret);

/**
 * code_map_add() - take a line of /proc/PID/maps
 * @map: where to add it
 * @line: without its newline
 * @path: as the kernel names the executable, " (deleted)" behind it where it is
 * @ino: its inode
 *
 * Return: 0, also where the line is of something else; -EBADMSG, or -E2BIG.
 */
int code_map_add(struct code_map *map, const char *line, const char *path, ino_t ino);

/**
 * code_map_offset() - the place in the file of an address
 *
 * Return: 0, or -ENOENT where it is not in the executable's code.
 */
int code_map_offset(const struct code_map *map, uint64_t address, uint64_t *ret);

/**
 * code_map_bias() - how far the process has its executable from where it was linked
 * @offset: of some code in the file
 * @va: of the same code as linked
 *
 * Return: 0, or -ENOENT where that code is not mapped.
 */
int code_map_bias(const struct code_map *map, uint64_t offset, uint64_t va, uint64_t *ret);

#endif /* MAPGC_PROC_CODE_MAP_H */
