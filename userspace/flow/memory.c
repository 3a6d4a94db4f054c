// SPDX-License-Identifier: GPL-2.0
#include "flow/memory.h"

static const struct value other;

/* The sum of a base and an index, of which either can be the pointer. */
static struct value add_index(const struct value *base, const struct value *index, uint8_t scale)
{
	struct value a, b;

	if (index->kind == VALUE_CONST)
		return value_add(base, (int64_t)(index->bits * scale));
	if (base->kind == VALUE_CONST && scale == 1)
		return value_add(index, (int64_t)base->bits);
	a = value_move(base);
	b = value_move(index);
	if (scale != 1 || value_is_other(&b))
		return a;
	return value_is_other(&a) ? b : value_join(&a, &b);
}

struct value memory_address(const struct state *state, const struct insn *insn)
{
	struct value base = other, index;

	if (insn->flags & INSN_MEM_FOREIGN)
		return other;
	if (insn->flags & INSN_MEM_FIXED)
		return insn->op == INSN_LEA ? value_const(insn->imm) : other;
	if (insn->base != PLACE_NONE)
		base = state_get(state, insn->base);
	if (insn->index != PLACE_NONE) {
		index = state_get(state, insn->index);
		base = add_index(&base, &index, insn->scale);
	}
	return value_add(&base, insn->disp);
}

/* Anything from an offset of the stack on. */
static struct value load_range(const struct state *state, struct frame *frame, int32_t off)
{
	struct value v = other;

	if (off < STACK_LOWEST)
		off = STACK_LOWEST;
	for (size_t i = state_find(state, place_stack(off)); i < state->nr; i++) {
		const struct value *at = &state->bindings[i].value;

		if (at->kind == VALUE_STACK)
			frame_note_escape(frame, at->off);
		if (value_is_derived(at))
			v = value_join(&v, at);
	}
	return value_vague(&v);
}

static struct value load_stack(const struct state *state, struct frame *frame,
			       const struct value *address)
{
	if (address->is_range)
		return load_range(state, frame, address->off);
	frame_note_load(frame, address->off, 8);
	/* Go aligns pointers. */
	if (!is_stack_offset(address->off) || address->off % 8)
		return other;
	return state_get(state, place_stack(address->off));
}

static struct value load_word(const struct frame *frame, const struct value *address)
{
	struct value v = *address;

	if (address->loads == VALUE_LOADS_MAX)
		return other;
	/* A map in a slice is no field of the value: not for certain found by the read. */
	if (frame_is_slice(frame, address->site, address->off))
		return value_mixed(value_sites(address), VALUE_LOADS_MAX, false);
	v.loads++;
	v.bits = 0;
	return v;
}

static struct value load_mixed(const struct frame *frame, const struct value *address)
{
	bool is_certain = address->is_certain;

	if (address->loads == VALUE_LOADS_MAX)
		return other;
	for (uint16_t site = 0; address->loads && site < VALUE_SITES; site++)
		if (address->bits & value_site_bit(site) &&
		    frame_is_slice(frame, site, VALUE_ANYWHERE))
			is_certain = false;
	return value_mixed(address->bits, address->loads + 1, is_certain);
}

struct value memory_load(const struct state *state, struct frame *frame,
			 const struct value *address)
{
	switch (address->kind) {
	case VALUE_STACK:
		return load_stack(state, frame, address);
	case VALUE_ELEM:
		return value_word(address->site, address->off);
	case VALUE_WORD:
		return load_word(frame, address);
	case VALUE_MIXED:
		return load_mixed(frame, address);
	default:
		return other;
	}
}

/* A store somewhere from an offset of the stack on. */
static void store_range(struct state *state, struct frame *frame, int32_t off,
			const struct value *value)
{
	if (value_is_derived(value))
		state->is_lost = true;
	if (off < 0)
		frame_note_store(frame, off, -(int64_t)off);
	state_blur(state, off, frame_object_end(frame, off));
}

void memory_store(struct state *state, struct frame *frame, const struct value *address,
		  const struct value *value)
{
	if (address->kind != VALUE_STACK) {
		if (value->kind == VALUE_STACK)
			frame_note_escape(frame, value->off);
		return;
	}
	if (address->is_range || !is_stack_offset(address->off)) {
		if (value->kind == VALUE_STACK)
			frame_note_escape(frame, value->off);
		store_range(state, frame, address->off, value);
		return;
	}
	if (address->off % 8) {
		memory_overwrite(state, frame, address, 8);
		return;
	}
	frame_note_store(frame, address->off, 8);
	/* Constants are of interest in registers only. */
	state_set(state, place_stack(address->off),
		  value->kind == VALUE_CONST ? &other : value);
}

/* Cut a length where the followed part of the stack ends. */
static uint64_t clip(int32_t off, uint64_t len)
{
	uint64_t room = off < STACK_HIGHEST ? (uint64_t)(STACK_HIGHEST - (int64_t)off) : 0;

	return len < room ? len : room;
}

void memory_overwrite(struct state *state, struct frame *frame, const struct value *address,
		      uint64_t len)
{
	int64_t end;

	if (address->kind != VALUE_STACK)
		return;
	if (address->is_range || !is_stack_offset(address->off)) {
		store_range(state, frame, address->off, &other);
		return;
	}
	len = clip(address->off, len);
	if (!len)
		return;
	end = address->off + (int64_t)len;
	frame_note_store(frame, address->off, len);
	state_forget(state, place_stack(address->off), place_stack(end - 1) + 1);
}

uint64_t memory_copy(struct state *state, struct frame *frame, const struct value *to,
		     const struct value *from, uint64_t len)
{
	struct value target, source, v;
	uint64_t done = 0;

	if (to->kind != VALUE_STACK && from->kind != VALUE_STACK)
		return 1;
	if ((from->kind == VALUE_STACK && from->is_range) ||
	    (to->kind == VALUE_STACK && to->is_range) || len > STACK_HIGHEST - STACK_LOWEST) {
		memory_copy_unbounded(state, frame, to, from);
		return 1;
	}
	for (; done + 8 <= len; done += 8) {
		target = value_add(to, done);
		source = value_add(from, done);
		v = memory_load(state, frame, &source);
		memory_store(state, frame, &target, &v);
	}
	if (done < len) {
		target = value_add(to, done);
		memory_overwrite(state, frame, &target, len - done);
	}
	return len / 8 + 1;
}

void memory_copy_unbounded(struct state *state, struct frame *frame, const struct value *to,
			   const struct value *from)
{
	struct value v = other;

	if (from)
		v = memory_load(state, frame, from);
	if (from && from->kind == VALUE_STACK)
		v = load_range(state, frame, from->off);
	if (to->kind == VALUE_STACK)
		store_range(state, frame, to->off, &v);
}
