/* SPDX-License-Identifier: GPL-2.0 */
/* One Go executable as it is open for resolving. */
#ifndef MAPGC_RESOLVE_PROGRAM_H
#define MAPGC_RESOLVE_PROGRAM_H

#include <capstone/capstone.h>

#include "resolve/buildinfo.h"
#include "resolve/listing.h"
#include "resolve/elf_image.h"
#include "resolve/pclntab.h"

/**
 * struct program - a Go executable
 * @image: its file
 * @build: its build information
 * @pclntab: its functions, after program_load_functions()
 * @capstone: decoder for its code, after program_load_functions()
 */
struct program {
	struct elf_image image;
	struct buildinfo build;
	struct pclntab pclntab;
	csh capstone;
};

/**
 * program_init() - recognise a Go executable
 * @program: to be filled; program_deinit() when done, if it succeeded
 * @fd: the file; kept
 * @name: its path; kept
 * @err: why not
 *
 * Return: 0, -ENOEXEC where it is none, or another negative errno.
 */
int program_init(struct program *program, int fd, const char *name, struct error *err);
void program_deinit(struct program *program);

/**
 * program_load_functions() - read the function table
 * @program: the program
 * @layout: of its Go version
 * @err: why not
 *
 * Return: 0 or negative errno.
 */
int program_load_functions(struct program *program, const struct golayout *layout,
			   struct error *err);

/**
 * program_decode() - decode the code of a function
 * @program: the program
 * @index: the function
 * @ret: filled on success; listing_deinit() when done
 * @err: why not
 *
 * For the runtime's own functions: one of more than 1 MiB is refused.
 *
 * Return: 0 or negative errno.
 */
int program_decode(const struct program *program, size_t index, struct listing *ret,
		   struct error *err);

#endif /* MAPGC_RESOLVE_PROGRAM_H */
