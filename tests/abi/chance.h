/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers that are the same on every run with the same seed. */
#ifndef MAPGC_ABI_CHANCE_H
#define MAPGC_ABI_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct chance - a stream of numbers
 * @state: of the generator, never 0
 */
struct chance {
	uint64_t state;
};

/** chance_init() - streams of one seed that differ by @stream have nothing in common */
void chance_init(struct chance *chance, uint64_t seed, unsigned int stream);

uint64_t chance_draw(struct chance *chance);

/** chance_below() - 0 to @limit - 1 */
unsigned int chance_below(struct chance *chance, unsigned int limit);

/** chance_is() - once in @times */
bool chance_is(struct chance *chance, unsigned int times);

/** chance_edge() - a number at which something changes: limits, signs, page sizes, addresses */
uint64_t chance_edge(struct chance *chance);

/** chance_spoil() - change one bit, or an aligned word of 1 to 8 bytes, in @bytes of memory */
void chance_spoil(struct chance *chance, void *at, size_t bytes);

#endif /* MAPGC_ABI_CHANCE_H */
