/* SPDX-License-Identifier: GPL-2.0 */
/* Where the runtime records the length of a pause (from Go 1.22). */
#ifndef MAPGC_RESOLVE_RECORD_CALLS_H
#define MAPGC_RESOLVE_RECORD_CALLS_H

#include "resolve/listing.h"
#include "util/error.h"

/**
 * record_calls_find() - find the two calls of (*timeHistogram).record
 * @code: stopTheWorldWithSema or startTheWorldWithSema
 * @record_va: entry of (*timeHistogram).record
 * @ret_gc: set to the call for pauses of the garbage collector
 * @ret_other: set to the call for other pauses
 * @err: why not, without the name of the function
 *
 * Two independent marks tell them apart: the collector's histogram has the lower
 * address, and the comparisons with the two reasons of the collector lead to its
 * call. Where both can be read they must agree.
 *
 * Return: 0, or -EINVAL where the code is not understood.
 */
int record_calls_find(const struct listing *code, uint64_t record_va, const struct insn **ret_gc,
		      const struct insn **ret_other, struct error *err);

/**
 * record_calls_find_only() - find the one call of (*timeHistogram).record
 * @code: a function that records one duration
 * @record_va: entry of (*timeHistogram).record
 *
 * Return: the call, or NULL where there is none or several.
 */
const struct insn *record_calls_find_only(const struct listing *code, uint64_t record_va);

#endif /* MAPGC_RESOLVE_RECORD_CALLS_H */
