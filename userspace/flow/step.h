/* SPDX-License-Identifier: GPL-2.0 */
/* What one instruction does to the values at its place. */
#ifndef MAPGC_FLOW_STEP_H
#define MAPGC_FLOW_STEP_H

#include "flow/code.h"
#include "flow/frame.h"
#include "flow/state.h"

/**
 * step() - follow one instruction
 * @code: the function
 * @insn: the instruction
 * @state: before, then behind it
 * @frame: facts about the function, used and added to
 *
 * Return: the work that was done: 1, more for an instruction that moves many words.
 */
uint64_t step(const struct code *code, const struct insn *insn, struct state *state,
	      struct frame *frame);

#endif /* MAPGC_FLOW_STEP_H */
