/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The last map operation of a frame, for the call sites whose depth is not a
 * property of the line of code. Data flow says for most of them what follows
 * from it (struct mapgc_transition). For the rest the depth is a guess from
 * types: an operation is one deeper than the read before it in the same frame,
 * if the type which that read returned is the type of this map.
 *
 * Pure. Operations are remembered in small sets; which set is the caller's
 * choice, who also keeps other users of the set away.
 */
#ifndef MAPGC_TRACK_CHAIN_H
#define MAPGC_TRACK_CHAIN_H

#include "types.h"

#define MAPGC_CHAIN_WAYS	4

/**
 * struct mapgc_chain_frame - one frame of one goroutine
 * @g: address of the goroutine; 0 is no frame
 * @bytes: distance of the frame from the stack's upper end, which, unlike its
 *	address, survives a move of the stack
 * @window: number of the window; what ran in another one says nothing, as
 *	operations between them were not seen
 */
struct mapgc_chain_frame {
	u64 g;
	u64 bytes;
	u64 window;
};

/**
 * struct mapgc_chain_op - the last map operation of a frame
 * @frame: whose
 * @elem_type: address of the type that it returned; 0 where it was not a read
 * @return_off: its call site
 * @depth: its depth; 0 where that follows from an operation that was not seen
 * @is_exact: the depth is known, not inferred
 * @age: of the set when the entry was written
 */
struct mapgc_chain_op {
	struct mapgc_chain_frame frame;
	u64 elem_type;
	u64 return_off;
	u32 depth;
	u32 age;
	bool is_exact;
};

/**
 * struct mapgc_chain_set - last operations of the frames that share a set
 * @ops: unordered
 * @age: counts writes
 */
struct mapgc_chain_set {
	struct mapgc_chain_op ops[MAPGC_CHAIN_WAYS];
	u32 age;
};

/**
 * mapgc_chain_remember() - note an operation
 * @set: the frame's set; an entry of another window or the oldest one gives way
 * @op: the operation; @age is set here
 */
void mapgc_chain_remember(struct mapgc_chain_set *set, const struct mapgc_chain_op *op);

/**
 * mapgc_chain_find() - the last operation of a frame
 * @set: the frame's set
 * @frame: the frame
 * @is_full: set where other frames of this window fill the set, so that this
 *	one's may have given way
 *
 * Return: NULL where none is known.
 */
const struct mapgc_chain_op *mapgc_chain_find(const struct mapgc_chain_set *set,
					      const struct mapgc_chain_frame *frame,
					      bool *is_full);

#endif /* MAPGC_TRACK_CHAIN_H */
