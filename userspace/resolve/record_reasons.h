/* SPDX-License-Identifier: GPL-2.0 */
/* Which pauses the runtime records where (from Go 1.22). */
#ifndef MAPGC_RESOLVE_RECORD_REASONS_H
#define MAPGC_RESOLVE_RECORD_REASONS_H

#include "resolve/record_place.h"
#include "text/error.h"

/**
 * record_reasons_find() - find the two places that record a pause
 * @code: stopTheWorldWithSema or startTheWorldWithSema
 * @record_va: entry of (*timeHistogram).record; 0 where the program has none
 * @ret_gc: set to the place for pauses of the garbage collector
 * @ret_other: set to the place for other pauses
 * @err: why not, without the name of the function
 *
 * Two independent marks tell them apart: the collector's histogram has the lower
 * address, and the comparisons with the two reasons of the collector lead to its
 * place. Where both can be read they must agree.
 *
 * Return: 0, or -EINVAL where the code is not understood.
 */
int record_reasons_find(const struct listing *code, uint64_t record_va,
			struct record_place *ret_gc, struct record_place *ret_other,
			struct error *err);

#endif /* MAPGC_RESOLVE_RECORD_REASONS_H */
