/* SPDX-License-Identifier: GPL-2.0 */
/* The direct calls of some functions, found by their bytes. */
#ifndef MAPGC_RESOLVE_CALLS_H
#define MAPGC_RESOLVE_CALLS_H

#include "resolve/program.h"

/**
 * struct call - bytes that read as a call
 * @va: where
 * @return_va: where it returns to
 * @target: entry of the function
 *
 * Some may lie within other instructions: only decoding the function tells.
 */
struct call {
	uint64_t va;
	uint64_t return_va;
	uint64_t target;
};

/**
 * struct calls - those of a program
 * @calls: nr_calls of them, ascending by va
 */
struct calls {
	struct call *calls;
	size_t nr_calls;
};

/**
 * calls_init() - search the Go text
 * @calls: to be filled; calls_deinit() when done, if it succeeded
 * @program: the program
 * @targets: entries of the functions, ascending, nr_targets of them, at least one
 * @nr_targets: how many
 * @err: why not
 *
 * Return: 0, -E2BIG where there are more than the kernel takes, or another
 * negative errno.
 */
int calls_init(struct calls *calls, const struct program *program, const uint64_t *targets,
	       size_t nr_targets, struct error *err);
void calls_deinit(struct calls *calls);

#endif /* MAPGC_RESOLVE_CALLS_H */
