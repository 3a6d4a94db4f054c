// SPDX-License-Identifier: GPL-2.0
#include "resolve/record_calls.h"

#include <errno.h>

#include "resolve/cursor.h"

/* Instructions between the histogram's address and the call, and along a path. */
#define BACK_MAX	4
#define PATH_MAX	8

/* What a mark says about the first of the two calls. */
enum mark {
	MARK_UNREADABLE,
	MARK_FIRST_IS_GC,
	MARK_FIRST_IS_OTHER,
};

/* How many calls there are; the first two are stored. */
static size_t find_calls(const struct listing *code, uint64_t record_va, size_t ret[2])
{
	size_t i, nr = 0;

	for (i = 0; i < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];

		if (!insn_is_call(insn) || insn_target(insn) != record_va)
			continue;
		if (nr < 2)
			ret[nr] = i;
		nr++;
	}
	return nr;
}

const struct insn *record_calls_find_only(const struct listing *code, uint64_t record_va)
{
	size_t calls[2];

	return find_calls(code, record_va, calls) == 1 ? &code->insns[calls[0]] : NULL;
}

/* mov to %rbx, from a register or the stack: the pause itself. */
static bool is_load_of_rbx(const struct insn *insn)
{
	return (insn->len == 3 && insn_starts(insn, "\x48\x89", 2) &&
		(insn->bytes[2] & 0xc7) == 0xc3) ||
	       (insn->len == 5 && insn_starts(insn, "\x48\x8b\x5c\x24", 4));
}

/* The address that lea X(%rip),%rax gives to the call, or 0. */
static uint64_t histogram_va(const struct listing *code, size_t call)
{
	size_t i;

	for (i = call; i > 0 && call - i < BACK_MAX; i--) {
		const struct insn *insn = &code->insns[i - 1];
		struct cursor cur;

		if (insn->len == 7 && insn_starts(insn, "\x48\x8d\x05", 3)) {
			cursor_init(&cur, insn->bytes + 3, 4);
			return insn->va + insn->len + (int32_t)cursor_u32(&cur);
		}
		if (!is_load_of_rbx(insn) && !insn_is_nop(insn))
			return 0;
	}
	return 0;
}

static enum mark mark_by_address(const struct listing *code, const size_t calls[2])
{
	uint64_t first = histogram_va(code, calls[0]);
	uint64_t second = histogram_va(code, calls[1]);

	if (!first || !second || first == second)
		return MARK_UNREADABLE;
	return first < second ? MARK_FIRST_IS_GC : MARK_FIRST_IS_OTHER;
}

static size_t skip_nops(const struct listing *code, size_t i)
{
	while (i < code->nr_insns && insn_is_nop(&code->insns[i]))
		i++;
	return i;
}

/* cmp $value,%reg8: its register, or -1. */
static int compared(const struct insn *insn, uint8_t value)
{
	if (insn->len == 2 && insn->bytes[0] == 0x3c && insn->bytes[1] == value)
		return 0;
	if (insn->len == 3 && insn->bytes[0] == 0x80 && (insn->bytes[1] & 0xf8) == 0xf8 &&
	    insn->bytes[2] == value)
		return insn->bytes[1] & 7;
	return -1;
}

static bool is_jump_if(const struct insn *insn, bool is_equal)
{
	uint8_t condition = is_equal ? 4 : 5;

	return insn_is_jcc(insn) &&
	       ((insn->len == 2 ? insn->bytes[0] : insn->bytes[1]) & 0xf) == condition;
}

/* The first call that straight-line code from @va comes to. */
static size_t next_call(const struct listing *code, uint64_t va)
{
	size_t i = listing_find(code, va), end;

	for (end = i + PATH_MAX; i < code->nr_insns && i < end; i++) {
		const struct insn *insn = &code->insns[i];

		if (insn_is_call(insn))
			return i;
		if (insn_is_jcc(insn) || insn_is_jmp(insn) || insn_is_indirect_jmp(insn) ||
		    insn_is_ret(insn))
			break;
	}
	return LISTING_NONE;
}

/* if reason == 1 || reason == 2, starting with the first comparison at @i. */
static bool follow_reasons(const struct listing *code, size_t i, size_t *ret_gc, size_t *ret_other)
{
	size_t je1 = skip_nops(code, i + 1);
	size_t cmp2 = skip_nops(code, je1 + 1);
	size_t jump2 = skip_nops(code, cmp2 + 1);
	const struct insn *insns = code->insns;
	uint64_t gc, behind, other;

	if (jump2 + 1 >= code->nr_insns || !is_jump_if(&insns[je1], true) ||
	    compared(&insns[cmp2], 2) != compared(&insns[i], 1))
		return false;
	gc = insn_target(&insns[je1]);
	behind = insns[jump2].va + insns[jump2].len;
	if (is_jump_if(&insns[jump2], true) && insn_target(&insns[jump2]) == gc)
		other = behind;
	else if (is_jump_if(&insns[jump2], false) &&
		 (gc == behind || gc == insns[skip_nops(code, jump2 + 1)].va))
		other = insn_target(&insns[jump2]);
	else
		return false;
	*ret_gc = next_call(code, gc);
	*ret_other = next_call(code, other);
	return true;
}

static enum mark mark_by_path(const struct listing *code, const size_t calls[2])
{
	size_t i, gc, other;

	for (i = 0; i + 1 < code->nr_insns; i++) {
		if (compared(&code->insns[i], 1) < 0 || !follow_reasons(code, i, &gc, &other))
			continue;
		if (gc == calls[0] && other == calls[1])
			return MARK_FIRST_IS_GC;
		if (gc == calls[1] && other == calls[0])
			return MARK_FIRST_IS_OTHER;
	}
	return MARK_UNREADABLE;
}

int record_calls_find(const struct listing *code, uint64_t record_va, const struct insn **ret_gc,
		      const struct insn **ret_other, struct error *err)
{
	enum mark by_address, by_path, mark;
	size_t calls[2];
	bool is_second;

	if (find_calls(code, record_va, calls) != 2)
		return error_set(err, -EINVAL, "does not record pauses in two places");
	by_address = mark_by_address(code, calls);
	by_path = mark_by_path(code, calls);
	mark = by_address == MARK_UNREADABLE ? by_path : by_address;
	if (mark == MARK_UNREADABLE)
		return error_set(err, -EINVAL, "which pauses it records where is not understood");
	if (by_path != MARK_UNREADABLE && by_path != mark)
		return error_set(err, -EINVAL, "it is not certain which pauses it records where");
	is_second = mark == MARK_FIRST_IS_OTHER;
	*ret_gc = &code->insns[calls[is_second]];
	*ret_other = &code->insns[calls[!is_second]];
	return 0;
}
