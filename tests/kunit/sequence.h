/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers that look random and are the same in every run. */
#ifndef MAPGC_KUNIT_SEQUENCE_H
#define MAPGC_KUNIT_SEQUENCE_H

#include "module/types.h"

/**
 * sequence_next() - the next number (SplitMix64)
 * @state: a seed at first
 */
static inline u64 sequence_next(u64 *state)
{
	u64 bits = *state += 0x9e3779b97f4a7c15ULL;

	bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
	bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
	return bits ^ (bits >> 31);
}

#endif /* MAPGC_KUNIT_SEQUENCE_H */
