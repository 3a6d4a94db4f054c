/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All that is known at one point of a function: the values of registers and
 * of the words of the stack frame. Only what is not VALUE_OTHER is stored.
 */
#ifndef MAPGC_FLOW_STATE_H
#define MAPGC_FLOW_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/frame.h"
#include "flow/value.h"

/*
 * A place is a number: 0..15 the general registers in the machine's order, then
 * the low and high halves of the XMM registers, then from PLACE_STACK on the
 * aligned words of the stack by their offset from the stack pointer at entry.
 */
enum place {
	PLACE_RAX, PLACE_RCX, PLACE_RDX, PLACE_RBX, PLACE_RSP, PLACE_RBP, PLACE_RSI, PLACE_RDI,
	PLACE_R8, PLACE_R9, PLACE_R10, PLACE_R11, PLACE_R12, PLACE_R13, PLACE_R14, PLACE_R15,
	PLACE_XMM_LOW,
	PLACE_XMM_HIGH = PLACE_XMM_LOW + 16,
	PLACE_REGISTERS = PLACE_XMM_HIGH + 16,
	PLACE_NONE = 0xff,
};

#define PLACE_STACK 64

/* More values than this in one state: the function is given up. */
#define STATE_BINDINGS_MAX 16384

/* What is known of the processor's zero flag. */
enum zero_flag {
	ZERO_UNKNOWN,
	ZERO_SET,
	ZERO_CLEAR,
};

/* Neither a copy of a stack word nor where the last map is: place 0 is a register. */
#define PLACE_NO_WORD 0

struct binding {
	int32_t place;
	struct value value;
};

/**
 * struct state - values at one point of a function
 * @bindings: nr of them, ascending by place
 * @nr: used
 * @room: allocated
 * @is_reached: some path leads here
 * @is_lost: something happened that can not be followed; the function is given up
 * @is_starved: memory ran out
 * @copies: per general register: the place of a stack word that has the same
 *	value, or PLACE_NO_WORD
 * @copied: a bit for each register that @copies may have something of; for most states none
 * @last_map: the place of a stack word that has the map argument of the last map
 *	operation but makes, or PLACE_NO_WORD
 * @sp: stack pointer minus what it was at entry, bytes
 * @compared: the last comparison was of this word of an element, else OTHER
 * @is_type_check: that comparison was with an address constant
 * @zero: the zero flag, after arithmetic with constants
 * @failed: NO_MAP from the branch on which such a type check failed up to the
 *	next branch or call, else OTHER
 */
struct state {
	struct binding *bindings;
	size_t nr;
	size_t room;
	bool is_reached;
	bool is_lost;
	bool is_starved;
	int32_t copies[PLACE_XMM_LOW];
	uint32_t copied;
	int32_t last_map;
	int32_t sp;
	struct value compared;
	bool is_type_check;
	enum zero_flag zero;
	struct value failed;
};

/* The place of the aligned word at a stack offset that is_stack_offset(). */
static inline int32_t place_stack(int32_t off)
{
	return PLACE_STACK + (int32_t)(((int64_t)off - STACK_LOWEST) / 8);
}

static inline int32_t place_stack_offset(int32_t place)
{
	return (place - PLACE_STACK) * 8 + STACK_LOWEST;
}

void state_deinit(struct state *state);

/**
 * state_reset() - back to the entry of a function: nothing known
 * @state: keeps its memory
 */
void state_reset(struct state *state);

struct value state_get(const struct state *state, int32_t place);
void state_set(struct state *state, int32_t place, const struct value *value);

/**
 * state_forget() - set a range of places to OTHER
 * @state: the state
 * @first: the first place
 * @end: behind the last
 */
void state_forget(struct state *state, int32_t first, int32_t end);

/**
 * state_note_copy() - a register and a stack word have the same value from here on
 * @state: the state
 * @reg: place of a general register, set already
 * @word: place of the stack word
 */
void state_note_copy(struct state *state, int32_t reg, int32_t word);

/**
 * state_find() - the first binding at or behind a place
 * @state: the state
 * @place: where to start
 *
 * Return: index into state->bindings, state->nr if there is none.
 */
size_t state_find(const struct state *state, int32_t place);

/**
 * state_blur() - make what is derived from map reads vague in a part of the stack
 * @state: the state
 * @off: stack offset where it begins
 * @end: stack offset where it ends
 */
void state_blur(struct state *state, int32_t off, int32_t end);

/**
 * state_copy() - make one state equal to another
 * @to: is changed, and is_starved set where memory ran out
 * @from: is not
 */
void state_copy(struct state *to, const struct state *from);

/**
 * state_join() - let a state also mean another
 * @into: is changed; scratch must be another state
 * @from: what else may hold
 * @scratch: memory for the result, swapped with @into
 * @frame: told of stack addresses that are no longer followed
 *
 * Return: whether @into changed. A difference in the stack pointer makes it lost.
 */
bool state_join(struct state *into, const struct state *from, struct state *scratch,
		struct frame *frame);

#endif /* MAPGC_FLOW_STATE_H */
