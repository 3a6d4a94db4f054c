// SPDX-License-Identifier: GPL-2.0
#include "track_chain.h"

static bool is_same(const struct mapgc_chain_frame *a, const struct mapgc_chain_frame *b)
{
	return a->g == b->g && a->bytes == b->bytes;
}

static bool is_free(const struct mapgc_chain_op *op, u64 window)
{
	return !op->frame.g || op->frame.window != window;
}

static struct mapgc_chain_op *choose(struct mapgc_chain_set *set,
				     const struct mapgc_chain_frame *frame)
{
	struct mapgc_chain_op *victim = &set->ops[0];
	u32 i;

	for (i = 0; i < MAPGC_CHAIN_WAYS; i++) {
		if (is_same(&set->ops[i].frame, frame))
			return &set->ops[i];
	}
	for (i = 0; i < MAPGC_CHAIN_WAYS; i++) {
		struct mapgc_chain_op *op = &set->ops[i];

		if (is_free(op, frame->window))
			return op;
		if (set->age - op->age > set->age - victim->age)
			victim = op;
	}
	return victim;
}

void mapgc_chain_remember(struct mapgc_chain_set *set, const struct mapgc_chain_op *op)
{
	struct mapgc_chain_op *entry = choose(set, &op->frame);

	*entry = *op;
	entry->age = ++set->age;
}

const struct mapgc_chain_op *mapgc_chain_find(const struct mapgc_chain_set *set,
					      const struct mapgc_chain_frame *frame,
					      bool *is_full)
{
	u32 i;

	*is_full = true;
	for (i = 0; i < MAPGC_CHAIN_WAYS; i++) {
		const struct mapgc_chain_op *op = &set->ops[i];

		if (is_free(op, frame->window))
			*is_full = false;
		else if (is_same(&op->frame, frame))
			return op;
	}
	return NULL;
}
