// SPDX-License-Identifier: GPL-2.0
#include "resolve/record_place.h"

/* Instructions from the address to the call. */
#define BACK_MAX	4

/* In a histogram: the count of negative durations. */
#define NEGATIVE_OFF	(RECORD_HISTOGRAM_BYTES - 2 * sizeof(uint64_t))

static bool is_inlined(const struct listing *code, size_t branch, struct record_place *ret)
{
	int reg = code->arch->sign_branch(code, branch);
	uint64_t negative_va = 0;
	size_t count, i;

	if (reg == ARCH_REG_NONE)
		return false;
	count = code->arch->find_count(code, branch + 1);
	if (count == LISTING_NONE)
		return false;
	for (i = branch + 1; i < count; i++)
		code->arch->constant(code, i, &negative_va);
	*ret = (struct record_place){
		.insn = &code->insns[branch],
		.value_reg = reg,
		.histogram_va = negative_va < NEGATIVE_OFF ? 0 : negative_va - NEGATIVE_OFF,
	};
	return true;
}

/* The address that the call gets as its first argument, right before it, or 0. */
static uint64_t argument_va(const struct listing *code, size_t call)
{
	const struct arch *arch = code->arch;
	uint64_t va = 0;
	size_t i;

	for (i = call; i > 0 && call - i < BACK_MAX; i--) {
		const struct insn *insn = &code->insns[i - 1];

		if (arch->constant(code, i - 1, &va) == arch->argument_regs[0])
			return va;
		if (arch->copied_to(insn) != arch->argument_regs[1] && !insn_is_nop(insn))
			return 0;
	}
	return 0;
}

static bool is_call(const struct listing *code, size_t i, uint64_t record_va,
		    struct record_place *ret)
{
	const struct insn *insn = &code->insns[i];

	if (!record_va || !insn_is_call(insn) || insn_target(insn) != record_va)
		return false;
	*ret = (struct record_place){
		.insn = insn,
		.value_reg = code->arch->argument_regs[1],
		.histogram_va = argument_va(code, i),
	};
	return true;
}

size_t record_places_find(const struct listing *code, uint64_t record_va,
			  struct record_place *places, size_t max)
{
	size_t i, nr = 0;

	for (i = 0; i < code->nr_insns; i++) {
		struct record_place place;

		if (!is_call(code, i, record_va, &place) && !is_inlined(code, i, &place))
			continue;
		if (nr < max)
			places[nr] = place;
		nr++;
	}
	return nr;
}

bool record_place_find_only(const struct listing *code, uint64_t record_va,
			    struct record_place *ret)
{
	struct record_place place;
	size_t i, nr_calls = 0;

	for (i = 0; i < code->nr_insns; i++)
		if (is_call(code, i, record_va, &place) && !nr_calls++)
			*ret = place;
	return nr_calls ? nr_calls == 1 : record_places_find(code, 0, ret, 1) == 1;
}
