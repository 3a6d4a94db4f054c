// SPDX-License-Identifier: GPL-2.0
#include "proc/code_map.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The device in a line is not always that of stat(): path and inode tell. */
int code_map_add(struct code_map *map, const char *line, const char *path, ino_t ino)
{
	struct code_range range;
	uint64_t line_ino;
	char flags[5];
	int path_at = 0;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*x:%*x %" SCNu64 " %n",
		   &range.start, &range.end, flags, &range.offset, &line_ino, &path_at) != 5 ||
	    strlen(flags) != 4 || range.end < range.start || !path_at)
		return -EBADMSG;
	if (flags[2] != 'x' || line_ino != ino || strcmp(line + path_at, path))
		return 0;
	if (map->nr == CODE_MAP_RANGES_MAX)
		return -E2BIG;
	map->ranges[map->nr++] = range;
	return 0;
}

static int read_lines(FILE *file, const char *path, ino_t ino, struct code_map *ret)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	int code = 0;

	ret->nr = 0;
	while (!code && (len = getline(&line, &room, file)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		code = code_map_add(ret, line, path, ino);
	}
	free(line);
	return code;
}

int code_map_read(pid_t pid, struct code_map *ret)
{
	char name[64], path[PATH_MAX];
	struct stat st;
	ssize_t len;
	FILE *file;
	int code;

	snprintf(name, sizeof(name), "/proc/%d/exe", pid);
	len = readlink(name, path, sizeof(path) - 1);
	if (len < 0 || stat(name, &st))
		return errno == ENOENT ? -ESRCH : -errno;
	path[len] = '\0';
	snprintf(name, sizeof(name), "/proc/%d/maps", pid);
	file = fopen(name, "re");
	if (!file)
		return errno == ENOENT ? -ESRCH : -errno;
	code = read_lines(file, path, st.st_ino, ret);
	fclose(file);
	return code;
}

int code_map_offset(const struct code_map *map, uint64_t address, uint64_t *ret)
{
	size_t i;

	for (i = 0; i < map->nr; i++) {
		const struct code_range *range = &map->ranges[i];

		if (address < range->start || address >= range->end)
			continue;
		*ret = address - range->start + range->offset;
		return 0;
	}
	return -ENOENT;
}

int code_map_bias(const struct code_map *map, uint64_t offset, uint64_t va, uint64_t *ret)
{
	size_t i;

	for (i = 0; i < map->nr; i++) {
		const struct code_range *range = &map->ranges[i];

		if (offset < range->offset ||
		    offset - range->offset >= range->end - range->start)
			continue;
		*ret = range->start + (offset - range->offset) - va;
		return 0;
	}
	return -ENOENT;
}
