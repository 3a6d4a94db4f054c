/* SPDX-License-Identifier: GPL-2.0 */
/* What a call does to the values of its caller. */
#ifndef MAPGC_FLOW_CALL_H
#define MAPGC_FLOW_CALL_H

#include "flow/code.h"
#include "flow/frame.h"
#include "flow/state.h"

/**
 * call_step() - follow a call up to its return
 * @code: the function
 * @insn: the call, direct or not
 * @state: is changed
 * @frame: is used and told
 *
 * Return: words of memory that were moved, for bounding the work.
 */
uint64_t call_step(const struct code *code, const struct insn *insn, struct state *state,
		   struct frame *frame);

#endif /* MAPGC_FLOW_CALL_H */
