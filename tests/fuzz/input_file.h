/* SPDX-License-Identifier: GPL-2.0 */
/* The input as a file, for code that reads files. */
#ifndef MAPGC_FUZZ_INPUT_FILE_H
#define MAPGC_FUZZ_INPUT_FILE_H

#include <stddef.h>

/** input_file() - a file descriptor of a file in memory with these bytes; the same every time */
int input_file(const void *data, size_t len);

#endif /* MAPGC_FUZZ_INPUT_FILE_H */
