// SPDX-License-Identifier: GPL-2.0
#include "flow/state.h"

#include <stdlib.h>
#include <string.h>

static const struct value other;

void state_deinit(struct state *state)
{
	free(state->bindings);
	memset(state, 0, sizeof(*state));
}

void state_reset(struct state *state)
{
	struct binding *bindings = state->bindings;
	size_t room = state->room;

	memset(state, 0, sizeof(*state));
	state->bindings = bindings;
	state->room = room;
}

static bool state_reserve(struct state *state, size_t nr)
{
	size_t room = state->room ? state->room : 16;
	struct binding *bindings;

	if (nr <= state->room)
		return true;
	if (nr > STATE_BINDINGS_MAX) {
		state->is_lost = true;
		return false;
	}
	while (room < nr)
		room *= 2;
	bindings = realloc(state->bindings, room * sizeof(*bindings));
	if (!bindings) {
		state->is_starved = true;
		return false;
	}
	state->bindings = bindings;
	state->room = room;
	return true;
}

size_t state_find(const struct state *state, int32_t place)
{
	size_t low = 0, high = state->nr;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (state->bindings[mid].place < place)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct value state_get(const struct state *state, int32_t place)
{
	size_t at;

	if (place == PLACE_RSP)
		return value_stack(state->sp, false);
	at = state_find(state, place);
	if (at < state->nr && state->bindings[at].place == place)
		return state->bindings[at].value;
	return other;
}

/* Places from @first to before @end are written: what was equal to them is not any more. */
static void forget_copies(struct state *state, int32_t first, int32_t end)
{
	for (uint32_t left = state->copied; left; left &= left - 1) {
		int32_t reg = __builtin_ctz(left);
		int32_t word = state->copies[reg];

		if ((reg >= first && reg < end) || (word >= first && word < end)) {
			state->copies[reg] = PLACE_NO_WORD;
			state->copied &= ~(1u << reg);
		}
	}
	if (state->last_map >= first && state->last_map < end)
		state->last_map = PLACE_NO_WORD;
}

void state_note_copy(struct state *state, int32_t reg, int32_t word)
{
	state->copies[reg] = word;
	state->copied |= 1u << reg;
}

static void set_stack_pointer(struct state *state, const struct value *value)
{
	if (value->kind != VALUE_STACK || value->is_range || !is_stack_offset(value->off))
		state->is_lost = true;
	else
		state->sp = value->off;
}

void state_set(struct state *state, int32_t place, const struct value *value)
{
	struct binding *at;
	size_t index;

	if (place == PLACE_RSP) {
		set_stack_pointer(state, value);
		return;
	}
	forget_copies(state, place, place + 1);
	if (value_is_other(value)) {
		state_forget(state, place, place + 1);
		return;
	}
	index = state_find(state, place);
	if (index == state->nr || state->bindings[index].place != place) {
		if (!state_reserve(state, state->nr + 1))
			return;
		at = state->bindings + index;
		memmove(at + 1, at, (state->nr - index) * sizeof(*at));
		state->nr++;
	}
	state->bindings[index] = (struct binding){ .place = place, .value = *value };
}

void state_forget(struct state *state, int32_t first, int32_t end)
{
	size_t from = state_find(state, first), to = from;

	forget_copies(state, first, end);
	while (to < state->nr && state->bindings[to].place < end)
		to++;
	if (to == from)
		return;
	memmove(state->bindings + from, state->bindings + to,
		(state->nr - to) * sizeof(*state->bindings));
	state->nr -= to - from;
}

void state_copy(struct state *to, const struct state *from)
{
	struct binding *bindings;
	size_t room;

	if (!state_reserve(to, from->nr))
		return;
	bindings = to->bindings;
	room = to->room;
	*to = *from;
	to->bindings = bindings;
	to->room = room;
	if (from->nr)
		memcpy(bindings, from->bindings, from->nr * sizeof(*bindings));
}

void state_blur(struct state *state, int32_t off, int32_t end)
{
	int32_t limit = place_stack(end);
	int32_t first = place_stack(off < STACK_LOWEST ? STACK_LOWEST : off);

	forget_copies(state, first, limit);
	for (size_t i = state_find(state, first); i < state->nr; i++) {
		struct binding *at = state->bindings + i;

		if (at->place >= limit)
			return;
		if (value_is_derived(&at->value))
			at->value = value_vague(&at->value);
	}
}

/* A stack address that a join makes vague can no longer be followed. */
static void note_escape(struct frame *frame, const struct value *v, const struct value *joined)
{
	if (v->kind == VALUE_STACK && !value_equal(v, joined))
		frame_note_escape(frame, v->off);
}

/* Append the join of what two states hold at a place; report a difference from @old. */
static bool append_join(struct state *to, int32_t place, const struct value *old,
			const struct value *new, struct frame *frame)
{
	struct value v = value_join(old, new);

	if (!value_is_other(&v))
		to->bindings[to->nr++] = (struct binding){ .place = place, .value = v };
	note_escape(frame, old, &v);
	note_escape(frame, new, &v);
	return !value_equal(&v, old);
}

static bool join_bindings(struct state *to, const struct state *a, const struct state *b,
			  struct frame *frame)
{
	size_t i = 0, j = 0;
	bool changed = false;

	to->nr = 0;
	while (i < a->nr || j < b->nr) {
		const struct binding *x = i < a->nr ? a->bindings + i : NULL;
		const struct binding *y = j < b->nr ? b->bindings + j : NULL;
		int32_t place = !y || (x && x->place < y->place) ? x->place : y->place;
		bool in_a = x && x->place == place, in_b = y && y->place == place;

		changed |= append_join(to, place, in_a ? &x->value : &other,
				       in_b ? &y->value : &other, frame);
		i += in_a;
		j += in_b;
	}
	return changed;
}

static void swap_bindings(struct state *a, struct state *b)
{
	struct binding *bindings = a->bindings;
	size_t nr = a->nr, room = a->room;

	a->bindings = b->bindings;
	a->nr = b->nr;
	a->room = b->room;
	b->bindings = bindings;
	b->nr = nr;
	b->room = room;
}

static bool join_copies(struct state *into, const struct state *from)
{
	bool changed = false;

	for (int32_t reg = 0; reg < PLACE_XMM_LOW; reg++) {
		if (into->copies[reg] == from->copies[reg] || !into->copies[reg])
			continue;
		into->copies[reg] = PLACE_NO_WORD;
		changed = true;
	}
	if (into->last_map != from->last_map && into->last_map) {
		into->last_map = PLACE_NO_WORD;
		changed = true;
	}
	return changed;
}

bool state_join(struct state *into, const struct state *from, struct state *scratch,
		struct frame *frame)
{
	bool changed = false;

	if (!into->is_reached) {
		state_copy(into, from);
		into->is_reached = true;
		return true;
	}
	if (into->sp != from->sp) {
		into->is_lost = true;
		return false;
	}
	if (!state_reserve(scratch, into->nr + from->nr)) {
		into->is_lost |= scratch->is_lost;
		into->is_starved |= scratch->is_starved;
		return false;
	}
	changed = join_copies(into, from);
	if (!value_equal(&into->failed, &from->failed)) {
		changed |= !value_is_other(&into->failed);
		into->failed = other;
	}
	if (join_bindings(scratch, into, from, frame)) {
		swap_bindings(into, scratch);
		changed = true;
	}
	return changed;
}
