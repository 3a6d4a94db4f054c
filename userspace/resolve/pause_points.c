// SPDX-License-Identifier: GPL-2.0
#include "resolve/pause_points.h"

/* Instructions between the last branch and the return, and before a throw. */
#define EPILOGUE_MAX	6
#define EXIT_MAX	24

static bool is_branch(const struct insn *insn)
{
	return insn_is_jcc(insn) || insn_is_jmp(insn);
}

static bool ends_block(const struct insn *insn)
{
	return is_branch(insn) || insn_is_indirect_jmp(insn) || insn_is_ret(insn);
}

static bool has_indirect_jmp(const struct listing *code)
{
	size_t i;

	for (i = 0; i < code->nr_insns; i++)
		if (insn_is_indirect_jmp(&code->insns[i]))
			return true;
	return false;
}

/* The code at @va only throws or grows the stack: the pause does not go on there. */
static bool is_exit(const struct listing *code, const struct callees *callees, uint64_t va)
{
	size_t i = listing_find(code, va), end;

	for (end = i + EXIT_MAX; i < code->nr_insns && i < end; i++) {
		const struct insn *insn = &code->insns[i];

		if (insn_is_call(insn) &&
		    callees_classify(callees, insn_target(insn)) == CALLEE_NO_RETURN)
			return true;
		if (ends_block(insn))
			return false;
	}
	return false;
}

static size_t find_only_ret(const struct listing *code)
{
	size_t i, ret = LISTING_NONE;

	for (i = 0; i < code->nr_insns; i++) {
		if (!insn_is_ret(&code->insns[i]))
			continue;
		if (ret != LISTING_NONE)
			return LISTING_NONE;
		ret = i;
	}
	return ret;
}

static bool is_entered_between(const struct listing *code, uint64_t after, uint64_t last)
{
	size_t i;

	for (i = 0; i < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];

		if (is_branch(insn) && insn_target(insn) > after && insn_target(insn) <= last)
			return true;
	}
	return false;
}

const struct insn *pause_points_stopped(const struct listing *code, const struct callees *callees)
{
	size_t ret = find_only_ret(code), i;

	if (ret == LISTING_NONE || has_indirect_jmp(code))
		return NULL;
	for (i = ret; i > 0 && ret - i < EPILOGUE_MAX; i--) {
		const struct insn *insn = &code->insns[i - 1];

		if (insn_is_call(insn))
			return NULL;
		if (!ends_block(insn))
			continue;
		if (!insn_is_jcc(insn) || !is_exit(code, callees, insn_target(insn)) ||
		    is_entered_between(code, insn->va, code->insns[ret].va))
			return NULL;
		return insn;
	}
	return NULL;
}

/* No branch leads from behind the call to before it, or past it. */
static bool is_passed_once(const struct listing *code, const struct callees *callees,
			   const struct insn *call)
{
	size_t i;

	for (i = 0; i < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];
		uint64_t target;

		if (!is_branch(insn))
			continue;
		target = insn_target(insn);
		if (insn->va > call->va && target <= call->va && target != code->va)
			return false;
		if (insn->va < call->va && target > call->va && !is_exit(code, callees, target))
			return false;
	}
	return true;
}

const struct insn *pause_points_now(const struct listing *code, const struct callees *callees,
				    uint64_t nanotime_va)
{
	const struct insn *ret = NULL;
	size_t i;

	if (has_indirect_jmp(code))
		return NULL;
	for (i = 0; i < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];

		if (!insn_is_call(insn) || insn_target(insn) != nanotime_va)
			continue;
		if (ret)
			return NULL;
		ret = insn;
	}
	return ret && is_passed_once(code, callees, ret) ? ret : NULL;
}
