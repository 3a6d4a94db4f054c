/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A first, fast look at a function: where there could be calls of map
 * functions, without decoding.
 */
#ifndef MAPGC_FLOW_CALLS_H
#define MAPGC_FLOW_CALLS_H

#include <stddef.h>
#include <stdint.h>

#include "flow/flow.h"

/**
 * struct call - bytes that look like a call of a map function
 * @return_va: address behind them
 * @callee: enum callee
 */
struct call {
	uint64_t return_va;
	uint8_t callee;
};

/**
 * struct calls - all of a function, ascending
 * @items: nr of them
 * @nr: used
 * @room: allocated
 * @nr_reads: map reads among them
 */
struct calls {
	struct call *items;
	size_t nr;
	size_t room;
	size_t nr_reads;
};

/**
 * calls_find() - find them
 * @calls: zeroed before the first use; filled
 * @env: knows the callees
 * @fn: the function
 *
 * Every call is found, and rarely bytes in the middle of an instruction that
 * look like one, which do no harm: nothing returns there.
 *
 * Return: 0 or -ENOMEM.
 */
int calls_find(struct calls *calls, const struct flow_env *env, const struct flow_function *fn);

#endif /* MAPGC_FLOW_CALLS_H */
