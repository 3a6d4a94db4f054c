/* SPDX-License-Identifier: GPL-2.0 */
/* Calls of /dev/mapgc: valid ones, spoiled here and there. */
#ifndef MAPGC_ABI_FUZZ_REQUEST_H
#define MAPGC_ABI_FUZZ_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chance.h"
#include "fuzz_memory.h"
#include "specimen.h"

#define FUZZ_DEVICES	3

/* Kinds of calls: the ioctls by their number, then: */
enum fuzz_call {
	FUZZ_CALL_IOCTLS = 7,
	FUZZ_CALL_UNKNOWN = FUZZ_CALL_IOCTLS,	/* ioctl of another number, direction or size */
	FUZZ_CALL_NOBODY,			/* any, without capabilities */
	FUZZ_CALL_READ,
	FUZZ_CALL_WRITE,
	FUZZ_CALL_MMAP,
	FUZZ_CALLS
};

/**
 * struct fuzz_caller - who calls
 * @chance: what it does next
 * @memory: for its arguments
 * @specimen: what it attaches: this program
 * @callsites: as many as a target may have, ascending
 * @transitions: the same
 * @is_alone: nobody else calls or is hit meanwhile
 */
struct fuzz_caller {
	struct chance chance;
	struct fuzz_memory *memory;
	struct specimen specimen;
	struct mapgc_callsite *callsites;
	struct mapgc_transition *transitions;
	bool is_alone;
};

/**
 * struct fuzz_request - one ioctl
 * @kind: enum fuzz_call
 * @code: the ioctl
 * @user: its argument's address
 * @line: where the error line goes; FUZZ_LINE_ROOM bytes, 0xa5 before the call
 * @has_line: a refusal has one
 * @must_succeed: nothing was spoiled
 */
struct fuzz_request {
	unsigned int kind;
	unsigned long code;
	uint64_t user;
	const char *line;
	bool has_line;
	bool must_succeed;
};

#define FUZZ_LINE_ROOM	(2 * MAPGC_ERROR_MAX)

/** fuzz_devices - open files of /dev/mapgc; set by main() */
extern int fuzz_devices[FUZZ_DEVICES];

/** fuzz_caller_init() - 0 or negative errno; @meanwhile as in fuzz_memory_create() */
int fuzz_caller_init(struct fuzz_caller *caller, unsigned int index, uint64_t seed,
		     void (*meanwhile)(void *ctx));

/** fuzz_request_make() - the next one of a caller */
void fuzz_request_make(struct fuzz_caller *caller, struct fuzz_request *ret);

#endif /* MAPGC_ABI_FUZZ_REQUEST_H */
