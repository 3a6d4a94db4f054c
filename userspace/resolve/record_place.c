// SPDX-License-Identifier: GPL-2.0
#include "resolve/record_place.h"

#include "resolve/cursor.h"

/* Instructions from the branch to the atomic addition, and from the address to the call. */
#define COUNT_MAX	4
#define BACK_MAX	4

/* RBX, the second argument of a Go function, as instructions number it. */
#define CALL_VALUE_REG	3

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

/* lea X(%rip),%reg of 64 bits */
static bool is_lea(const struct insn *insn)
{
	return insn->len == 7 && (insn->bytes[0] & 0xfb) == 0x48 && insn->bytes[1] == 0x8d &&
	       (insn->bytes[2] & 0xc7) == 0x05;
}

static uint64_t lea_va(const struct insn *insn)
{
	struct cursor cur;

	cursor_init(&cur, insn->bytes + 3, 4);
	return insn->va + insn->len + (int32_t)cursor_u32(&cur);
}

static bool is_inlined(const struct listing *code, size_t branch, struct record_place *ret)
{
	int reg = branch ? tested(&code->insns[branch - 1]) : -1;
	size_t i;

	if (reg < 0 || !is_jge(&code->insns[branch]))
		return false;
	*ret = (struct record_place){ .insn = &code->insns[branch], .value_reg = reg };
	for (i = branch + 1; i < code->nr_insns && i <= branch + COUNT_MAX; i++) {
		if (is_atomic_add(&code->insns[i]))
			return true;
		if (insn_is_jcc(&code->insns[i]) || insn_is_jmp(&code->insns[i]))
			return false;
		if (is_lea(&code->insns[i]))
			ret->histogram_va = lea_va(&code->insns[i]);
	}
	return false;
}

/* mov to %rbx, from a register or the stack: the pause itself. */
static bool is_load_of_rbx(const struct insn *insn)
{
	return (insn->len == 3 && insn_starts(insn, "\x48\x89", 2) &&
		(insn->bytes[2] & 0xc7) == 0xc3) ||
	       (insn->len == 5 && insn_starts(insn, "\x48\x8b\x5c\x24", 4));
}

/* The address that lea X(%rip),%rax gives to the call, or 0. */
static uint64_t argument_va(const struct listing *code, size_t call)
{
	size_t i;

	for (i = call; i > 0 && call - i < BACK_MAX; i--) {
		const struct insn *insn = &code->insns[i - 1];

		if (is_lea(insn) && insn_starts(insn, "\x48\x8d\x05", 3))
			return lea_va(insn);
		if (!is_load_of_rbx(insn) && !insn_is_nop(insn))
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
		.value_reg = CALL_VALUE_REG,
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
