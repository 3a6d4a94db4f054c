/* SPDX-License-Identifier: GPL-2.0 */
/* Where a Go program keeps how many threads may run Go code at once. */
#ifndef MAPGC_RESOLVE_GOMAXPROCS_H
#define MAPGC_RESOLVE_GOMAXPROCS_H

#include <stdint.h>

#include "resolve/program.h"

/**
 * gomaxprocs_va() - address of the runtime's variable, an int32
 * @program: with its functions loaded
 *
 * It has a symbol in programs that are not stripped only. In all of them it is what
 * runtime.procresize reads first ("old := gomaxprocs").
 *
 * Return: the address as linked, or 0 where that is not what the code looks like.
 */
uint64_t gomaxprocs_va(const struct program *program);

#endif /* MAPGC_RESOLVE_GOMAXPROCS_H */
