/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Depth inferred from types, for the call sites on which data flow does not
 * decide: an operation is one deeper than the read before it in the same frame
 * of the same goroutine, if the type that read returned is the type of this map.
 * That is a guess, so it is counted as inferred.
 *
 * Pure. The last read is remembered per goroutine in a small set; which set is
 * the caller's choice, who also keeps other users of the set away.
 */
#ifndef MAPGC_TRACK_CHAIN_H
#define MAPGC_TRACK_CHAIN_H

#include "types.h"

#define MAPGC_CHAIN_WAYS	4

/**
 * struct mapgc_chain_read - the last read of a goroutine
 * @g: address of the goroutine; 0 is an empty entry
 * @frame_bytes: distance of the frame from the stack's upper end, which, unlike
 *	its address, survives a move of the stack
 * @elem_type: address of the type that the read returned
 * @depth: of the read
 * @age: of the set when the entry was written
 */
struct mapgc_chain_read {
	u64 g;
	u64 frame_bytes;
	u64 elem_type;
	u32 depth;
	u32 age;
};

/**
 * struct mapgc_chain_set - last reads of the goroutines that share a set
 * @reads: unordered
 * @age: counts writes
 */
struct mapgc_chain_set {
	struct mapgc_chain_read reads[MAPGC_CHAIN_WAYS];
	u32 age;
};

/**
 * mapgc_chain_remember() - note a read that may have found a map
 * @set: the goroutine's set; the oldest entry gives way
 * @read: the read; @age is set here
 */
void mapgc_chain_remember(struct mapgc_chain_set *set, const struct mapgc_chain_read *read);

/**
 * mapgc_chain_infer() - depth of an operation
 * @set: the goroutine's set
 * @g: goroutine
 * @frame_bytes: frame of the operation
 * @type: type of its map
 * @is_evicted: set where the goroutine's entry may have given way to another's
 *
 * Return: the depth, 1 where nothing fits.
 */
u32 mapgc_chain_infer(const struct mapgc_chain_set *set, u64 g, u64 frame_bytes, u64 type,
		      bool *is_evicted);

#endif /* MAPGC_TRACK_CHAIN_H */
