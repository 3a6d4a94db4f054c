/* SPDX-License-Identifier: GPL-2.0 */
/* The stack check at the entry of a Go function. */
#ifndef MAPGC_RESOLVE_PROLOGUE_H
#define MAPGC_RESOLVE_PROLOGUE_H

#include "resolve/listing.h"

/**
 * prologue_find_check() - find the branch of the stack check
 * @code: the function
 *
 * Return: the instruction, or NULL where the function does not start with one
 * of the forms of the stack check that are known to leave the arguments in
 * their registers.
 */
const struct insn *prologue_find_check(const struct listing *code);

#endif /* MAPGC_RESOLVE_PROLOGUE_H */
