/* SPDX-License-Identifier: GPL-2.0 */
/* The operands of an instruction as capstone decodes them, in the terms of struct insn. */
#ifndef MAPGC_FLOW_OPERAND_H
#define MAPGC_FLOW_OPERAND_H

#include <stdbool.h>
#include <stdint.h>

#include <capstone/capstone.h>

#include "flow/insn.h"

/**
 * operand_place() - the place of a register, or of the one that it is the lower part of
 * @reg: capstone's name for it
 *
 * Return: PLACE_NONE if it is not followed.
 */
uint8_t operand_place(x86_reg reg);

bool operand_is_gpr64(const cs_x86_op *op);
bool operand_is_xmm(const cs_x86_op *op);

/**
 * operand_set_memory() - fill the memory operand of an instruction
 * @ret: the instruction, its op set
 * @cs: as decoded
 * @op: the operand
 */
void operand_set_memory(struct insn *ret, const cs_insn *cs, const cs_x86_op *op);

/**
 * operand_set_effects() - fill what is read and written, where that says enough
 * @ret: the instruction
 * @cs: as decoded
 * @how: INSN_NUMBER or INSN_UNKNOWN
 */
void operand_set_effects(struct insn *ret, const cs_insn *cs, enum insn_op how);

#endif /* MAPGC_FLOW_OPERAND_H */
