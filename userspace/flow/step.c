// SPDX-License-Identifier: GPL-2.0
#include "flow/step.h"

#include "flow/call.h"
#include "flow/memory.h"

static const struct value other;

/**
 * struct machine - what an instruction works on
 * @code: the function
 * @state: the values there
 * @frame: facts about the function
 * @work: what has been done, see step()
 */
struct machine {
	const struct code *code;
	struct state *state;
	struct frame *frame;
	uint64_t work;
};

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

static bool is_general(uint8_t place)
{
	return place < PLACE_XMM_LOW && place != PLACE_RSP;
}

/* A general register and the stack word at an address were made equal. */
static void note_copy(struct state *state, const struct insn *insn, uint8_t reg,
		      const struct value *address)
{
	if (insn->width == 8 && is_general(reg) && address->kind == VALUE_STACK &&
	    !address->is_range && is_stack_offset(address->off) && !(address->off % 8))
		state_note_copy(state, reg, place_stack(address->off));
}

static void step_move(struct machine *m, const struct insn *insn)
{
	struct value low = state_get(m->state, insn->src), high = other;
	bool is_copy = insn->width == 8 && is_general(insn->src) && is_general(insn->dst);
	int32_t word = is_copy ? m->state->copies[insn->src] : PLACE_NO_WORD;

	if (insn->width == 16)
		high = state_get(m->state, high_half(insn->src));
	set_register(m->state, insn->dst, &low, &high);
	if (word)
		state_note_copy(m->state, insn->dst, word);
}

static void step_load(struct machine *m, const struct insn *insn)
{
	struct value address = memory_address(m->state, insn), next = value_add(&address, 8);
	struct value low = memory_load(m->state, m->frame, &address), high = other;

	if (insn->width == 16)
		high = memory_load(m->state, m->frame, &next);
	set_register(m->state, insn->dst, &low, &high);
	note_copy(m->state, insn, insn->dst, &address);
}

static void step_store(struct machine *m, const struct insn *insn)
{
	struct value address = memory_address(m->state, insn), next = value_add(&address, 8);
	struct value low = state_get(m->state, insn->src), high;

	memory_store(m->state, m->frame, &address, &low);
	if (insn->width == 16) {
		high = state_get(m->state, high_half(insn->src));
		memory_store(m->state, m->frame, &next, &high);
	}
	note_copy(m->state, insn, insn->src, &address);
}

/* On the path where an assertion failed, its result is made so. */
static struct value constant(const struct machine *m, const struct insn *insn)
{
	if (!insn->imm && m->state->failed.kind == VALUE_NO_MAP)
		return m->state->failed;
	return value_const(insn->imm);
}

static void step_const(struct machine *m, const struct insn *insn)
{
	struct value v = constant(m, insn);

	set_register(m->state, insn->dst, &v, &v);
}

static void step_store_const(struct machine *m, const struct insn *insn)
{
	struct value address = memory_address(m->state, insn), v = constant(m, insn);

	memory_store(m->state, m->frame, &address, &v);
}

static void step_lea(struct machine *m, const struct insn *insn)
{
	struct value v = memory_address(m->state, insn);

	/* Below the stack pointer is no object: the stack check of a large m->frame. */
	if (insn->base == PLACE_RSP && insn->disp < 0 && insn->dst != PLACE_RBP)
		v = other;
	state_set(m->state, insn->dst, &v);
}

static void step_add(struct machine *m, const struct insn *insn)
{
	struct value v = state_get(m->state, insn->dst);

	if (insn->width == 8)
		v = value_add(&v, (int64_t)insn->imm);
	else if (v.kind == VALUE_CONST)
		v = value_const((uint32_t)(v.bits + insn->imm));
	else
		v = other;
	if (v.kind == VALUE_CONST)
		m->state->zero = v.bits ? ZERO_CLEAR : ZERO_SET;
	state_set(m->state, insn->dst, &v);
}

/* The sum or difference of two values, either of which can be a pointer. */
static void add_value(const struct insn *insn, struct state *state, const struct value *summand)
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
static void select_value(const struct insn *insn, struct state *state,
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

static void step_push(struct machine *m, const struct insn *insn)
{
	struct value v = insn->src == PLACE_NONE ? other : state_get(m->state, insn->src);
	struct value sp = value_stack(m->state->sp, false);

	sp = value_add(&sp, -8);
	state_set(m->state, PLACE_RSP, &sp);
	memory_store(m->state, m->frame, &sp, &v);
}

static void step_pop(struct machine *m, const struct insn *insn)
{
	struct value sp = value_stack(m->state->sp, false);
	struct value v = memory_load(m->state, m->frame, &sp);

	sp = value_add(&sp, 8);
	state_set(m->state, PLACE_RSP, &sp);
	set_register(m->state, insn->dst, &v, &other);
}

/* Whether a value is a word of an element, as loaded. */
static bool is_plain_word(const struct value *v)
{
	return v->kind == VALUE_WORD && v->loads == 1 && !v->bits && v->off != VALUE_ANYWHERE;
}

static void step_compare(struct machine *m, const struct insn *insn)
{
	struct value a = other, b = other;

	if (insn->flags & INSN_MEM) {
		struct value address = memory_address(m->state, insn);

		a = memory_load(m->state, m->frame, &address);
	}
	if (insn->dst != PLACE_NONE)
		*(insn->flags & INSN_MEM ? &b : &a) = state_get(m->state, insn->dst);
	if (insn->src != PLACE_NONE)
		b = state_get(m->state, insn->src);
	m->state->zero = ZERO_UNKNOWN;
	m->state->compared = is_plain_word(&a) ? a : is_plain_word(&b) ? b : other;
	m->state->is_type_check = !value_is_other(&m->state->compared) &&
			       (a.kind == VALUE_CONST || b.kind == VALUE_CONST);
}

/* The length of a slice stands behind its pointer, and is compared with an index. */
static void step_branch(struct machine *m, const struct insn *insn)
{
	if (insn->condition == CONDITION_UNSIGNED && is_plain_word(&m->state->compared))
		frame_note_slice(m->frame, m->state->compared.site, m->state->compared.off - 8);
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

static void step_string(struct machine *m, const struct insn *insn)
{
	struct value to = state_get(m->state, PLACE_RDI), from = state_get(m->state, PLACE_RSI);
	struct value filling = state_get(m->state, PLACE_RAX);
	bool is_copy = insn->op == INSN_COPY;
	uint64_t len;

	m->state->is_lost |= !is_copy && value_is_derived(&filling);
	if (!string_length(insn, m->state, &len))
		memory_copy_unbounded(m->state, m->frame, &to, is_copy ? &from : NULL);
	else if (is_copy)
		m->work = memory_copy(m->state, m->frame, &to, &from, len);
	else
		memory_overwrite(m->state, m->frame, &to, len);
	/* Nobody uses what is left there, and it points behind what was moved. */
	state_set(m->state, PLACE_RDI, &other);
	if (is_copy)
		state_set(m->state, PLACE_RSI, &other);
	state_set(m->state, PLACE_RCX, &other);
}

static void set_written(const struct insn *insn, struct state *state, const struct value *v)
{
	for (uint8_t place = 0; place < 32; place++)
		if (insn->writes & 1U << place)
			set_register(state, place, v, v);
}

static void step_number(struct machine *m, const struct insn *insn)
{
	if (insn->flags & INSN_MEM) {
		struct value address = memory_address(m->state, insn);

		if (insn->flags & INSN_MEM_READ && address.kind == VALUE_STACK &&
		    !address.is_range)
			frame_note_load(m->frame, address.off, insn->width);
		if (insn->flags & INSN_MEM_WRITE)
			memory_overwrite(m->state, m->frame, &address, insn->width);
	}
	set_written(insn, m->state, &other);
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

static void step_unknown(struct machine *m, const struct insn *insn)
{
	struct value address = other, sum;

	if (insn->flags & INSN_MEM)
		address = memory_address(m->state, insn);
	sum = collect_reads(insn, m->state, m->frame, &address);
	if (insn->flags & INSN_ELSEWHERE && value_is_derived(&sum))
		m->state->is_lost = true;
	if (insn->flags & INSN_MEM_WRITE) {
		memory_overwrite(m->state, m->frame, &address, insn->width);
		for (uint8_t off = 0; value_is_derived(&sum) && off < insn->width; off += 8) {
			struct value at = value_add(&address, off);

			memory_store(m->state, m->frame, &at, &sum);
		}
	}
	set_written(insn, m->state, &sum);
}

static void step_swap(struct machine *m, const struct insn *insn)
{
	struct value a = state_get(m->state, insn->dst), b = state_get(m->state, insn->src);

	state_set(m->state, insn->dst, &b);
	state_set(m->state, insn->src, &a);
}

/* Whether an instruction leaves the flags as they were. */
static bool keeps_flags(const struct insn *insn)
{
	switch (insn->op) {
	case INSN_NOTHING:
	case INSN_MOVE:
	case INSN_LOAD:
	case INSN_STORE:
	case INSN_STORE_CONST:
	case INSN_CONST:
	case INSN_LEA:
	case INSN_SELECT:
	case INSN_COMPARE:
	case INSN_BRANCH:
		return true;
	default:
		return false;
	}
}

/* What a register is set to or combined with: memory, or another register. */
static struct value source(struct machine *m, const struct insn *insn)
{
	struct value address;

	if (!(insn->flags & INSN_MEM))
		return state_get(m->state, insn->src);
	address = memory_address(m->state, insn);
	return memory_load(m->state, m->frame, &address);
}

static void step_add_value(struct machine *m, const struct insn *insn)
{
	struct value v = source(m, insn);

	add_value(insn, m->state, &v);
}

static void step_select(struct machine *m, const struct insn *insn)
{
	struct value v = source(m, insn);

	select_value(insn, m->state, &v);
}

static void step_call(struct machine *m, const struct insn *insn)
{
	m->work = call_step(m->code, insn, m->state, m->frame);
}

static void (*const steps[INSN_OPS])(struct machine *m, const struct insn *insn) = {
	[INSN_MOVE] = step_move,
	[INSN_LOAD] = step_load,
	[INSN_STORE] = step_store,
	[INSN_STORE_CONST] = step_store_const,
	[INSN_CONST] = step_const,
	[INSN_ZERO] = step_const,
	[INSN_LEA] = step_lea,
	[INSN_ADD] = step_add,
	[INSN_ADD_VALUE] = step_add_value,
	[INSN_SWAP] = step_swap,
	[INSN_SELECT] = step_select,
	[INSN_PUSH] = step_push,
	[INSN_POP] = step_pop,
	[INSN_COMPARE] = step_compare,
	[INSN_COMPARE_CONST] = step_compare,
	[INSN_FILL] = step_string,
	[INSN_COPY] = step_string,
	[INSN_NUMBER] = step_number,
	[INSN_UNKNOWN] = step_unknown,
	[INSN_CALL] = step_call,
	[INSN_CALL_INDIRECT] = step_call,
	[INSN_BRANCH] = step_branch,
};

uint64_t step(const struct code *code, const struct insn *insn, struct state *state,
	      struct frame *frame)
{
	struct machine m = { .code = code, .state = state, .frame = frame, .work = 1 };

	if (!keeps_flags(insn)) {
		state->compared = other;
		state->is_type_check = false;
		state->zero = ZERO_UNKNOWN;
	}
	if (steps[insn->op])
		steps[insn->op](&m, insn);
	return m.work;
}
