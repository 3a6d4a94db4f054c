// SPDX-License-Identifier: GPL-2.0
#include "flow/call.h"

#include "flow/duff.h"
#include "flow/memory.h"

static const struct value other;

/* Registers that carry arguments in Go's calling convention. */
static const uint8_t arguments[] = {
	PLACE_RAX, PLACE_RBX, PLACE_RCX, PLACE_RDI, PLACE_RSI, PLACE_R8, PLACE_R9, PLACE_R10,
	PLACE_R11,
};

/* A callee that knows the address of a stack object may store anything there. */
static void expose(struct state *state, const struct frame *frame, int32_t off)
{
	state_blur(state, off, frame_object_end(frame, off));
}

static void expose_register(struct state *state, const struct frame *frame, uint8_t place)
{
	struct value v = state_get(state, place);

	if (v.kind == VALUE_STACK)
		expose(state, frame, v.off);
}

static void expose_all(const struct insn *insn, struct state *state, const struct frame *frame)
{
	for (size_t i = 0; i < frame->nr_escapes; i++)
		expose(state, frame, frame->escapes[i]);
	for (size_t i = 0; i < sizeof(arguments); i++)
		expose_register(state, frame, arguments[i]);
	/* The closure, which a function that is called by its name does not get. */
	if (insn->op == INSN_CALL_INDIRECT)
		expose_register(state, frame, PLACE_RDX);
	/* Its own arguments on the stack are the callee's, and its results follow them. */
	state_blur(state, state->sp, frame_outgoing_end(frame, state->sp));
}

/* No register survives a call but the frame pointer. */
static void clobber(struct state *state)
{
	state_forget(state, 0, PLACE_RBP);
	state_forget(state, PLACE_RBP + 1, PLACE_REGISTERS);
}

/* The element that the read found. */
static void set_result(const struct code *code, const struct insn *insn, struct state *state)
{
	struct value elem = value_elem(code->sites[insn->site].read, 0);

	state_set(state, PLACE_RAX, &elem);
}

/* Duff's devices: a write barrier is never for the stack. */
static uint64_t follow_duff(const struct code *code, const struct insn *insn,
			    struct state *state, struct frame *frame)
{
	struct value to = state_get(state, PLACE_RDI), from = state_get(state, PLACE_RSI);
	struct duff duff = duff_recognise(code->env, insn->imm);
	uint64_t words = 1;

	if (duff.kind == DUFF_COPY) {
		words = memory_copy(state, frame, &to, &from, duff.len);
	} else if (duff.kind == DUFF_ZERO) {
		to = value_add(&to, duff.first);
		memory_overwrite(state, frame, &to, duff.len);
	} else if (to.kind == VALUE_STACK) {
		memory_copy_unbounded(state, frame, &to, &from);
	} else {
		return 1;
	}
	state_set(state, PLACE_RDI, &other);
	/* What fills reads nothing: Go keeps values in the source register across it. */
	if (duff.kind == DUFF_ZERO)
		return words;
	state_set(state, PLACE_RSI, &other);
	state_set(state, PLACE_XMM_LOW, &other);
	state_set(state, PLACE_XMM_HIGH, &other);
	return words;
}

/* Write barriers and Duff's devices. */
static uint64_t keep_registers(const struct code *code, const struct insn *insn,
			       struct state *state, struct frame *frame)
{
	struct value to = state_get(state, PLACE_RDI), from = state_get(state, PLACE_RSI);

	/* From Go 1.21 on, write barriers return the address of a buffer there. */
	state_set(state, PLACE_R11, &other);
	if (to.kind != VALUE_STACK && from.kind != VALUE_STACK)
		return 1;
	return follow_duff(code, insn, state, frame);
}

uint64_t call_step(const struct code *code, const struct insn *insn, struct state *state,
		   struct frame *frame)
{
	uint8_t callee = insn->op == INSN_CALL ? insn->callee : CALLEE_PLAIN;
	int32_t map = state->copies[PLACE_RBX];

	state->failed = other;
	state->compared = other;
	switch (callee) {
	case CALLEE_KEEPS_REGISTERS:
		return keep_registers(code, insn, state, frame);
	case CALLEE_MAP_READ:
		clobber(state);
		set_result(code, insn, state);
		state->last_map = map;
		return 1;
	case CALLEE_MAP_OTHER:
		clobber(state);
		state->last_map = map;
		return 1;
	case CALLEE_READS:
		clobber(state);
		return 1;
	case CALLEE_MAP_MAKE:
		/* It works on no map: the last one stays the last. */
		clobber(state);
		return 1;
	default:
		expose_all(insn, state, frame);
		clobber(state);
		return 1 + frame->nr_escapes;
	}
}
