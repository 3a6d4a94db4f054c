// SPDX-License-Identifier: GPL-2.0
#include "flow/fixpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flow/array.h"
#include "flow/step.h"

/* Work in instructions: so much per instruction of the function, and so much anyway. */
#define WORK_PER_INSN 64
#define WORK_BASE 65536

/* A counted loop that goes on is joined like any other: 16 KB at 64 bytes a turn. */
#define TURNS_MAX 256

/* Times that all is followed because new facts about the frame turned up. */
#define ROUNDS_MAX 8

/* Nodes per block, and anyway, when ways are told apart. */
#define NODES_PER_BLOCK 8
#define NODES_BASE 64

static const struct value other;

void fixpoint_deinit(struct fixpoint *fix)
{
	for (size_t i = 0; i < fix->states_room; i++)
		state_deinit(fix->states + i);
	state_deinit(&fix->current);
	state_deinit(&fix->scratch);
	free(fix->states);
	free(fix->dirty);
	free(fix->nodes);
	free(fix->heads);
}

static int reserve(struct fixpoint *fix, size_t nr)
{
	size_t old = fix->states_room;

	if (array_reserve(&fix->dirty, &fix->dirty_room, nr, 1) ||
	    array_reserve(&fix->nodes, &fix->nodes_room, nr, sizeof(*fix->nodes)) ||
	    array_reserve(&fix->states, &fix->states_room, nr, sizeof(*fix->states)))
		return -ENOMEM;
	memset(fix->states + old, 0, (fix->states_room - old) * sizeof(*fix->states));
	return 0;
}

static int add_node(struct fixpoint *fix, uint32_t block, uint32_t last)
{
	size_t nr = fix->nr_nodes;

	if (nr > fix->code->nr_blocks * NODES_PER_BLOCK + NODES_BASE)
		return -E2BIG;
	if (reserve(fix, nr + 1))
		return -ENOMEM;
	fix->nodes[nr] = (struct node){
		.block = block, .last = last, .sibling = fix->heads[block],
	};
	fix->heads[block] = nr;
	fix->dirty[nr] = 0;
	state_reset(fix->states + nr);
	fix->nr_nodes++;
	return 0;
}

/* The node of a block for the way that is being followed. */
static int find_node(struct fixpoint *fix, uint32_t block, uint32_t *ret)
{
	uint32_t last = fix->is_split ? fix->last : LAST_NONE;
	uint32_t node = fix->heads[block];
	int err;

	while (node != NODE_NONE && fix->nodes[node].last != last)
		node = fix->nodes[node].sibling;
	if (node == NODE_NONE) {
		err = add_node(fix, block, last);
		if (err)
			return err;
		node = fix->heads[block];
	}
	*ret = node;
	return 0;
}

/* Hand the current state on along an edge; -E2BIG where that can not be followed. */
static int propagate(struct fixpoint *fix, uint32_t to, const struct value *failed)
{
	struct state *state;
	uint32_t node;
	int err = find_node(fix, to, &node);

	if (err)
		return err;
	state = fix->states + node;
	fix->current.failed = *failed;
	if (state_join(state, &fix->current, &fix->scratch, &fix->frame))
		fix->dirty[node] = 1;
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

/*
 * Whether a block runs as a loop of its own that counts down, as from Go 1.26 on
 * large values are copied and zeroed:
 *
 *	mov	$18,%ecx
 *	1: ...
 *	dec	%ecx
 *	jne	1b
 *
 * With its counter known it is followed turn by turn: joined, the addresses
 * that it moves along would be lost.
 */
static bool is_counted_loop(const struct fixpoint *fix, const struct block *block)
{
	const struct insn *last = fix->code->insns + block->end - 1;

	if (last->op != INSN_BRANCH || last->condition != CONDITION_UNEQUAL ||
	    block->target != block - fix->code->blocks || fix->current.zero == ZERO_UNKNOWN)
		return false;
	for (uint32_t i = block->first; i < block->end; i++) {
		uint8_t op = fix->code->insns[i].op;

		if (op == INSN_CALL || op == INSN_CALL_INDIRECT)
			return false;
	}
	return true;
}

static int propagate_all(struct fixpoint *fix, const struct block *block)
{
	const struct insn *last = fix->code->insns + block->end - 1;
	struct value on_next = failed_on(fix, last, CONDITION_EQUAL);
	struct value on_target = failed_on(fix, last, CONDITION_UNEQUAL);
	int err = 0;

	if (block->next != BLOCK_NONE)
		err = propagate(fix, block->next, &on_next);
	if (!err && block->target != BLOCK_NONE && !is_counted_loop(fix, block))
		err = propagate(fix, block->target, &on_target);
	for (uint32_t i = 0; !err && i < block->nr_table; i++)
		err = propagate(fix, fix->code->table[block->table + i], &other);
	return err;
}

static int begin_node(struct fixpoint *fix, size_t index)
{
	struct state *current = &fix->current;

	state_copy(current, fix->states + index);
	if (current->is_starved)
		return -ENOMEM;
	current->compared = other;
	current->is_type_check = false;
	current->zero = ZERO_UNKNOWN;
	fix->last = fix->nodes[index].last;
	return 0;
}

static bool is_map_call(const struct insn *insn)
{
	return insn->op == INSN_CALL && code_is_map_function(insn->callee);
}

static int follow_insn(struct fixpoint *fix, const struct insn *insn)
{
	struct state *current = &fix->current;
	uint64_t work = step(fix->code, insn, current, &fix->frame);

	if (is_map_call(insn))
		fix->last = insn->site + 1;
	if (current->is_starved)
		return -ENOMEM;
	if (current->is_lost || fix->frame.is_full || work > fix->work_left)
		return -E2BIG;
	fix->work_left -= work;
	return 0;
}

static int follow_node(struct fixpoint *fix, size_t index)
{
	const struct block *block = fix->code->blocks + fix->nodes[index].block;
	int err = begin_node(fix, index);

	for (int turn = 0; !err && turn < TURNS_MAX; turn++) {
		for (uint32_t i = block->first; !err && i < block->end; i++)
			err = follow_insn(fix, fix->code->insns + i);
		if (fix->current.zero != ZERO_CLEAR || !is_counted_loop(fix, block))
			return err ? err : propagate_all(fix, block);
	}
	fix->current.zero = ZERO_UNKNOWN;
	return err ? err : propagate_all(fix, block);
}

static int follow_dirty(struct fixpoint *fix)
{
	bool again = true;
	int err;

	while (again) {
		again = false;
		for (size_t i = 0; i < fix->nr_nodes; i++) {
			if (!fix->dirty[i])
				continue;
			fix->dirty[i] = 0;
			again = true;
			err = follow_node(fix, i);
			if (err)
				return err;
		}
	}
	return 0;
}

/* Where ways are not told apart, all nodes are made in the order of the code. */
static int make_nodes(struct fixpoint *fix)
{
	size_t nr = fix->is_split ? 1 : fix->code->nr_blocks;
	int err = 0;

	fix->nr_nodes = 0;
	for (size_t i = 0; i < fix->code->nr_blocks; i++)
		fix->heads[i] = NODE_NONE;
	for (size_t i = 0; !err && i < nr; i++)
		err = add_node(fix, i, LAST_NONE);
	return err;
}

static int follow_all(struct fixpoint *fix)
{
	int err = make_nodes(fix);

	if (err)
		return err;
	fix->states[0].is_reached = true;
	fix->dirty[0] = 1;
	return follow_dirty(fix);
}

static int run(struct fixpoint *fix)
{
	int err;

	fix->work_left = fix->code->nr_insns * (uint64_t)WORK_PER_INSN + WORK_BASE;
	for (int round = 0; round < ROUNDS_MAX; round++) {
		fix->frame.is_changed = false;
		err = follow_all(fix);
		if (err || !fix->frame.is_changed)
			return err;
	}
	return -E2BIG;
}

int fixpoint_run(struct fixpoint *fix, const struct code *code)
{
	if (array_reserve(&fix->heads, &fix->heads_room, code->nr_blocks, sizeof(*fix->heads)))
		return -ENOMEM;
	fix->code = code;
	fix->is_split = false;
	frame_reset(&fix->frame);
	return run(fix);
}

int fixpoint_split(struct fixpoint *fix)
{
	fix->is_split = true;
	return run(fix);
}

static struct arrival arrive(const struct fixpoint *fix, const struct insn *call)
{
	int32_t map = fix->current.copies[PLACE_RBX];

	return (struct arrival){
		.site = call->site,
		.last = fix->last,
		.map = state_get(&fix->current, PLACE_RBX),
		.is_same_map = map != PLACE_NO_WORD && map == fix->current.last_map,
	};
}

static int visit_node(struct fixpoint *fix, size_t index,
		      int (*visit)(void *ctx, const struct arrival *arrival), void *ctx)
{
	const struct block *block = fix->code->blocks + fix->nodes[index].block;
	int err = begin_node(fix, index);

	for (uint32_t i = block->first; !err && i < block->end; i++) {
		const struct insn *insn = fix->code->insns + i;

		if (is_map_call(insn)) {
			struct arrival arrival = arrive(fix, insn);

			err = visit(ctx, &arrival);
			fix->last = insn->site + 1;
		}
		step(fix->code, insn, &fix->current, &fix->frame);
	}
	return !err && fix->current.is_starved ? -ENOMEM : err;
}

int fixpoint_visit(struct fixpoint *fix,
		   int (*visit)(void *ctx, const struct arrival *arrival), void *ctx)
{
	int err = 0;

	for (size_t n = 0; !err && n < fix->nr_nodes; n++)
		if (fix->states[n].is_reached)
			err = visit_node(fix, n, visit, ctx);
	return err;
}
