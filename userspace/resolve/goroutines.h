/* SPDX-License-Identifier: GPL-2.0 */
/* Where a Go program keeps the list of its goroutines. */
#ifndef MAPGC_RESOLVE_GOROUTINES_H
#define MAPGC_RESOLVE_GOROUTINES_H

#include <stdbool.h>
#include <stdint.h>

#include "resolve/program.h"

/**
 * struct goroutines - two variables of the runtime, as linked
 * @list_va: runtime.allgptr: a pointer to the first of an array of pointers
 * @nr_va: runtime.allglen: how many there are
 */
struct goroutines {
	uint64_t list_va;
	uint64_t nr_va;
};

/**
 * goroutines_find() - find them in the code of runtime.allgadd
 * @program: with its functions loaded
 * @ret: filled on success
 *
 * They have symbols in programs that are not stripped only. In all of them that function
 * compares the first with the array and stores it where that moved, then stores the second.
 *
 * Return: whether that is what the code looks like.
 */
bool goroutines_find(const struct program *program, struct goroutines *ret);

#endif /* MAPGC_RESOLVE_GOROUTINES_H */
