/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Comparison with a file in tests/golden/. MAPGC_GOLDEN_UPDATE=1 writes the
 * file instead: then read the difference before it is committed.
 */
#ifndef MAPGC_UNIT_GOLDEN_H
#define MAPGC_UNIT_GOLDEN_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In tests/golden of @base or of a folder above it. */
static inline bool golden_below(char *path, size_t size, const char *base, const char *name)
{
	char up[3 * 8 + 1] = "";

	for (int level = 0; level < 8; level++) {
		snprintf(path, size, "%s/%stests/golden", base, up);
		if (access(path, F_OK) == 0) {
			snprintf(path, size, "%s/%stests/golden/%s", base, up, name);
			return true;
		}
		strcat(up, "../");
	}
	return false;
}

/* Above the test itself, which is in build/, or above where it runs. */
static inline bool golden_path(char *path, size_t size, const char *name)
{
	char exe[PATH_MAX] = "";
	char *slash;

	if (readlink("/proc/self/exe", exe, sizeof(exe) - 1) < 0)
		return golden_below(path, size, ".", name);
	slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	return golden_below(path, size, exe, name) || golden_below(path, size, ".", name);
}

static inline bool golden_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	bool is_written = file && fputs(text, file) >= 0;

	return file && fclose(file) == 0 && is_written;
}

static inline bool golden_compare(FILE *file, const char *name, const char *text)
{
	char *line = NULL;
	const char *at = text;
	size_t size = 0;
	int number = 0;

	while (getline(&line, &size, file) >= 0) {
		size_t length = strlen(line);

		number++;
		if (strncmp(at, line, length) != 0) {
			fprintf(stderr, "%s:%d: expected: %s%s:%d: is:       %.*s\n", name, number,
				line, name, number, (int)strcspn(at, "\n"), at);
			free(line);
			return false;
		}
		at += length;
	}
	free(line);
	if (*at)
		fprintf(stderr, "%s: more than expected: %s\n", name, at);
	return !*at;
}

/* True where @text is what the file holds; else says where they differ. */
static inline bool golden_equal(const char *name, const char *text)
{
	char path[2 * PATH_MAX];
	bool is_equal;
	FILE *file;

	if (!golden_path(path, sizeof(path), name)) {
		fprintf(stderr, "tests/golden: not found from here\n");
		return false;
	}
	if (getenv("MAPGC_GOLDEN_UPDATE"))
		return golden_write(path, text);
	file = fopen(path, "r");
	if (!file) {
		fprintf(stderr, "%s: not found\n", path);
		return false;
	}
	is_equal = golden_compare(file, name, text);
	fclose(file);
	return is_equal;
}

#endif /* MAPGC_UNIT_GOLDEN_H */
