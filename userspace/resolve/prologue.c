// SPDX-License-Identifier: GPL-2.0
/*
 * A comparison of the stack pointer, or of what it will be, with the goroutine's limit, and
 * the branch. Frames so large that the subtraction may wrap around have one more branch; no
 * function of interest has.
 */
#include "resolve/prologue.h"

const struct insn *prologue_find_check(const struct listing *code)
{
	size_t check = code->arch->find_check(code), to;

	if (check == LISTING_NONE)
		return NULL;
	to = listing_find(code, insn_target(&code->insns[check]));
	return to == LISTING_NONE || to <= check ? NULL : &code->insns[check];
}
