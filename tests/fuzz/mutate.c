// SPDX-License-Identifier: GPL-2.0
/*
 * usage: NAME_fuzz -runs=N CORPUS
 *
 * Stands in for libFuzzer where there is no clang: changes the files of the
 * corpus at random places, without looking at coverage. The same N does the same.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"

#define INPUT_MAX	(64 * 1024)
#define CHANGES_MAX	8

static size_t read_input(const char *directory, const char *name, uint8_t *ret)
{
	char path[4096];
	FILE *file;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "r");
	if (!file)
		return 0;
	len = fread(ret, 1, INPUT_MAX, file);
	fclose(file);
	return len;
}

/* Numbers at the edges find more than random ones. */
static void change(uint8_t *data, size_t len)
{
	static const uint64_t edges[] = {
		0, 1, 0x7f, 0xff, 0x7fffffff, 0xffffffff, ~0ull, 1ull << 63
	};
	size_t at = rand() % len, bytes = 1 << rand() % 4;
	uint64_t value = rand() % 2 ? edges[rand() % 8] : (uint64_t)rand();

	if (bytes > len - at)
		bytes = len - at;
	memcpy(data + at, &value, bytes);
}

static void run_one(const char *directory, const char *name)
{
	static uint8_t input[INPUT_MAX];
	size_t len = read_input(directory, name, input);
	int changes;

	/* Of fuzzers whose seeds are nothing but a name. */
	if (!len) {
		len = 1 + rand() % 64;
		memset(input, 0, len);
	}
	for (changes = rand() % CHANGES_MAX; changes >= 0; changes--)
		change(input, len);
	if (!(rand() % 16))
		len = rand() % len;
	LLVMFuzzerTestOneInput(input, len);
}

int main(int argc, char **argv)
{
	struct dirent **names;
	long run, runs;
	int nr;

	if (argc != 3 || sscanf(argv[1], "-runs=%ld", &runs) != 1)
		return 2;
	nr = scandir(argv[2], &names, NULL, alphasort);
	if (nr < 2)
		return 2;
	for (run = 0; run < runs; run++)
		run_one(argv[2], names[rand() % nr]->d_name);
	printf("%ld runs\n", runs);
	while (nr--)
		free(names[nr]);
	free(names);
	return 0;
}
