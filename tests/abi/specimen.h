/* SPDX-License-Identifier: GPL-2.0 */
/*
 * This very program as a target: places to probe, verdicts on its calls, and
 * ways to run them with known outcome. What a target does is decided by the test
 * alone, and no Go program or resolver is involved.
 */
#ifndef MAPGC_ABI_SPECIMEN_H
#define MAPGC_ABI_SPECIMEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/mapgc.h>

#define SPECIMEN_STUBS		48
#define SPECIMEN_SITES		16
#define SPECIMEN_TRANSITIONS	2
#define SPECIMEN_CALLSITES	(SPECIMEN_STUB_UNKNOWN + 1)
#define SPECIMEN_ELEM_OFFSET	8	/* of the element type in a map type */

/* Calls 0 to MAPGC_DEPTHS - 1 have the verdict DEPTH with 1 to MAPGC_DEPTHS; then: */
enum specimen_stub {
	SPECIMEN_STUB_INFER = MAPGC_DEPTHS,
	SPECIMEN_STUB_IGNORE,
	SPECIMEN_STUB_REMEMBER,		/* DEPTH 1, and AFTER looks for it */
	SPECIMEN_STUB_AFTER,		/* one more than REMEMBER in the same frame */
	SPECIMEN_STUB_SWEEP,
	SPECIMEN_STUB_MARK,
	SPECIMEN_STUB_RESTART,
	SPECIMEN_STUB_OTHER,
	SPECIMEN_STUB_UNKNOWN,		/* from here on: not in the table */
};

/**
 * struct specimen_g - a goroutine as far as the probes look at it
 * @stack_lo: not used
 * @stack_hi: upper end of its stack
 * @stackguard: a stack pointer below it makes a function grow the stack
 */
struct specimen_g {
	uint64_t stack_lo;
	uint64_t stack_hi;
	uint64_t stackguard;
};

/**
 * struct specimen_type - a map type
 * @self: address of this one, for maps of maps
 * @elem: address of the element type
 */
struct specimen_type {
	const void *self;
	const void *elem;
};

/**
 * struct specimen - what MAPGC_IOC_ATTACH takes, for this program
 * @args: with pointers to the arrays here, exact, this process; exe_fd open
 * @sites: all sites, one of each but for the two reads
 * @callsites: all with a verdict; the last is the wrapper's
 * @transitions: of SPECIMEN_STUB_AFTER
 * @pid: this process
 */
struct specimen {
	struct mapgc_attach_args args;
	struct mapgc_site sites[SPECIMEN_SITES];
	struct mapgc_callsite callsites[SPECIMEN_CALLSITES];
	struct mapgc_transition transitions[SPECIMEN_TRANSITIONS];
	uint32_t pid;
};

/**
 * specimen_fill() - a request that the kernel takes
 * @ret: filled; not to be moved afterwards, args points into it
 *
 * Return: 0 or negative errno.
 */
int specimen_fill(struct specimen *ret);

/** specimen_release() - close the executable */
void specimen_release(struct specimen *specimen);

/**
 * specimen_unfit() - the next instruction that carries no probe of a role
 * @i: from 0
 * @role: of which the instruction is refused
 * @ret: its place and bytes; role and op are set
 *
 * Return: its name, or NULL behind the last.
 */
const char *specimen_unfit(size_t i, struct mapgc_site *ret, uint8_t role);

/** specimen_intact() - whether the probed code in this process's memory is that of the file */
bool specimen_intact(void);

/** specimen_site_intact() - the same of one site; the first ones are those of enum mapgc_op */
bool specimen_site_intact(unsigned int site);

/** specimen_grow() - whether stack checks branch from now on, in this thread */
void specimen_grow(bool does_grow);

/** specimen_op() - one map operation called from enum specimen_stub or depth - 1 */
void specimen_op(enum mapgc_op op, unsigned int stub);

/** specimen_op_typed() - the same on a map of @type, by a goroutine @g; NULL: valid ones */
void specimen_op_typed(enum mapgc_op op, unsigned int stub, const struct specimen_type *type,
		       const struct specimen_g *g);

/** specimen_read_wrapped() - a read by a function that was called from enum specimen_stub */
void specimen_read_wrapped(unsigned int stub);

/** specimen_pause() - a stop-the-world as Go >= 1.22 records it */
void specimen_pause(bool is_gc, uint64_t total_ns, uint64_t stopping_ns);

/** specimen_bucket_ns() - the shortest duration that a bucket of a histogram holds */
uint64_t specimen_bucket_ns(unsigned int bucket);

/** specimen_everything() - an operation of each kind and depth, a pause of each length and kind */
void specimen_everything(void);

/** specimen_pause_step() - one step: stop, stopped, start from @stub, or start_now */
void specimen_pause_step(enum mapgc_role role, unsigned int stub);

/** specimen_cycle() - start of a GC cycle */
void specimen_cycle(void);

#endif /* MAPGC_ABI_SPECIMEN_H */
