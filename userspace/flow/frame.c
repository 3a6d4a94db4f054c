// SPDX-License-Identifier: GPL-2.0
#include "flow/frame.h"

#include <string.h>

#include "flow/value.h"

void frame_reset(struct frame *frame)
{
	memset(frame, 0, sizeof(*frame));
}

static size_t word_of(int64_t off)
{
	return (off - STACK_LOWEST) / 8;
}

static void set_bits(struct frame *frame, uint64_t *set, int64_t off, uint64_t len)
{
	int64_t end = len > STACK_HIGHEST - STACK_LOWEST ? STACK_HIGHEST : off + (int64_t)len;

	if (off < STACK_LOWEST)
		off = STACK_LOWEST;
	if (end > STACK_HIGHEST)
		end = STACK_HIGHEST;
	if (off >= end)
		return;
	for (size_t i = word_of(off); i <= word_of(end - 1); i++) {
		uint64_t bit = 1ULL << (i % 64);

		frame->is_changed |= !(set[i / 64] & bit);
		set[i / 64] |= bit;
	}
}

void frame_note_load(struct frame *frame, int64_t off, uint64_t len)
{
	set_bits(frame, frame->accessed, off, len);
}

void frame_note_store(struct frame *frame, int64_t off, uint64_t len)
{
	set_bits(frame, frame->accessed, off, len);
	set_bits(frame, frame->written, off, len);
}

void frame_note_escape(struct frame *frame, int32_t off)
{
	for (size_t i = 0; i < frame->nr_escapes; i++)
		if (frame->escapes[i] == off)
			return;
	if (frame->nr_escapes == FRAME_ESCAPES_MAX) {
		frame->is_full = true;
		return;
	}
	frame->escapes[frame->nr_escapes++] = off;
	frame->is_changed = true;
}

void frame_note_slice(struct frame *frame, uint16_t site, int32_t off)
{
	if (frame_is_slice(frame, site, off))
		return;
	if (frame->nr_slices == FRAME_SLICES_MAX) {
		frame->is_full = true;
		return;
	}
	frame->slices[frame->nr_slices++] = (struct frame_slice){ .site = site, .off = off };
	frame->is_changed = true;
}

bool frame_is_slice(const struct frame *frame, uint16_t site, int32_t off)
{
	for (size_t i = 0; i < frame->nr_slices; i++) {
		const struct frame_slice *slice = frame->slices + i;

		if (slice->site == site && (slice->off == off || off == VALUE_ANYWHERE))
			return true;
	}
	return false;
}

/* Stack offset of the first word from @off on that is not in @set. */
static int32_t run_end(const uint64_t *set, int32_t off)
{
	size_t i;

	for (i = word_of(off); i < STACK_WORDS; i++) {
		if (!(set[i / 64] & 1ULL << (i % 64)))
			break;
	}
	return STACK_LOWEST + (int32_t)i * 8;
}

int32_t frame_object_end(const struct frame *frame, int32_t off)
{
	if (off > 0)
		return STACK_HIGHEST;
	if (off < STACK_LOWEST)
		return STACK_HIGHEST;
	return run_end(frame->written, off);
}

int32_t frame_outgoing_end(const struct frame *frame, int32_t sp)
{
	return run_end(frame->accessed, sp);
}
