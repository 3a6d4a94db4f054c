// SPDX-License-Identifier: GPL-2.0
#include "resolve/wrapper.h"

#include "resolve/prologue.h"

/* That leaves all registers as they are: a store to the frame, and making room for it. */
static bool is_of_frame(const struct arch *arch, const struct insn *insn)
{
	struct arch_store store;

	return insn_is_nop(insn) || arch->makes_room(insn) ||
	       (arch->store(insn, &store) && store.base == arch->stack_reg);
}

static bool is_clear(const struct listing *code, uint64_t call_va)
{
	const struct insn *check = prologue_find_check(code);
	size_t call = listing_find(code, call_va), i;

	if (!check || call == LISTING_NONE || !insn_is_call(&code->insns[call]))
		return false;
	i = code->arch->behind_frame_pointer(code, check - code->insns + 1);
	if (i == LISTING_NONE || i > call)
		return false;
	for (; i < call; i++)
		if (!is_of_frame(code->arch, &code->insns[i]))
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
	if (!code->arch->behind_frame_pointer)
		return false;
	return is_clear(code, call_va) && is_once(code, call_va);
}
