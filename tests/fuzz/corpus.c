// SPDX-License-Identifier: GPL-2.0
/* usage: corpus DIRECTORY – write the programs that fuzzing starts from */
#include <stdio.h>
#include <stdlib.h>

#include "synth/go_program.h"

static void write_program(const char *directory, const char *name, unsigned int minor,
			  struct go_binary *binary)
{
	char path[4096];
	FILE *file;

	go_binary_write(binary);
	snprintf(path, sizeof(path), "%s/%s.%u", directory, name, minor);
	file = fopen(path, "w");
	if (!file || fwrite(binary->file.data, binary->file.len, 1, file) != 1 || fclose(file)) {
		perror(path);
		exit(1);
	}
	go_binary_deinit(binary);
}

int main(int argc, char **argv)
{
	struct go_binary binary;
	unsigned int minor;

	if (argc != 2) {
		fprintf(stderr, "usage: corpus DIRECTORY\n");
		return 2;
	}
	for (minor = 17; minor <= 27; minor++) {
		go_program_init(&binary, minor);
		write_program(argv[1], "plain", minor, &binary);
		go_program_init(&binary, minor);
		binary.is_pie = true;
		binary.is_relocated = true;
		binary.c_bytes = 100;
		write_program(argv[1], "relocated", minor, &binary);
		go_program_init(&binary, minor);
		binary.has_no_sections = true;
		write_program(argv[1], "bare", minor, &binary);
	}
	return 0;
}
