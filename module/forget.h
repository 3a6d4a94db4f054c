/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The most of a figure in the last windows, of which older ones have less and less of a say.
 *
 * Pure.
 */
#ifndef MAPGC_FORGET_H
#define MAPGC_FORGET_H

#include "types.h"

/**
 * mapgc_forget() - the most so far, now that there was another window
 * @most: as it was
 * @part: one part in so many is forgotten; rounded up, so that it comes down to nothing
 * @now: of that window
 *
 * Return: the most from here on, in the unit of the others.
 */
static inline u64 mapgc_forget(u64 most, u32 part, u64 now)
{
	u64 left = most - (most + part - 1) / part;

	return now > left ? now : left;
}

#endif /* MAPGC_FORGET_H */
