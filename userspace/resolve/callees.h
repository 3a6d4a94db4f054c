/* SPDX-License-Identifier: GPL-2.0 */
/* The functions that mean something to the data flow or to the probes. */
#ifndef MAPGC_RESOLVE_CALLEES_H
#define MAPGC_RESOLVE_CALLEES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"
#include "resolve/map_functions.h"
#include "resolve/pclntab.h"

/**
 * struct callee_range - such a function
 * @va: its entry
 * @end_va: its end
 * @index: in the function table
 * @map: the map operation it is; NULL where it is none
 * @kind: what a call of it does
 * @is_wrapper: the operation is probed at what it calls, on behalf of its caller
 */
struct callee_range {
	uint64_t va;
	uint64_t end_va;
	size_t index;
	const struct map_function *map;
	enum callee kind;
	bool is_wrapper;
};

/**
 * struct callees - those of a program
 * @ranges: nr_ranges of them, ascending
 */
struct callees {
	struct callee_range *ranges;
	size_t nr_ranges;
};

/**
 * callees_init() - find them by name
 * @callees: to be filled; callees_deinit() when done, if it succeeded
 * @tab: functions of the program
 *
 * Return: 0 or -ENOMEM.
 */
int callees_init(struct callees *callees, const struct pclntab *tab);
void callees_deinit(struct callees *callees);

/* The function that contains @va, or NULL where it is an ordinary one. */
struct callee_range *callees_find(const struct callees *callees, uint64_t va);

/* What a call to @va does. */
enum callee callees_classify(const struct callees *callees, uint64_t va);

/* Make an ordinary function of a wrapper: what it calls is the operation. */
void callees_demote(struct callee_range *range);

#endif /* MAPGC_RESOLVE_CALLEES_H */
