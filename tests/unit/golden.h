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

/* From wherever the test runs: tests/golden of this folder or one above it. */
static inline bool golden_path(char *path, size_t size, const char *name)
{
	char prefix[64] = "";

	for (int up = 0; up < 8; up++) {
		snprintf(path, size, "%stests/golden", prefix);
		if (access(path, F_OK) == 0) {
			snprintf(path, size, "%stests/golden/%s", prefix, name);
			return true;
		}
		strcat(prefix, "../");
	}
	return false;
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
	char path[PATH_MAX];
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
