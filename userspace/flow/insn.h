/* SPDX-License-Identifier: GPL-2.0 */
/* An amd64 instruction, reduced to what it does to values that are followed. */
#ifndef MAPGC_FLOW_INSN_H
#define MAPGC_FLOW_INSN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capstone/capstone.h>

/**
 * enum insn_op - what an instruction does
 * @INSN_NOTHING: nothing that matters
 * @INSN_MOVE: dst = src, registers
 * @INSN_LOAD: dst = memory, 8 or 16 bytes
 * @INSN_STORE: memory = src, 8 or 16 bytes
 * @INSN_STORE_CONST: memory = immediate, 8 bytes
 * @INSN_CONST: dst = immediate; leaves the flags alone
 * @INSN_ZERO: dst = imm, which is 0
 * @INSN_LEA: dst = address of memory
 * @INSN_ADD: dst += immediate; 4 or 8 bytes of it
 * @INSN_ADD_VALUE: dst += src or memory, or -=
 * @INSN_SWAP: dst and src change places
 * @INSN_SELECT: dst = src or memory, or stays
 * @INSN_PUSH: src, if any
 * @INSN_POP: dst, if any
 * @INSN_COMPARE: flags from dst and src, or memory and src
 * @INSN_COMPARE_CONST: flags from dst or memory, and a number
 * @INSN_FILL: stos: writes at RDI
 * @INSN_COPY: movs: from RSI to RDI
 * @INSN_NUMBER: computes a number from what it reads
 * @INSN_UNKNOWN: anything; may copy what it reads
 * @INSN_CALL: imm is where to
 * @INSN_CALL_INDIRECT: to a place that is not known
 * @INSN_JUMP: imm is where to
 * @INSN_JUMP_INDIRECT: through memory or dst
 * @INSN_BRANCH: imm is where to, or go on
 * @INSN_END: does not go on: ret, int3, ud2
 */
enum insn_op {
	INSN_NOTHING,
	INSN_MOVE,
	INSN_LOAD,
	INSN_STORE,
	INSN_STORE_CONST,
	INSN_CONST,
	INSN_ZERO,
	INSN_LEA,
	INSN_ADD,
	INSN_ADD_VALUE,
	INSN_SWAP,
	INSN_SELECT,
	INSN_PUSH,
	INSN_POP,
	INSN_COMPARE,
	INSN_COMPARE_CONST,
	INSN_FILL,
	INSN_COPY,
	INSN_NUMBER,
	INSN_UNKNOWN,
	INSN_CALL,
	INSN_CALL_INDIRECT,
	INSN_JUMP,
	INSN_JUMP_INDIRECT,
	INSN_BRANCH,
	INSN_END,
	INSN_OPS
};

/**
 * enum insn_condition - what a branch asks
 * @CONDITION_ANY: something of no interest here
 * @CONDITION_EQUAL: je
 * @CONDITION_UNEQUAL: jne
 * @CONDITION_UNSIGNED: ja, jae, jb, jbe: what a bounds check asks
 */
enum insn_condition {
	CONDITION_ANY,
	CONDITION_EQUAL,
	CONDITION_UNEQUAL,
	CONDITION_UNSIGNED,
};

/* Flags of an instruction. */
#define INSN_MEM	(1 << 0) /* it has some */
#define INSN_MEM_READ	(1 << 1)
#define INSN_MEM_WRITE	(1 << 2)
#define INSN_MEM_FIXED	(1 << 3) /* relative to RIP; imm of a LEA */
#define INSN_MEM_FOREIGN (1 << 4) /* in a segment: no address of this function */
#define INSN_REPEATED	(1 << 5) /* FILL, COPY: RCX times */
#define INSN_ELSEWHERE	(1 << 6) /* NUMBER, UNKNOWN: writes registers that are not followed */

/**
 * struct insn - one instruction
 * @off: offset in the function
 * @len: bytes
 * @op: enum insn_op
 * @flags: INSN_*
 * @condition: enum insn_condition, of a BRANCH
 * @dst: place, or PLACE_NONE
 * @src: place, or PLACE_NONE
 * @base: of the memory address, place or PLACE_NONE
 * @index: the same
 * @scale: of @index
 * @width: of the memory or move, bytes
 * @callee: enum callee of a CALL
 * @disp: of the memory address
 * @imm: immediate, target, address of INSN_MEM_FIXED, or entries in the table of
 *	a JUMP_INDIRECT; shares its room with
 * @reads: NUMBER, UNKNOWN: bit per general register, then per XMM register
 * @writes: the same
 * @site: index of a CALL of a map function among those of the function; of the
 *	first entry of a JUMP_INDIRECT among those of all jump tables
 */
struct insn {
	uint32_t off;
	uint8_t len;
	uint8_t op;
	uint8_t flags;
	uint8_t condition;
	uint8_t dst;
	uint8_t src;
	uint8_t base;
	uint8_t index;
	uint8_t scale;
	uint8_t width;
	uint8_t callee;
	int32_t disp;
	union {
		uint64_t imm;
		struct {
			uint32_t reads;
			uint32_t writes;
		};
	};
	uint32_t site;
};

/**
 * insn_translate() - reduce what capstone decoded
 * @cs: the instruction, with detail
 * @ret: all but off and the fields for calls
 */
void insn_translate(const cs_insn *cs, struct insn *ret);

/* Whether control never simply goes on behind it. */
static inline bool insn_is_end(const struct insn *insn)
{
	return insn->op == INSN_JUMP || insn->op == INSN_JUMP_INDIRECT || insn->op == INSN_END;
}

#endif /* MAPGC_FLOW_INSN_H */
