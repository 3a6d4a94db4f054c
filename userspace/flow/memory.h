/* SPDX-License-Identifier: GPL-2.0 */
/* Loads and stores of a function, as far as they are of its stack frame or of elements. */
#ifndef MAPGC_FLOW_MEMORY_H
#define MAPGC_FLOW_MEMORY_H

#include "flow/frame.h"
#include "flow/insn.h"
#include "flow/state.h"

/**
 * memory_address() - the address of an instruction's memory operand
 * @state: before the instruction
 * @insn: has INSN_MEM
 */
struct value memory_address(const struct state *state, const struct insn *insn);

/**
 * memory_load() - what a load of 8 bytes gives
 * @state: before
 * @frame: is told of the access
 * @address: where
 */
struct value memory_load(const struct state *state, struct frame *frame,
			 const struct value *address);

/**
 * memory_store() - store 8 bytes
 * @state: is changed
 * @frame: is told of the access
 * @address: where
 * @value: what
 */
void memory_store(struct state *state, struct frame *frame, const struct value *address,
		  const struct value *value);

/**
 * memory_overwrite() - store a number of bytes that are not derived from a map read
 * @state: is changed
 * @frame: is told of the access
 * @address: where
 * @len: bytes
 */
void memory_overwrite(struct state *state, struct frame *frame, const struct value *address,
		      uint64_t len);

/**
 * memory_copy() - copy bytes from memory to memory
 * @state: is changed
 * @frame: is told of the access
 * @to: where to
 * @from: where from
 * @len: bytes
 *
 * Return: how many words that took, for bounding the work.
 */
uint64_t memory_copy(struct state *state, struct frame *frame, const struct value *to,
		     const struct value *from, uint64_t len);

/**
 * memory_copy_unbounded() - copy an unknown number of bytes
 * @state: is changed
 * @frame: is told of the access
 * @to: where to
 * @from: where from; NULL for bytes that are not derived from a map read
 */
void memory_copy_unbounded(struct state *state, struct frame *frame, const struct value *to,
			   const struct value *from);

#endif /* MAPGC_FLOW_MEMORY_H */
