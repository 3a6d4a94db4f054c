// SPDX-License-Identifier: GPL-2.0
/* jcc rel8 and rel32, call rel32, without a prefix. */
#include "insn.h"

/* Registers as instructions number them. */
#define REG_RBX	3
#define REG_RSP	4
#define REGS	16

static bool is_jbe(const u8 *insn, u32 len)
{
	return (len == 2 && insn[0] == 0x76) ||
	       (len == 6 && insn[0] == 0x0f && insn[1] == 0x86);
}

static bool is_jcc(const u8 *insn, u32 len)
{
	return (len == 2 && (insn[0] & 0xf0) == 0x70) ||
	       (len == 6 && insn[0] == 0x0f && (insn[1] & 0xf0) == 0x80);
}

static bool is_call(const u8 *insn, u32 len)
{
	return len == 5 && insn[0] == 0xe8;
}

static bool is_value_reg(u8 reg)
{
	return reg < REGS && reg != REG_RSP;
}

const struct mapgc_insn_arch mapgc_insn_amd64 = {
	.align = 1,
	.call_value_reg = REG_RBX,
	.is_stack_check = is_jbe,
	.is_branch = is_jcc,
	.is_call = is_call,
	.is_value_reg = is_value_reg,
};
