/* SPDX-License-Identifier: GPL-2.0 */
/* Points that every stop-the-world passes exactly once (before Go 1.22). */
#ifndef MAPGC_RESOLVE_PAUSE_POINTS_H
#define MAPGC_RESOLVE_PAUSE_POINTS_H

#include "resolve/callees.h"
#include "resolve/listing.h"

/**
 * pause_points_stopped() - the last branch of stopTheWorldWithSema
 * @code: the function
 * @callees: the program's functions of interest
 *
 * It has one way to return: straight on from a conditional branch that otherwise
 * leads to throw. That branch is passed once, when all Ps have stopped.
 *
 * Return: the branch, or NULL where the code is not understood.
 */
const struct insn *pause_points_stopped(const struct listing *code, const struct callees *callees);

/**
 * pause_points_now() - the call of nanotime1 in startTheWorldWithSema
 * @code: the function
 * @callees: the program's functions of interest
 * @nanotime_va: entry of nanotime1
 *
 * Return: the call, or NULL where there is none or several, or one that is not
 * made exactly once.
 */
const struct insn *pause_points_now(const struct listing *code, const struct callees *callees,
				    uint64_t nanotime_va);

#endif /* MAPGC_RESOLVE_PAUSE_POINTS_H */
