// SPDX-License-Identifier: GPL-2.0
/*
 * Small frame:		cmp 0x10(%r14),%rsp ; jbe
 * Larger frame:	lea -N(%rsp),%r12 ; cmp 0x10(%r14),%r12 ; jbe
 * On the system stack it is 0x18(%r14). Frames so large that the subtraction
 * may wrap around have one more branch; no function of interest has.
 */
#include "resolve/prologue.h"

static bool is_lea(const struct insn *insn)
{
	return (insn->len == 5 && insn_starts(insn, "\x4c\x8d\x64\x24", 4)) ||
	       (insn->len == 8 && insn_starts(insn, "\x4c\x8d\xa4\x24", 4));
}

static bool is_cmp(const struct insn *insn, bool has_lea)
{
	return insn->len == 4 && insn_starts(insn, has_lea ? "\x4d\x3b\x66" : "\x49\x3b\x66", 3) &&
	       (insn->bytes[3] == 0x10 || insn->bytes[3] == 0x18);
}

const struct insn *prologue_find_check(const struct listing *code)
{
	const struct insn *insn = code->insns;
	bool has_lea;
	size_t branch;

	if (code->nr_insns < 3)
		return NULL;
	has_lea = is_lea(insn);
	if (!is_cmp(&insn[has_lea], has_lea) || !insn_is_jbe(&insn[has_lea + 1]))
		return NULL;
	branch = listing_find(code, insn_target(&insn[has_lea + 1]));
	if (branch == LISTING_NONE || branch <= (size_t)has_lea + 1)
		return NULL;
	return &insn[has_lea + 1];
}
