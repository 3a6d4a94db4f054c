// SPDX-License-Identifier: GPL-2.0
#include "flow/fixpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flow/array.h"
#include "flow/step.h"

/* Work in instructions: so much per instruction of the function, and so much anyway. */
#define WORK_PER_INSN 64
#define WORK_BASE 4096

/* Times that all is followed because new facts about the frame turned up. */
#define ROUNDS_MAX 8

static const struct value other;

void fixpoint_deinit(struct fixpoint *fix)
{
	for (size_t i = 0; i < fix->states_room; i++)
		state_deinit(fix->states + i);
	state_deinit(&fix->current);
	state_deinit(&fix->scratch);
	free(fix->states);
	free(fix->dirty);
}

static int reserve(struct fixpoint *fix, size_t nr)
{
	size_t old = fix->states_room;

	if (array_reserve(&fix->dirty, &fix->dirty_room, nr, 1) ||
	    array_reserve(&fix->states, &fix->states_room, nr, sizeof(*fix->states)))
		return -ENOMEM;
	memset(fix->states + old, 0, (fix->states_room - old) * sizeof(*fix->states));
	return 0;
}

/* Hand the current state on along an edge; -E2BIG where that can not be followed. */
static int propagate(struct fixpoint *fix, uint32_t to, const struct value *failed)
{
	struct state *state = fix->states + to;

	fix->current.failed = *failed;
	if (state_join(state, &fix->current, &fix->scratch, &fix->frame))
		fix->dirty[to] = 1;
	if (state->is_starved || fix->scratch.is_starved)
		return -ENOMEM;
	return state->is_lost ? -E2BIG : 0;
}

/*
 * On the edge where the check of an interface's type failed its data word is
 * not used; that holds up to the next branch.
 */
static struct value failed_on(const struct fixpoint *fix, const struct insn *insn,
			      enum insn_condition failing)
{
	const struct state *state = &fix->current;

	if (insn->op != INSN_BRANCH)
		return state->failed;
	if (insn->condition != failing || !state->is_type_check)
		return other;
	return (struct value){ .kind = VALUE_NO_MAP, .site = state->compared.site,
			       .off = state->compared.off + 8 };
}

static int propagate_all(struct fixpoint *fix, const struct block *block)
{
	const struct insn *last = fix->code->insns + block->end - 1;
	struct value on_next = failed_on(fix, last, CONDITION_EQUAL);
	struct value on_target = failed_on(fix, last, CONDITION_UNEQUAL);
	int err = 0;

	if (block->next != BLOCK_NONE)
		err = propagate(fix, block->next, &on_next);
	if (!err && block->target != BLOCK_NONE)
		err = propagate(fix, block->target, &on_target);
	for (uint32_t i = 0; !err && i < block->nr_table; i++)
		err = propagate(fix, fix->code->table[block->table + i], &other);
	return err;
}

static int begin_block(struct fixpoint *fix, size_t index)
{
	struct state *current = &fix->current;

	state_copy(current, fix->states + index);
	if (current->is_starved)
		return -ENOMEM;
	current->compared = other;
	current->is_type_check = false;
	return 0;
}

static int follow_insn(struct fixpoint *fix, const struct insn *insn)
{
	struct state *current = &fix->current;
	uint64_t work = step(fix->code, insn, current, &fix->frame);

	if (current->is_starved)
		return -ENOMEM;
	if (current->is_lost || fix->frame.is_full || work > fix->work_left)
		return -E2BIG;
	fix->work_left -= work;
	return 0;
}

static int follow_block(struct fixpoint *fix, size_t index)
{
	const struct block *block = fix->code->blocks + index;
	int err = begin_block(fix, index);

	for (uint32_t i = block->first; !err && i < block->end; i++)
		err = follow_insn(fix, fix->code->insns + i);
	return err ? err : propagate_all(fix, block);
}

static int follow_dirty(struct fixpoint *fix)
{
	bool again = true;
	int err;

	while (again) {
		again = false;
		for (size_t i = 0; i < fix->code->nr_blocks; i++) {
			if (!fix->dirty[i])
				continue;
			fix->dirty[i] = 0;
			again = true;
			err = follow_block(fix, i);
			if (err)
				return err;
		}
	}
	return 0;
}

static int follow_all(struct fixpoint *fix)
{
	for (size_t i = 0; i < fix->code->nr_blocks; i++)
		state_reset(fix->states + i);
	memset(fix->dirty, 0, fix->code->nr_blocks);
	fix->states[0].is_reached = true;
	fix->dirty[0] = 1;
	return follow_dirty(fix);
}

int fixpoint_run(struct fixpoint *fix, const struct code *code)
{
	int err = reserve(fix, code->nr_blocks);

	if (err)
		return err;
	fix->code = code;
	fix->work_left = code->nr_insns * (uint64_t)WORK_PER_INSN + WORK_BASE;
	frame_reset(&fix->frame);
	for (int round = 0; round < ROUNDS_MAX; round++) {
		fix->frame.is_changed = false;
		err = follow_all(fix);
		if (err || !fix->frame.is_changed)
			return err;
	}
	return -E2BIG;
}

static void note_uses(struct fixpoint *fix, const struct block *block, struct map_use *uses)
{
	for (uint32_t i = block->first; i < block->end; i++) {
		const struct insn *insn = fix->code->insns + i;

		if (insn->op == INSN_CALL && code_is_map_function(insn->callee)) {
			uses[insn->site].map = state_get(&fix->current, PLACE_RBX);
			uses[insn->site].is_reached = true;
		}
		step(fix->code, insn, &fix->current, &fix->frame);
	}
}

int fixpoint_uses(struct fixpoint *fix, struct map_use *uses)
{
	const struct code *code = fix->code;

	for (size_t i = 0; i < code->nr_sites; i++)
		uses[i].is_reached = false;
	for (size_t i = 0; i < code->nr_blocks; i++) {
		if (!fix->states[i].is_reached)
			continue;
		if (begin_block(fix, i))
			return -ENOMEM;
		note_uses(fix, code->blocks + i, uses);
		if (fix->current.is_starved)
			return -ENOMEM;
	}
	return 0;
}
