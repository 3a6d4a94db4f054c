/* SPDX-License-Identifier: GPL-2.0 */
/* Where (*timeHistogram).record is inlined (before Go 1.22). */
#ifndef MAPGC_RESOLVE_INLINE_RECORD_H
#define MAPGC_RESOLVE_INLINE_RECORD_H

#include "resolve/listing.h"

/**
 * inline_record_find() - the first check of an inlined (*timeHistogram).record
 * @code: a function that records one duration
 * @value_reg: set to the register with the duration, numbered as in instructions
 *
 * It begins with "if duration < 0", and then counts that atomically:
 *
 *	test %reg,%reg
 *	jge  ...
 *	mov  $1,%other
 *	lea  histogram+...(%rip),%third
 *	lock xadd %other,(%third)
 *
 * Every record passes the jge, with the duration in %reg.
 *
 * Return: the jge, or NULL where there is none or several.
 */
const struct insn *inline_record_find(const struct listing *code, uint8_t *value_reg);

#endif /* MAPGC_RESOLVE_INLINE_RECORD_H */
