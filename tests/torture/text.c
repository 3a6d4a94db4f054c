// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES	4096

static long chunk_changed(int memory, int file, unsigned long address, unsigned long offset)
{
	unsigned char ours[CHUNK_BYTES], theirs[CHUNK_BYTES] = {};
	long i, changed = 0;

	/* Zeros follow the end of a file. */
	if (pread(memory, ours, CHUNK_BYTES, address) != CHUNK_BYTES ||
	    pread(file, theirs, CHUNK_BYTES, offset) < 0)
		return -1;
	for (i = 0; i < CHUNK_BYTES; i++)
		changed += ours[i] != theirs[i];
	return changed;
}

static int open_of(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* By path: an overlay file system gives a file two inode numbers. */
static void name_of(pid_t pid, char *ret, size_t size)
{
	char path[64];
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	len = readlink(path, ret, size - 1);
	ret[len < 0 ? 0 : len] = '\0';
}

long text_changed(pid_t pid, long *compared)
{
	int memory = open_of(pid, "mem"), file = open_of(pid, "exe");
	FILE *maps = fdopen(open_of(pid, "maps"), "r");
	unsigned long start, end, offset;
	char line[512], name[256], mode[8], path[256];
	long changed = 0, one = 0;

	*compared = 0;
	name_of(pid, name, sizeof(name));
	while (maps && one >= 0 && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s %lx %*s %*s %255s", &start, &end, mode, &offset,
			   path) != 5 || mode[2] != 'x' || strcmp(path, name))
			continue;
		for (; start < end && one >= 0; start += CHUNK_BYTES, offset += CHUNK_BYTES) {
			one = chunk_changed(memory, file, start, offset);
			changed += one;
			*compared += CHUNK_BYTES;
		}
	}
	if (maps)
		fclose(maps);
	close(memory);
	close(file);
	return one < 0 || !*compared ? -1 : changed;
}
