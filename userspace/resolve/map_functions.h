/* SPDX-License-Identifier: GPL-2.0 */
/* The runtime functions that a map operation can enter. */
#ifndef MAPGC_RESOLVE_MAP_FUNCTIONS_H
#define MAPGC_RESOLVE_MAP_FUNCTIONS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct map_function - one of them
 * @name: in the function table
 * @op: enum mapgc_op
 * @is_wrapper: in some versions it only calls another function of this table,
 *	and then that one is the operation
 */
struct map_function {
	const char *name;
	uint8_t op;
	bool is_wrapper;
};

/**
 * map_function_find() - look a function up
 *
 * Return: NULL where @name is none.
 */
const struct map_function *map_function_find(const char *name);

#endif /* MAPGC_RESOLVE_MAP_FUNCTIONS_H */
