/* SPDX-License-Identifier: GPL-2.0 */
/* The instructions of one function and the basic blocks that they form. */
#ifndef MAPGC_FLOW_CODE_H
#define MAPGC_FLOW_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capstone/capstone.h>

#include "flow/flow.h"
#include "flow/insn.h"

/* A function with more is given up. */
#define CODE_BYTES_MAX (4 << 20)
#define CODE_INSNS_MAX (1 << 18)
#define CODE_TABLE_MAX (1 << 16)

#define BLOCK_NONE UINT32_MAX

/* Why a block starts at an instruction. */
#define LEADER_TARGET	(1 << 0) /* something jumps to it */
#define LEADER_BEHIND	(1 << 1) /* something before it jumps */

/**
 * struct block - instructions that run one after another
 * @first: index of its first instruction
 * @end: index behind its last
 * @next: block that follows where the last instruction goes on, or BLOCK_NONE
 * @target: block that the last instruction jumps to, or BLOCK_NONE
 * @table: its jump table: index into code.table
 * @nr_table: entries there
 */
struct block {
	uint32_t first;
	uint32_t end;
	uint32_t next;
	uint32_t target;
	uint32_t table;
	uint32_t nr_table;
};

/**
 * struct site - a call of a map function
 * @insn: index of the call
 * @read: number among the reads of the function; of a CALLEE_MAP_READ only
 * @callee: enum callee
 */
struct site {
	uint32_t insn;
	uint32_t read;
	uint8_t callee;
};

/**
 * struct code - a function, decoded
 * @env: for callees and jump tables
 * @capstone: decoder, with detail
 * @scratch: its instruction buffer
 * @fn: the function
 * @insns: nr_insns of them, ascending
 * @leaders: per instruction: LEADER_*
 * @blocks: nr_blocks of them, ascending
 * @table: targets of jump tables: instruction indexes, then block indexes
 * @sites: nr_sites calls of map functions, ascending
 * @nr_reads: map reads among them
 * @is_understood: no byte and no jump is left unexplained; otherwise blocks and
 *	sites are not complete
 */
struct code {
	const struct flow_env *env;
	csh capstone;
	cs_insn *scratch;
	const struct flow_function *fn;
	struct insn *insns;
	size_t nr_insns;
	size_t insns_room;
	uint8_t *leaders;
	size_t leaders_room;
	struct block *blocks;
	size_t nr_blocks;
	size_t blocks_room;
	uint32_t *table;
	size_t nr_table;
	size_t table_room;
	struct site *sites;
	size_t nr_sites;
	size_t sites_room;
	uint32_t nr_reads;
	bool is_understood;
};

static inline bool code_is_map_function(uint8_t callee)
{
	return callee == CALLEE_MAP_READ || callee == CALLEE_MAP_OTHER ||
	       callee == CALLEE_MAP_MAKE;
}

/**
 * code_init() - prepare for many functions
 * @code: the room
 * @env: kept by reference
 *
 * Return: 0 or -ENOMEM.
 */
int code_init(struct code *code, const struct flow_env *env);
void code_deinit(struct code *code);

/**
 * code_load() - decode a function and find its blocks
 * @code: filled, as far as is_understood tells
 * @fn: the function; kept by reference
 *
 * Return: 0 or -ENOMEM.
 */
int code_load(struct code *code, const struct flow_function *fn);

/**
 * code_find() - the instruction at an address
 * @code: a decoded function
 * @va: the address
 * @ret: its index
 *
 * Return: false if none begins there.
 */
bool code_find(const struct code *code, uint64_t va, uint32_t *ret);

#endif /* MAPGC_FLOW_CODE_H */
