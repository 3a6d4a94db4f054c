// SPDX-License-Identifier: GPL-2.0
#include "flow/step.h"

#include "flow/call.h"
#include "flow/memory.h"

static const struct value other;

static bool is_xmm_place(uint8_t place)
{
	return place >= PLACE_XMM_LOW && place < PLACE_XMM_LOW + 16;
}

static uint8_t high_half(uint8_t place)
{
	return place + (PLACE_XMM_HIGH - PLACE_XMM_LOW);
}

/* Set all of a register: its high half too, if it has one. */
static void set_register(struct state *state, uint8_t place, const struct value *low,
			 const struct value *high)
{
	if (place == PLACE_NONE)
		return;
	state_set(state, place, low);
	if (is_xmm_place(place))
		state_set(state, high_half(place), high);
}

static void step_move(const struct insn *insn, struct state *state)
{
	struct value low = state_get(state, insn->src), high = other;

	if (insn->width == 16)
		high = state_get(state, high_half(insn->src));
	set_register(state, insn->dst, &low, &high);
}

static void step_load(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value address = memory_address(state, insn), next = value_add(&address, 8);
	struct value low = memory_load(state, frame, &address), high = other;

	if (insn->width == 16)
		high = memory_load(state, frame, &next);
	set_register(state, insn->dst, &low, &high);
}

static void step_store(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value address = memory_address(state, insn), next = value_add(&address, 8);
	struct value low = state_get(state, insn->src), high;

	memory_store(state, frame, &address, &low);
	if (insn->width == 16) {
		high = state_get(state, high_half(insn->src));
		memory_store(state, frame, &next, &high);
	}
}

static void step_const(const struct insn *insn, struct state *state)
{
	struct value v = value_const(insn->imm);

	/* On the path where an assertion failed, its result is made so. */
	if (!insn->imm && state->failed.kind == VALUE_NO_MAP)
		v = state->failed;
	set_register(state, insn->dst, &v, &v);
}

static void step_lea(const struct insn *insn, struct state *state)
{
	struct value v = memory_address(state, insn);

	/* Below the stack pointer is no object: the stack check of a large frame. */
	if (insn->base == PLACE_RSP && insn->disp < 0 && insn->dst != PLACE_RBP)
		v = other;
	state_set(state, insn->dst, &v);
}

static void step_add(const struct insn *insn, struct state *state)
{
	struct value v = state_get(state, insn->dst);

	v = value_add(&v, (int64_t)insn->imm);
	state_set(state, insn->dst, &v);
}

/* The sum or difference of two values, either of which can be a pointer. */
static void step_add_value(const struct insn *insn, struct state *state,
			   const struct value *summand)
{
	struct value v = state_get(state, insn->dst);
	struct value a = value_move(&v), b = value_move(summand);

	if (value_is_other(&a))
		a = b;
	else if (!value_is_other(&b))
		a = value_join(&a, &b);
	state_set(state, insn->dst, &a);
}

/* Both meanings of a conditional move; nil for a failed assertion is made so too. */
static void step_select(const struct insn *insn, struct state *state,
			const struct value *selected)
{
	struct value stays = state_get(state, insn->dst), moves = *selected, v;
	bool is_check = state->is_type_check && insn->condition != CONDITION_ANY &&
			insn->condition != CONDITION_UNSIGNED;
	struct value nil = { .kind = VALUE_NO_MAP, .site = state->compared.site,
			     .off = state->compared.off + 8 };

	if (is_check && stays.kind == VALUE_CONST && !stays.bits)
		stays = nil;
	if (is_check && moves.kind == VALUE_CONST && !moves.bits)
		moves = nil;
	v = value_join(&stays, &moves);
	state_set(state, insn->dst, &v);
}

static void step_push(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value v = insn->src == PLACE_NONE ? other : state_get(state, insn->src);
	struct value sp = value_stack(state->sp, false);

	sp = value_add(&sp, -8);
	state_set(state, PLACE_RSP, &sp);
	memory_store(state, frame, &sp, &v);
}

static void step_pop(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value sp = value_stack(state->sp, false);
	struct value v = memory_load(state, frame, &sp);

	sp = value_add(&sp, 8);
	state_set(state, PLACE_RSP, &sp);
	set_register(state, insn->dst, &v, &other);
}

/* Whether a value is a word of an element, as loaded. */
static bool is_plain_word(const struct value *v)
{
	return v->kind == VALUE_WORD && v->loads == 1 && !v->bits && v->off != VALUE_ANYWHERE;
}

static void step_compare(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value a = other, b = other;

	if (insn->flags & INSN_MEM) {
		struct value address = memory_address(state, insn);

		a = memory_load(state, frame, &address);
	}
	if (insn->dst != PLACE_NONE)
		*(insn->flags & INSN_MEM ? &b : &a) = state_get(state, insn->dst);
	if (insn->src != PLACE_NONE)
		b = state_get(state, insn->src);
	state->compared = is_plain_word(&a) ? a : is_plain_word(&b) ? b : other;
	state->is_type_check = !value_is_other(&state->compared) &&
			       (a.kind == VALUE_CONST || b.kind == VALUE_CONST);
}

/* The length of a slice stands behind its pointer, and is compared with an index. */
static void step_branch(const struct insn *insn, struct state *state, struct frame *frame)
{
	if (insn->condition == CONDITION_UNSIGNED && is_plain_word(&state->compared))
		frame_note_slice(frame, state->compared.site, state->compared.off - 8);
}

/* How many bytes a string instruction moves; false if that is not known. */
static bool string_length(const struct insn *insn, const struct state *state, uint64_t *ret)
{
	struct value count = state_get(state, PLACE_RCX);

	*ret = insn->width;
	if (!(insn->flags & INSN_REPEATED))
		return true;
	if (count.kind != VALUE_CONST || count.bits > STACK_HIGHEST - STACK_LOWEST)
		return false;
	*ret = count.bits * insn->width;
	return true;
}

static uint64_t step_string(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value to = state_get(state, PLACE_RDI), from = state_get(state, PLACE_RSI);
	struct value filling = state_get(state, PLACE_RAX);
	uint64_t len, words = 1;

	state->is_lost |= insn->op == INSN_FILL && value_is_derived(&filling);
	if (!string_length(insn, state, &len))
		memory_copy_unbounded(state, frame, &to, insn->op == INSN_COPY ? &from : NULL);
	else if (insn->op == INSN_COPY)
		words = memory_copy(state, frame, &to, &from, len);
	else
		memory_overwrite(state, frame, &to, len);
	/* Nobody uses what is left there, and it points behind what was moved. */
	state_set(state, PLACE_RDI, &other);
	if (insn->op == INSN_COPY)
		state_set(state, PLACE_RSI, &other);
	state_set(state, PLACE_RCX, &other);
	return words;
}

static void set_written(const struct insn *insn, struct state *state, const struct value *v)
{
	for (uint8_t place = 0; place < 32; place++)
		if (insn->writes & 1U << place)
			set_register(state, place, v, v);
}

static void step_number(const struct insn *insn, struct state *state, struct frame *frame)
{
	if (insn->flags & INSN_MEM) {
		struct value address = memory_address(state, insn);

		if (insn->flags & INSN_MEM_READ && address.kind == VALUE_STACK &&
		    !address.is_range)
			frame_note_load(frame, address.off, insn->width);
		if (insn->flags & INSN_MEM_WRITE)
			memory_overwrite(state, frame, &address, insn->width);
	}
	set_written(insn, state, &other);
}

/* Add what an instruction that is not understood reads to what it may copy. */
static void collect(struct value *sum, const struct value *v, struct frame *frame)
{
	struct value vague = value_vague(v);

	if (v->kind == VALUE_STACK)
		frame_note_escape(frame, v->off);
	if (!value_is_other(&vague))
		*sum = value_is_other(sum) ? vague : value_join(sum, &vague);
}

static struct value collect_reads(const struct insn *insn, const struct state *state,
				  struct frame *frame, const struct value *address)
{
	struct value sum = other, v;

	for (uint8_t place = 0; place < 32; place++) {
		if (!(insn->reads & 1U << place) || place == PLACE_RSP)
			continue;
		v = state_get(state, place);
		collect(&sum, &v, frame);
		if (is_xmm_place(place)) {
			v = state_get(state, high_half(place));
			collect(&sum, &v, frame);
		}
	}
	for (uint8_t off = 0; insn->flags & INSN_MEM_READ && off < insn->width; off += 8) {
		struct value at = value_add(address, off);

		v = memory_load(state, frame, &at);
		collect(&sum, &v, frame);
	}
	return sum;
}

static void step_unknown(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value address = other, sum;

	if (insn->flags & INSN_MEM)
		address = memory_address(state, insn);
	sum = collect_reads(insn, state, frame, &address);
	if (insn->flags & INSN_ELSEWHERE && value_is_derived(&sum))
		state->is_lost = true;
	if (insn->flags & INSN_MEM_WRITE) {
		memory_overwrite(state, frame, &address, insn->width);
		for (uint8_t off = 0; value_is_derived(&sum) && off < insn->width; off += 8) {
			struct value at = value_add(&address, off);

			memory_store(state, frame, &at, &sum);
		}
	}
	set_written(insn, state, &sum);
}

static void step_swap(const struct insn *insn, struct state *state)
{
	struct value a = state_get(state, insn->dst), b = state_get(state, insn->src);

	state_set(state, insn->dst, &b);
	state_set(state, insn->src, &a);
}

/* Whether an instruction leaves the flags as they were. */
static bool keeps_flags(const struct insn *insn)
{
	switch (insn->op) {
	case INSN_NOTHING:
	case INSN_MOVE:
	case INSN_LOAD:
	case INSN_STORE:
	case INSN_LEA:
	case INSN_SELECT:
	case INSN_SELECT_MEM:
	case INSN_COMPARE:
	case INSN_BRANCH:
		return true;
	default:
		return false;
	}
}

static void step_register(const struct insn *insn, struct state *state, struct frame *frame)
{
	struct value v = other, address;

	if (insn->flags & INSN_MEM) {
		address = memory_address(state, insn);
		v = memory_load(state, frame, &address);
	} else {
		v = state_get(state, insn->src);
	}
	if (insn->op == INSN_ADD_REG || insn->op == INSN_ADD_MEM)
		step_add_value(insn, state, &v);
	else
		step_select(insn, state, &v);
}

uint64_t step(const struct code *code, const struct insn *insn, struct state *state,
	      struct frame *frame)
{
	if (!keeps_flags(insn)) {
		state->compared = other;
		state->is_type_check = false;
	}
	switch (insn->op) {
	case INSN_MOVE: step_move(insn, state); break;
	case INSN_LOAD: step_load(insn, state, frame); break;
	case INSN_STORE: step_store(insn, state, frame); break;
	case INSN_CONST: step_const(insn, state); break;
	case INSN_LEA: step_lea(insn, state); break;
	case INSN_ADD: step_add(insn, state); break;
	case INSN_ADD_REG: case INSN_ADD_MEM: case INSN_SELECT: case INSN_SELECT_MEM:
		step_register(insn, state, frame);
		break;
	case INSN_SWAP: step_swap(insn, state); break;
	case INSN_PUSH: step_push(insn, state, frame); break;
	case INSN_POP: step_pop(insn, state, frame); break;
	case INSN_COMPARE: case INSN_COMPARE_CONST:
		step_compare(insn, state, frame);
		break;
	case INSN_BRANCH: step_branch(insn, state, frame); break;
	case INSN_FILL: case INSN_COPY:
		return step_string(insn, state, frame);
	case INSN_NUMBER: step_number(insn, state, frame); break;
	case INSN_UNKNOWN: step_unknown(insn, state, frame); break;
	case INSN_CALL: case INSN_CALL_INDIRECT:
		return call_step(code, insn, state, frame);
	default:
		break;
	}
	return 1;
}
