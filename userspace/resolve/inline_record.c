// SPDX-License-Identifier: GPL-2.0
#include "resolve/inline_record.h"

/* Instructions from the branch to the atomic addition. */
#define COUNT_MAX	4

/* test %reg,%reg of 64 bits: its register, or -1. */
static int tested(const struct insn *insn)
{
	uint8_t rex, modrm;

	if (insn->len != 3 || insn->bytes[1] != 0x85)
		return -1;
	rex = insn->bytes[0];
	modrm = insn->bytes[2];
	/* REX.W, and either both of REX.R and REX.B or none: one register, twice. */
	if (rex != 0x48 && rex != 0x4d)
		return -1;
	if (modrm >> 6 != 3 || (modrm >> 3 & 7) != (modrm & 7))
		return -1;
	return (modrm & 7) + (rex == 0x4d ? 8 : 0);
}

static bool is_jge(const struct insn *insn)
{
	return insn_is_jcc(insn) &&
	       (insn->bytes[0] == 0x7d || (insn->bytes[0] == 0x0f && insn->bytes[1] == 0x8d));
}

/* lock xadd of 64 bits. */
static bool is_atomic_add(const struct insn *insn)
{
	return insn->len >= 5 && insn->bytes[0] == 0xf0 && (insn->bytes[1] & 0xf8) == 0x48 &&
	       insn->bytes[2] == 0x0f && insn->bytes[3] == 0xc1;
}

static bool counts_behind(const struct listing *code, size_t branch)
{
	size_t i;

	for (i = branch + 1; i < code->nr_insns && i <= branch + COUNT_MAX; i++) {
		if (is_atomic_add(&code->insns[i]))
			return true;
		if (insn_is_jcc(&code->insns[i]) || insn_is_jmp(&code->insns[i]))
			return false;
	}
	return false;
}

const struct insn *inline_record_find(const struct listing *code, uint8_t *value_reg)
{
	const struct insn *found = NULL;
	size_t i;

	for (i = 1; i < code->nr_insns; i++) {
		int reg = tested(&code->insns[i - 1]);

		if (reg < 0 || !is_jge(&code->insns[i]) || !counts_behind(code, i))
			continue;
		if (found)
			return NULL;
		found = &code->insns[i];
		*value_reg = reg;
	}
	return found;
}
