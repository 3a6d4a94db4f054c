// SPDX-License-Identifier: GPL-2.0
/*
 * b.cond, cbz, cbnz, tbz, tbnz and bl: what arch/arm64/kernel/probes/simulate-insn.c has of
 * what Go emits where mapgc looks.
 */
#include "insn.h"

#define INSN_BYTES	4
#define REGS		31	/* 31 is the stack pointer, or none */

#define CONDITION_LS	9
#define CONDITIONS	14	/* the other two are always true */

static u32 word_of(const u8 *insn)
{
	return insn[0] | insn[1] << 8 | insn[2] << 16 | (u32)insn[3] << 24;
}

static bool is_b_cond(u32 word)
{
	return (word & 0xff000010) == 0x54000000 && (word & 0xf) < CONDITIONS;
}

static bool is_b_ls(const u8 *insn, u32 len)
{
	return len == INSN_BYTES && is_b_cond(word_of(insn)) &&
	       (word_of(insn) & 0xf) == CONDITION_LS;
}

/* The masks: cbz and cbnz; tbz and tbnz. */
static bool is_branch(const u8 *insn, u32 len)
{
	u32 word;

	if (len != INSN_BYTES)
		return false;
	word = word_of(insn);
	return is_b_cond(word) || (word & 0x7e000000) == 0x34000000 ||
	       (word & 0x7e000000) == 0x36000000;
}

static bool is_bl(const u8 *insn, u32 len)
{
	return len == INSN_BYTES && (word_of(insn) & 0xfc000000) == 0x94000000;
}

static bool is_value_reg(u8 reg)
{
	return reg < REGS;
}

const struct mapgc_insn_arch mapgc_insn_arm64 = {
	.align = INSN_BYTES,
	.call_value_reg = 1,
	.is_stack_check = is_b_ls,
	.is_branch = is_branch,
	.is_call = is_bl,
	.is_value_reg = is_value_reg,
};
