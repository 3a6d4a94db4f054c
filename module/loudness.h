/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How often a map function is called, as far as its probe was armed: which of them are
 * called so rarely that their probes may stay armed.
 *
 * Pure.
 */
#ifndef MAPGC_LOUDNESS_H
#define MAPGC_LOUDNESS_H

#include "types.h"

/**
 * struct mapgc_loudness - of one probe
 * @hits: lately
 * @ns: time in which they were counted; 0: nothing is known
 */
struct mapgc_loudness {
	u64 hits;
	u64 ns;
};

/**
 * mapgc_loudness_note() - a probe was hit
 * @loudness: the probe's
 * @hits: so often
 * @ns: in this time
 *
 * What is louder than before, and more than chance, is believed at once; that it has
 * become quiet again by and by.
 */
void mapgc_loudness_note(struct mapgc_loudness *loudness, u64 hits, u64 ns);

/** mapgc_loudness_per_s() - hits per second; U64_MAX where nothing is known */
u64 mapgc_loudness_per_s(const struct mapgc_loudness *loudness);

/**
 * mapgc_loudness_choose() - the quietest, as many as are hit no more than that together
 * @loudness: nr of them
 * @nr: how many
 * @hits_per_s: of all that are chosen
 * @ret: nr of them, whether it is chosen
 *
 * Return: how many are.
 */
u32 mapgc_loudness_choose(const struct mapgc_loudness *loudness, u32 nr, u64 hits_per_s,
			  bool *ret);

#endif /* MAPGC_LOUDNESS_H */
