// SPDX-License-Identifier: GPL-2.0
#include "resolve/goroutines.h"

#define ADDER_NAME	"runtime.allgadd"

/* A 64-bit instruction of the registers up to %rdi, on memory beside the code. */
static bool is_on_variable(const struct insn *insn, uint8_t opcode)
{
	return insn->len == 7 && insn->bytes[0] == 0x48 && insn->bytes[1] == opcode &&
	       (insn->bytes[2] & 0xc7) == 0x05;
}

/* cmp %reg,variable(%rip) */
static bool is_compare(const struct insn *insn)
{
	return is_on_variable(insn, 0x39);
}

/* lea variable(%rip),%a; xchg %b,(%a): how Go stores what others read meanwhile */
static bool is_exchange(const struct insn *insn)
{
	const struct insn *next = insn + 1;

	return is_on_variable(insn, 0x8d) && next->len == 3 && next->bytes[0] == 0x48 &&
	       next->bytes[1] == 0x87 && (next->bytes[2] & 0xc7) == (insn->bytes[2] >> 3 & 7);
}

static bool find(const struct listing *code, struct goroutines *ret)
{
	uint64_t compared = 0, stored[2];
	size_t i, nr = 0;

	for (i = 0; i + 1 < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];

		if (is_compare(insn) && !nr)
			compared = insn_target(insn);
		if (!is_exchange(insn))
			continue;
		if (nr == 2)
			return false;
		stored[nr++] = insn_target(insn);
	}
	if (nr != 2 || stored[0] != compared || stored[1] == compared)
		return false;
	*ret = (struct goroutines){ .list_va = stored[0], .nr_va = stored[1] };
	return true;
}

bool goroutines_find(const struct program *program, struct goroutines *ret)
{
	size_t adder = pclntab_find_name(&program->pclntab, ADDER_NAME);
	struct listing code;
	bool is_found;

	*ret = (struct goroutines){ 0 };
	if (adder == PCLNTAB_NONE || program_decode(program, adder, &code, NULL))
		return false;
	is_found = find(&code, ret);
	listing_deinit(&code);
	return is_found;
}
