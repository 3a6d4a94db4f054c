/* SPDX-License-Identifier: GPL-2.0 */
/* The verdicts on the calls of probed functions. */
#ifndef MAPGC_RESOLVE_CALLSITES_H
#define MAPGC_RESOLVE_CALLSITES_H

#include <linux/mapgc.h>

#include "resolve/callees.h"
#include "resolve/calls.h"
#include "resolve/program.h"

/**
 * struct callsites - the table of a program
 * @callsites: nr_callsites of them, sorted as the kernel wants them
 * @transitions: nr_transitions of them, sorted as the kernel wants them
 */
struct callsites {
	struct mapgc_callsite *callsites;
	size_t nr_callsites;
	struct mapgc_transition *transitions;
	size_t nr_transitions;
};

/**
 * struct callsites_input - what the table is made from
 * @program: the program
 * @callees: its functions of interest
 * @calls: calls of map functions and of @start_va
 * @start_va: startTheWorldWithSema, whose callers tell the pauses apart; 0 where
 *	the pauses tell it themselves
 */
struct callsites_input {
	const struct program *program;
	const struct callees *callees;
	const struct calls *calls;
	uint64_t start_va;
};

/**
 * callsites_init() - run the data flow over every function that calls a map function
 * @ret: to be filled; callsites_deinit() when done, if it succeeded
 * @in: see there
 * @err: why not
 *
 * Return: 0, -E2BIG where there are more than the kernel takes, or -ENOMEM.
 */
int callsites_init(struct callsites *ret, const struct callsites_input *in, struct error *err);
void callsites_deinit(struct callsites *callsites);

#endif /* MAPGC_RESOLVE_CALLSITES_H */
