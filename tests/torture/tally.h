/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the targets of a storm did, by their own count, in memory that all of them
 * share, also across execution. Each operation is counted before and after: of one
 * that was killed in between, nobody can say whether the probe was hit.
 */
#ifndef MAPGC_TORTURE_TALLY_H
#define MAPGC_TORTURE_TALLY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <linux/mapgc.h>

#define TALLY_FD	200	/* of the shared memory, in every process */
#define TALLY_MARKS	8

/**
 * struct tally - truth
 * @begun: operations of this kind and depth, counted before
 * @done: counted after
 * @pauses_begun: by enum mapgc_pause, totals only; counted before
 * @pauses_done: counted after
 * @marks: for the storm itself, to prove that it did what it is about
 * @may_begin: to the crew: work
 * @is_over: to the crew: rest
 * @resting: of the crew: how many do
 * @may_leave: to the crew: end
 */
struct tally {
	atomic_uint_fast64_t begun[MAPGC_OPS][MAPGC_DEPTHS];
	atomic_uint_fast64_t done[MAPGC_OPS][MAPGC_DEPTHS];
	atomic_uint_fast64_t pauses_begun[MAPGC_PAUSES];
	atomic_uint_fast64_t pauses_done[MAPGC_PAUSES];
	atomic_uint_fast64_t marks[TALLY_MARKS];
	atomic_bool may_begin;
	atomic_bool is_over;
	atomic_uint resting;
	atomic_bool may_leave;
};

extern struct tally *tally;

/** tally_create() - a new one, as TALLY_FD; false where that fails */
bool tally_create(void);

/** tally_join() - that of the process that executed this one */
bool tally_join(void);

/** tally_op() - one operation at a known depth, 1 to MAPGC_DEPTHS, run and counted */
void tally_op(enum mapgc_op op, unsigned int depth);

/** tally_pause() - one pause, run and counted */
void tally_pause(bool is_gc, uint64_t total_ns);

/** tally_any() - the @i-th of a fixed course of operations and pauses */
void tally_any(unsigned int i);

/** tally_mark() - counts up; one of TALLY_MARKS */
void tally_mark(unsigned int mark);

/** tally_marked() - how often */
uint64_t tally_marked(unsigned int mark);

/** tally_total() - operations done */
uint64_t tally_total(void);

/**
 * tally_agrees() - whether figures are what was done
 * @figures: of a target that was attached all the time
 * @is_told: note each difference
 */
bool tally_agrees(const struct mapgc_snapshot_args *figures, bool is_told);

/** tally_bounds() - the same of a target that saw a part: no more than was begun, none lost */
bool tally_bounds(const struct mapgc_snapshot_args *figures, bool is_told);

#endif /* MAPGC_TORTURE_TALLY_H */
