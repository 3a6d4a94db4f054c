// SPDX-License-Identifier: GPL-2.0
#include "flow/jumptable.h"

#include <endian.h>

#include "flow/code.h"
#include "flow/state.h"

/* How far before the jump its table's address and its bound are looked for. */
#define LOOK_BACK 12

/* Whether an instruction between the comparison and the jump leaves a register alone. */
static bool leaves_alone(const struct insn *insn, uint8_t place)
{
	switch (insn->op) {
	case INSN_NOTHING:
	case INSN_STORE:
	case INSN_STORE_CONST:
	case INSN_BRANCH:
	case INSN_COMPARE:
	case INSN_COMPARE_CONST:
		return true;
	case INSN_MOVE:
	case INSN_LOAD:
	case INSN_CONST:
	case INSN_LEA:
		return insn->dst != place;
	default:
		return false;
	}
}

/* Number of entries by the comparison before the jump, at least; no bound if none is found. */
static void find_bound(const struct code *code, uint32_t jump, struct jump_table *table)
{
	uint8_t index = code->insns[jump].index;

	table->left = CODE_TABLE_MAX;
	table->is_bounded = false;
	for (uint32_t i = 1; i <= LOOK_BACK && i <= jump; i++) {
		const struct insn *insn = code->insns + jump - i;

		if (code->leaders[jump - i + 1] & LEADER_TARGET)
			return;
		if (insn->op == INSN_COMPARE_CONST && !(insn->flags & INSN_MEM) &&
		    insn->dst == index && insn->imm < CODE_TABLE_MAX) {
			table->left = insn->imm + 1;
			table->is_bounded = true;
			return;
		}
		if (!leaves_alone(insn, index))
			return;
	}
}

bool jump_table_find(const struct code *code, uint32_t jump, struct jump_table *ret)
{
	const struct insn *at = code->insns + jump;

	if (!(at->flags & INSN_MEM) || at->base == PLACE_NONE || at->index == PLACE_NONE ||
	    at->scale != 8 || at->flags & (INSN_MEM_FOREIGN | INSN_MEM_FIXED))
		return false;
	for (uint32_t i = 1; i <= LOOK_BACK && i <= jump; i++) {
		const struct insn *insn = at - i;

		/* Another path could come in behind the lea, with another address. */
		if (code->leaders[jump - i + 1] & LEADER_TARGET)
			return false;
		if (insn->op == INSN_LEA && insn->dst == at->base &&
		    insn->flags & INSN_MEM_FIXED) {
			ret->va = insn->imm + (int64_t)at->disp;
			find_bound(code, jump, ret);
			return true;
		}
		if (!leaves_alone(insn, at->base))
			return false;
	}
	return false;
}

bool jump_table_next(const struct code *code, struct jump_table *table, uint64_t *target)
{
	uint64_t entry;

	if (!table->left)
		return false;
	if (code->env->read(code->env->ctx, table->va, &entry, sizeof(entry)))
		return false;
	entry = le64toh(entry);
	if (entry - code->fn->va >= code->fn->len)
		return false;
	table->va += sizeof(entry);
	table->left--;
	*target = entry;
	return true;
}
