/* SPDX-License-Identifier: GPL-2.0 */
/* Where the runtime records a duration: (*timeHistogram).record, called or inlined. */
#ifndef MAPGC_RESOLVE_RECORD_PLACE_H
#define MAPGC_RESOLVE_RECORD_PLACE_H

#include "resolve/listing.h"

/* A histogram: 160 counts, then those below and above all of them (Go 1.21 to 1.27). */
#define RECORD_HISTOGRAM_BYTES	1296

/**
 * struct record_place - one of them
 * @insn: the call, or the jge that every inlined record passes
 * @value_reg: register with the duration there, numbered as in instructions
 * @histogram_va: address of the histogram; 0 where it cannot be read
 */
struct record_place {
	const struct insn *insn;
	uint64_t histogram_va;
	uint8_t value_reg;
};

/**
 * record_places_find() - find where a function records durations
 * @code: the function
 * @record_va: entry of (*timeHistogram).record; 0 where the program has none
 * @places: set to the first @max, in the order of the code
 * @max: room in @places
 *
 * An inlined record begins with "if duration < 0", and then counts that atomically:
 *
 *	test %reg,%reg
 *	jge  ...
 *	mov  $1,%other
 *	lea  histogram+...(%rip),%third
 *	lock xadd %other,(%third)
 *
 * Return: how many there are, possibly more than @max.
 */
size_t record_places_find(const struct listing *code, uint64_t record_va,
			  struct record_place *places, size_t max);

/**
 * record_place_find_only() - find the one place
 * @code: a function that records one duration
 * @record_va: as above
 * @ret: set on success
 *
 * A call is certain; where there is one, code that looks like an inlined one is none.
 */
bool record_place_find_only(const struct listing *code, uint64_t record_va,
			    struct record_place *ret);

#endif /* MAPGC_RESOLVE_RECORD_PLACE_H */
