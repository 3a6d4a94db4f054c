/* SPDX-License-Identifier: GPL-2.0 */
/* How the calls of a fuzzer ended: one that only bounces off the first check shows here. */
#ifndef MAPGC_ABI_FUZZ_TALLY_H
#define MAPGC_ABI_FUZZ_TALLY_H

#include <stdbool.h>

#define FUZZ_KINDS_MAX	32

/* What a run has to have seen of a kind of call, to count as one. */
enum fuzz_expect {
	FUZZ_EXPECT_BOTH,	/* one that succeeds, and one that is refused */
	FUZZ_EXPECT_REFUSED,	/* refused; nothing of this kind may succeed */
	FUZZ_EXPECT_ANY,	/* made at all */
};

/**
 * struct fuzz_kind - one kind of call
 * @name: for people
 * @expect: see there
 */
struct fuzz_kind {
	const char *name;
	enum fuzz_expect expect;
};

/**
 * fuzz_tally_init() - start at nothing
 * @kinds: @nr_kinds of them, at most FUZZ_KINDS_MAX; kept by reference
 *
 * Children that are forked from here on count into the same tally.
 *
 * Return: 0 or negative errno.
 */
int fuzz_tally_init(const struct fuzz_kind *kinds, unsigned int nr_kinds);

/** fuzz_tally_add() - a call ended with @err, positive, 0 for success; from any thread */
void fuzz_tally_add(unsigned int kind, int err);

/** fuzz_tally_calls() - all so far */
unsigned long fuzz_tally_calls(void);

/**
 * fuzz_tally_goes_on() - whether a run is still to be made
 * @calls: the least that are wanted
 *
 * It goes on for kinds that were not both accepted and refused yet, but not for ever.
 */
bool fuzz_tally_goes_on(unsigned long calls);

/** fuzz_tally_show() - a line for each kind; whether each was accepted and refused as it may */
bool fuzz_tally_show(void);

#endif /* MAPGC_ABI_FUZZ_TALLY_H */
