// SPDX-License-Identifier: GPL-2.0
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

static bool is_record(u8 role)
{
	return role == MAPGC_ROLE_STOPPING_GC || role == MAPGC_ROLE_STOPPING_OTHER ||
	       role == MAPGC_ROLE_TOTAL_GC || role == MAPGC_ROLE_TOTAL_OTHER;
}

bool mapgc_insn_fits(u8 role, const u8 *insn, u32 len)
{
	switch (role) {
	case MAPGC_ROLE_MAP_OP:
	case MAPGC_ROLE_STOP:
	case MAPGC_ROLE_START:
	case MAPGC_ROLE_CYCLE:
		return is_jbe(insn, len);
	case MAPGC_ROLE_STOPPED:
		return is_jcc(insn, len);
	case MAPGC_ROLE_START_NOW:
		return is_call(insn, len);
	default:
		return is_record(role) && (is_call(insn, len) || is_jcc(insn, len));
	}
}

bool mapgc_insn_value_fits(u8 role, const u8 *insn, u32 len, u8 value_reg)
{
	if (!is_record(role))
		return !value_reg;
	if (is_call(insn, len))
		return value_reg == REG_RBX;
	return value_reg < REGS && value_reg != REG_RSP;
}
