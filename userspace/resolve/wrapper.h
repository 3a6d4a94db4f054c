/* SPDX-License-Identifier: GPL-2.0 */
/* Functions that do nothing but call another with the arguments that they were given. */
#ifndef MAPGC_RESOLVE_WRAPPER_H
#define MAPGC_RESOLVE_WRAPPER_H

#include "resolve/listing.h"

/**
 * wrapper_is_clear() - whether the one who called a wrapper can be told at what it calls
 * @code: the wrapper
 * @call_va: its call
 *
 * That is so where nothing is between its entry and the call but the stack check, the
 * frame pointer's set-up, and stores to its frame, and where the call runs once: then the
 * registers with arguments are those of its caller, and the word above the one that RBP
 * points to is where it was called from.
 */
bool wrapper_is_clear(const struct listing *code, uint64_t call_va);

#endif /* MAPGC_RESOLVE_WRAPPER_H */
