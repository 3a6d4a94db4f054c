// SPDX-License-Identifier: GPL-2.0
#include "insn.h"

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
	case MAPGC_ROLE_STOPPING_GC:
	case MAPGC_ROLE_STOPPING_OTHER:
	case MAPGC_ROLE_TOTAL_GC:
	case MAPGC_ROLE_TOTAL_OTHER:
		return is_call(insn, len);
	default:
		return false;
	}
}
