/* SPDX-License-Identifier: GPL-2.0 */
/* Which pauses the runtime records where (from Go 1.22). */
#ifndef MAPGC_RESOLVE_RECORD_REASONS_H
#define MAPGC_RESOLVE_RECORD_REASONS_H

#include "resolve/record_place.h"
#include "text/error.h"

/**
 * struct record_reasons - which place records what
 * @gc: pauses of the garbage collector
 * @other: other pauses
 */
struct record_reasons {
	struct record_place gc;
	struct record_place other;
};

/**
 * record_reasons_find() - find the two places that record a pause
 * @code: stopTheWorldWithSema or startTheWorldWithSema, or a function with a copy of it
 * @record_va: entry of (*timeHistogram).record; 0 where the program has none
 * @ret: set on success
 * @err: why not, without the name of the function
 *
 * Two independent marks tell them apart: the collector's histogram has the lower
 * address, and the comparisons with the two reasons of the collector lead to its
 * place. Where both can be read they must agree.
 *
 * Return: 0, or -EINVAL where the code is not understood.
 */
int record_reasons_find(const struct listing *code, uint64_t record_va,
			struct record_reasons *ret, struct error *err);

/**
 * record_reasons_in_copy() - find the places of a copy that became part of another function
 * @code: the function that has the copy
 * @record_va: as above
 * @known: where the function itself records, or another copy
 * @ret: set on success
 *
 * The caller of a copy may be known to stop for one reason; then only that place is left,
 * and the other has no instruction. The histograms tell the places apart, also from those of
 * other durations that @code records. The two must follow one another, as in all versions
 * seen: else one of them was not understood.
 *
 * Return: 0, or -EINVAL where there is no such place, more than one for a histogram, or one
 * whose histogram cannot be read.
 */
int record_reasons_in_copy(const struct listing *code, uint64_t record_va,
			   const struct record_reasons *known, struct record_reasons *ret);

#endif /* MAPGC_RESOLVE_RECORD_REASONS_H */
