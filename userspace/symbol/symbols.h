/* SPDX-License-Identifier: GPL-2.0 */
/* From an address to the line of code, with the functions that were inlined there. */
#ifndef MAPGC_SYMBOL_SYMBOLS_H
#define MAPGC_SYMBOL_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#include "resolve/function_data.h"

/* More than the Go compiler inlines into each other. */
#define SYMBOL_FRAMES_MAX	64

/**
 * struct symbol_frame - one function at an address
 * @function: its name, of the program's
 * @file: the source file, of the table's; NULL where none is recorded
 * @line: in @file; 0 where none is recorded
 */
struct symbol_frame {
	const char *function;
	const char *file;
	uint32_t line;
};

/**
 * struct symbols - the lines of a program
 * @data: of its functions
 * @files: NUL-terminated names of source files
 * @files_bytes: length of @files
 */
struct symbols {
	struct function_data data;
	char *files;
	uint64_t files_bytes;
};

/**
 * symbols_init() - make ready to look addresses up
 * @symbols: to be filled; symbols_deinit() when done, if it succeeded
 * @program: with its functions; kept, and its file must stay open
 * @layout: of its Go version
 * @err: why not
 *
 * Return: 0, -ENOTSUP for Go 1.17 and before, or another negative errno.
 */
int symbols_init(struct symbols *symbols, const struct program *program,
		 const struct golayout *layout, struct error *err);
void symbols_deinit(struct symbols *symbols);

/**
 * symbols_find() - what is at an address
 * @symbols: of the program
 * @va: the address, as linked; that of a call, not the one it returns to
 * @frames: filled, the innermost function first, the one that was not inlined last
 * @ret: how many, at most SYMBOL_FRAMES_MAX; 0 where @va is in no function
 *
 * Return: 0, -EINVAL where the tables are damaged, or the errno of a read.
 */
int symbols_find(const struct symbols *symbols, uint64_t va,
		 struct symbol_frame frames[SYMBOL_FRAMES_MAX], size_t *ret);

#endif /* MAPGC_SYMBOL_SYMBOLS_H */
