/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What holds for the stack frame of a function and for its map reads at every
 * point: collected while the code is followed, and used when it is followed
 * again, until nothing new turns up.
 */
#ifndef MAPGC_FLOW_FRAME_H
#define MAPGC_FLOW_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stack offsets that are followed, bytes; a function that needs others is given up. */
#define STACK_LOWEST (-(1 << 17))
#define STACK_HIGHEST (1 << 14)
#define STACK_WORDS ((STACK_HIGHEST - STACK_LOWEST) / 8)

/* Addresses of stack objects that may be known outside of the function. */
#define FRAME_ESCAPES_MAX 256

/* Words of elements that look like the pointer of a slice. */
#define FRAME_SLICES_MAX 256

struct frame_slice {
	uint16_t site;
	int32_t off;
};

/**
 * struct frame - facts about a function that do not depend on the point in it
 * @written: bit set of stack words that the function stores to itself
 * @accessed: bit set of stack words that it loads from or stores to itself
 * @escapes: stack offsets whose address went where it is not followed
 * @nr_escapes: used in @escapes
 * @slices: words of elements next to which a length seems to stand
 * @nr_slices: used in @slices
 * @is_changed: something was added since this was last cleared
 * @is_full: a table ran over: the function is given up
 */
struct frame {
	uint64_t written[STACK_WORDS / 64];
	uint64_t accessed[STACK_WORDS / 64];
	int32_t escapes[FRAME_ESCAPES_MAX];
	size_t nr_escapes;
	struct frame_slice slices[FRAME_SLICES_MAX];
	size_t nr_slices;
	bool is_changed;
	bool is_full;
};

static inline bool is_stack_offset(int64_t off)
{
	return off >= STACK_LOWEST && off < STACK_HIGHEST;
}

void frame_reset(struct frame *frame);

/**
 * frame_note_load() - the function loads from its stack
 * @frame: the facts
 * @off: offset from the stack pointer at entry, bytes; what is out of bounds is ignored
 * @len: bytes
 */
void frame_note_load(struct frame *frame, int64_t off, uint64_t len);
void frame_note_store(struct frame *frame, int64_t off, uint64_t len);

/**
 * frame_note_escape() - the address of a stack object is no longer followed
 * @frame: the facts
 * @off: its offset
 */
void frame_note_escape(struct frame *frame, int32_t off);

/**
 * frame_note_slice() - a word of an element is probably the pointer of a slice
 * @frame: the facts
 * @site: the read that found the element
 * @off: of the word in the element
 */
void frame_note_slice(struct frame *frame, uint16_t site, int32_t off);

/**
 * frame_is_slice() - whether a word of an element may be the pointer of a slice
 * @frame: the facts
 * @site: the read
 * @off: of the word, or VALUE_ANYWHERE
 */
bool frame_is_slice(const struct frame *frame, uint16_t site, int32_t off);

/**
 * frame_object_end() - how far an object of the stack can reach
 * @frame: the facts
 * @off: offset of its address
 *
 * Go sets all of a variable before its address is used, so an object that
 * begins here ends before the first word that the function never stores to.
 * That does not hold for the arguments, which the caller stored.
 *
 * Return: stack offset.
 */
int32_t frame_object_end(const struct frame *frame, int32_t off);

/**
 * frame_outgoing_end() - how far the arguments and results of callees reach
 * @frame: the facts
 * @sp: offset of the stack pointer at the call
 *
 * They start at the stack pointer and have no gap.
 *
 * Return: stack offset, @sp if there are none.
 */
int32_t frame_outgoing_end(const struct frame *frame, int32_t sp);

#endif /* MAPGC_FLOW_FRAME_H */
