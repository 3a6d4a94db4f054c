// SPDX-License-Identifier: GPL-2.0
#include "insn.h"

static bool is_record(u8 role)
{
	return role == MAPGC_ROLE_STOPPING_GC || role == MAPGC_ROLE_STOPPING_OTHER ||
	       role == MAPGC_ROLE_TOTAL_GC || role == MAPGC_ROLE_TOTAL_OTHER;
}

bool mapgc_insn_fits(const struct mapgc_insn_arch *arch, u8 role, const u8 *insn, u32 len)
{
	switch (role) {
	case MAPGC_ROLE_MAP_OP:
	case MAPGC_ROLE_STOP:
	case MAPGC_ROLE_START:
	case MAPGC_ROLE_CYCLE:
		return arch->is_stack_check(insn, len);
	case MAPGC_ROLE_STOPPED:
		return arch->is_branch(insn, len);
	case MAPGC_ROLE_START_NOW:
		return arch->is_call(insn, len);
	default:
		return is_record(role) && (arch->is_call(insn, len) || arch->is_branch(insn, len));
	}
}

bool mapgc_insn_value_fits(const struct mapgc_insn_arch *arch, u8 role, const u8 *insn, u32 len,
			   u8 value_reg)
{
	if (!is_record(role))
		return !value_reg;
	if (arch->is_call(insn, len))
		return value_reg == arch->call_value_reg;
	return arch->is_value_reg(value_reg);
}
