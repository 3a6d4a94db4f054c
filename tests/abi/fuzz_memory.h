/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory to make arguments in, far from everything else of the process: a
 * spoiled pointer into it stays in it or leads nowhere, so that what the kernel
 * writes there hurts nobody.
 */
#ifndef MAPGC_ABI_FUZZ_MEMORY_H
#define MAPGC_ABI_FUZZ_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chance.h"

/**
 * enum fuzz_place - where a block lies, as the kernel sees it
 * @FUZZ_PLACE_PLAIN: in readable and writable memory
 * @FUZZ_PLACE_END: the same, with nothing mapped behind its last byte
 * @FUZZ_PLACE_READ_ONLY: the kernel cannot write to it
 * @FUZZ_PLACE_LATE: not there yet: the first access waits, and meanwhile another
 *	thread does what it likes; plain where the kernel has no userfaultfd
 */
enum fuzz_place {
	FUZZ_PLACE_PLAIN,
	FUZZ_PLACE_END,
	FUZZ_PLACE_READ_ONLY,
	FUZZ_PLACE_LATE,
	FUZZ_PLACES
};

struct fuzz_memory;

/**
 * fuzz_memory_create() - memory for one thread at a time
 * @index: of the thread; decides the addresses
 * @meanwhile: called in a thread of its own while the kernel waits for a late block
 * @ctx: passed to it
 *
 * Return: NULL on failure.
 */
struct fuzz_memory *fuzz_memory_create(unsigned int index, void (*meanwhile)(void *ctx),
				       void *ctx);

/** fuzz_memory_reset() - forget all blocks; @is_quiet: nothing happens in between */
void fuzz_memory_reset(struct fuzz_memory *memory, bool is_quiet);

/**
 * fuzz_memory_take() - a block
 * @memory: where from
 * @bytes: its length
 * @place: how it lies; FUZZ_PLACE_PLAIN where the end is taken already
 * @ret: set to its address for the kernel
 *
 * Return: where to write its content; NULL where there is no room.
 */
void *fuzz_memory_take(struct fuzz_memory *memory, size_t bytes, enum fuzz_place place,
		       uint64_t *ret);

/** fuzz_memory_has_late() - FUZZ_PLACE_LATE is what it says */
bool fuzz_memory_has_late(const struct fuzz_memory *memory);

/** fuzz_memory_table() - @bytes that stay as they are over a reset, for large tables */
void *fuzz_memory_table(struct fuzz_memory *memory, size_t bytes);

/** fuzz_memory_spoil() - change something in any of the blocks; from any thread */
void fuzz_memory_spoil(struct fuzz_memory *memory, struct chance *chance);

/** fuzz_memory_pointer() - an address that is wrong, or that of another block */
uint64_t fuzz_memory_pointer(struct fuzz_memory *memory, struct chance *chance);

#endif /* MAPGC_ABI_FUZZ_MEMORY_H */
