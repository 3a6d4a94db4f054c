// SPDX-License-Identifier: GPL-2.0
#include "resolve/wrapper.h"

#include "resolve/prologue.h"

static bool is_frame_pointer(const struct insn *push, const struct insn *mov)
{
	return push->len == 1 && insn_starts(push, "\x55", 1) &&
	       mov->len == 3 && insn_starts(mov, "\x48\x89\xe5", 3);
}

/* sub imm,%rsp; or mov %r64,disp(%rsp), which leaves all registers as they are */
static bool is_of_frame(const struct insn *insn)
{
	if (insn_is_nop(insn) || (insn->len == 4 && insn_starts(insn, "\x48\x83\xec", 3)))
		return true;
	return (insn->len == 5 || insn->len == 8) && (insn->bytes[0] & 0xfb) == 0x48 &&
	       insn->bytes[1] == 0x89 && insn->bytes[3] == 0x24 &&
	       (insn->bytes[2] & 0xc7) == (insn->len == 5 ? 0x44 : 0x84);
}

static bool is_clear(const struct listing *code, uint64_t call_va)
{
	const struct insn *check = prologue_find_check(code);
	size_t call = listing_find(code, call_va), i;

	if (!check || call == LISTING_NONE || !insn_is_call(&code->insns[call]))
		return false;
	i = check - code->insns + 1;
	if (call < i + 2 || !is_frame_pointer(&code->insns[i], &code->insns[i + 1]))
		return false;
	for (i += 2; i < call; i++)
		if (!is_of_frame(&code->insns[i]))
			return false;
	return true;
}

/* One call at most each time: nothing behind it goes back, but to start over. */
static bool is_once(const struct listing *code, uint64_t call_va)
{
	size_t i = listing_find(code, call_va);

	for (; i < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];
		bool is_jump = insn_is_jcc(insn) || insn_is_jmp(insn);

		if (insn_is_indirect_jmp(insn))
			return false;
		if (is_jump && insn_target(insn) <= call_va && insn_target(insn) != code->va)
			return false;
	}
	return true;
}

bool wrapper_is_clear(const struct listing *code, uint64_t call_va)
{
	return is_clear(code, call_va) && is_once(code, call_va);
}
