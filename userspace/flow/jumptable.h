/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Jump tables, by which Go (from 1.19) compiles large switch statements:
 *
 *	cmp	$N, index
 *	ja	default
 *	lea	table(%rip), base
 *	jmp	*(base, index, 8)
 *
 * with N + 1 addresses of code of the same function at the table.
 */
#ifndef MAPGC_FLOW_JUMPTABLE_H
#define MAPGC_FLOW_JUMPTABLE_H

#include <stdbool.h>
#include <stdint.h>

struct code;

/**
 * struct jump_table - the part of a jump table that is still to be read
 * @va: address of the next entry
 * @left: entries that may follow
 * @is_bounded: the comparison before the jump gave @left
 */
struct jump_table {
	uint64_t va;
	uint64_t left;
	bool is_bounded;
};

/**
 * jump_table_find() - find the table of an indirect jump
 * @code: the function, decoded, with leaders of direct jumps
 * @jump: index of the jump
 * @ret: the table
 *
 * Return: false if the jump is something else.
 */
bool jump_table_find(const struct code *code, uint32_t jump, struct jump_table *ret);

/**
 * jump_table_next() - read an entry
 * @code: the function
 * @table: is moved on
 * @target: the entry
 *
 * Return: false at the end, which is where an entry does not point into the function.
 */
bool jump_table_next(const struct code *code, struct jump_table *table, uint64_t *target);

#endif /* MAPGC_FLOW_JUMPTABLE_H */
