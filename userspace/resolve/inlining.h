/* SPDX-License-Identifier: GPL-2.0 */
/* Whether functions of the runtime became part of others. */
#ifndef MAPGC_RESOLVE_INLINING_H
#define MAPGC_RESOLVE_INLINING_H

#include "resolve/golayout.h"
#include "resolve/program.h"

/* Copies of a function that are told one by one. */
#define INLINING_MAX	16

/**
 * struct inlining - what is asked of a function
 * @name: the function
 * @into: set to the indexes of the functions that it was inlined into, one for each copy
 * @nr_copies: how many there are, possibly more than INLINING_MAX
 */
struct inlining {
	const char *name;
	size_t into[INLINING_MAX];
	size_t nr_copies;
};

/**
 * inlining_find() - look for inlined calls that stop or start the world
 * @program: with its functions
 * @layout: of its Go version
 * @wanted: nr of them, with names; filled
 * @nr: how many
 * @err: why not
 *
 * A function with probes at its entry whose code is also elsewhere is not seen there. Go
 * inlines what a profile shows to be hot (-pgo), the runtime's own functions as well.
 * Looked through are the runtime's functions, and closures of others that are named after
 * an inlined function which stops or starts the world: there is no other way out of the
 * runtime for these calls.
 *
 * Return: 0, or -EINVAL where the inline trees are damaged or cannot be found.
 */
int inlining_find(const struct program *program, const struct golayout *layout,
		  struct inlining *wanted, size_t nr, struct error *err);

/* Says into what copy @i went, which must be one that is told. Return: -EINVAL. */
int inlining_refuse(const struct program *program, const struct inlining *inlining, size_t i,
		    struct error *err);

#endif /* MAPGC_RESOLVE_INLINING_H */
