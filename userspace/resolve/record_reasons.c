// SPDX-License-Identifier: GPL-2.0
#include "resolve/record_reasons.h"

#include <errno.h>

/* Instructions along a path. */
#define PATH_MAX	8

/* Durations that a function with a copy may record. */
#define PLACES_MAX	8

/* What a mark says about the first of the two places. */
enum mark {
	MARK_UNREADABLE,
	MARK_FIRST_IS_GC,
	MARK_FIRST_IS_OTHER,
};

static enum mark mark_by_address(const struct record_place places[2])
{
	uint64_t first = places[0].histogram_va;
	uint64_t second = places[1].histogram_va;

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

static bool is_jump_if(const struct insn *insn, enum insn_condition condition)
{
	return insn_is_jcc(insn) && insn->condition == condition;
}

/* The place that straight-line code from @va comes to, before any other call or branch. */
static const struct record_place *next_place(const struct listing *code,
					     const struct record_place places[2], uint64_t va)
{
	size_t i = listing_find(code, va), end;

	for (end = i + PATH_MAX; i < code->nr_insns && i < end; i++) {
		const struct insn *insn = &code->insns[i];

		if (insn == places[0].insn || insn == places[1].insn)
			return &places[insn == places[1].insn];
		if (insn_is_call(insn) || insn_is_jcc(insn) || insn_is_jmp(insn) ||
		    insn_is_indirect_jmp(insn) || insn_is_ret(insn))
			break;
	}
	return NULL;
}

/**
 * struct paths - where the reasons lead
 * @gc_va: those of the collector
 * @other_va: the others
 */
struct paths {
	uint64_t gc_va;
	uint64_t other_va;
};

/* if reason == 1 || reason == 2, starting with the first comparison at @i. */
static bool follow_reasons(const struct listing *code, size_t i, struct paths *ret)
{
	size_t je1 = skip_nops(code, i + 1);
	size_t cmp2 = skip_nops(code, je1 + 1);
	size_t jump2 = skip_nops(code, cmp2 + 1);
	int (*compared)(const struct insn *insn, uint8_t value) = code->arch->compared;
	const struct insn *insns = code->insns;
	uint64_t behind;

	if (jump2 + 1 >= code->nr_insns || !is_jump_if(&insns[je1], INSN_IF_EQUAL) ||
	    compared(&insns[cmp2], 2) != compared(&insns[i], 1))
		return false;
	ret->gc_va = insn_target(&insns[je1]);
	behind = insns[jump2].va + insns[jump2].len;
	if (is_jump_if(&insns[jump2], INSN_IF_EQUAL) && insn_target(&insns[jump2]) == ret->gc_va)
		ret->other_va = behind;
	else if (is_jump_if(&insns[jump2], INSN_IF_UNEQUAL) &&
		 (ret->gc_va == behind || ret->gc_va == insns[skip_nops(code, jump2 + 1)].va))
		ret->other_va = insn_target(&insns[jump2]);
	else
		return false;
	return true;
}

static enum mark mark_by_path(const struct listing *code, const struct record_place places[2])
{
	struct paths paths;
	size_t i;

	for (i = 0; i + 1 < code->nr_insns; i++) {
		const struct record_place *gc, *other;

		if (code->arch->compared(&code->insns[i], 1) == ARCH_REG_NONE ||
		    !follow_reasons(code, i, &paths))
			continue;
		gc = next_place(code, places, paths.gc_va);
		other = next_place(code, places, paths.other_va);
		if (gc == &places[0] && other == &places[1])
			return MARK_FIRST_IS_GC;
		if (gc == &places[1] && other == &places[0])
			return MARK_FIRST_IS_OTHER;
	}
	return MARK_UNREADABLE;
}

int record_reasons_find(const struct listing *code, uint64_t record_va,
			struct record_reasons *ret, struct error *err)
{
	enum mark by_address, by_path, mark;
	struct record_place places[2];
	bool is_second;

	if (record_places_find(code, record_va, places, 2) != 2)
		return error_set(err, -EINVAL, "does not record pauses in two places");
	by_address = mark_by_address(places);
	by_path = mark_by_path(code, places);
	mark = by_address == MARK_UNREADABLE ? by_path : by_address;
	if (mark == MARK_UNREADABLE)
		return error_set(err, -EINVAL, "which pauses it records where is not understood");
	if (by_path != MARK_UNREADABLE && by_path != mark)
		return error_set(err, -EINVAL, "it is not certain which pauses it records where");
	is_second = mark == MARK_FIRST_IS_OTHER;
	ret->gc = places[is_second];
	ret->other = places[!is_second];
	return 0;
}

/* The only one of @nr places in a histogram, without an instruction if none is. */
static int only_place(const struct record_place *places, size_t nr, uint64_t histogram_va,
		      struct record_place *ret)
{
	size_t i;

	*ret = (struct record_place){ 0 };
	for (i = 0; i < nr; i++) {
		if (places[i].histogram_va && places[i].histogram_va != histogram_va)
			continue;
		if (!places[i].histogram_va || ret->insn)
			return -EINVAL;
		*ret = places[i];
	}
	return 0;
}

int record_reasons_in_copy(const struct listing *code, uint64_t record_va,
			   const struct record_reasons *known, struct record_reasons *ret)
{
	uint64_t gc_va = known->gc.histogram_va, other_va = known->other.histogram_va;
	struct record_place places[PLACES_MAX];
	size_t nr = record_places_find(code, record_va, places, PLACES_MAX);

	if (other_va - gc_va != RECORD_HISTOGRAM_BYTES || nr > PLACES_MAX ||
	    only_place(places, nr, gc_va, &ret->gc) ||
	    only_place(places, nr, other_va, &ret->other))
		return -EINVAL;
	return ret->gc.insn || ret->other.insn ? 0 : -EINVAL;
}
