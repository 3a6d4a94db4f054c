/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Data flow over the machine code of one Go function: which call site's result
 * feeds which call site's map argument, and so the depth of each map operation.
 * Pure: bytes in, verdicts out; knows nothing of ELF or pclntab.
 */
#ifndef MAPGC_FLOW_FLOW_H
#define MAPGC_FLOW_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/mapgc.h>

/**
 * enum callee - what a direct call does to the values that the analysis follows
 * @CALLEE_PLAIN: any function of the Go calling convention: no register survives
 * @CALLEE_MAP_READ: returns a pointer to the element in RAX; map in RBX
 * @CALLEE_MAP_OTHER: write, delete, iterate, clear: map in RBX
 * @CALLEE_MAP_MAKE: works on no map that was found: depth 1
 * @CALLEE_READS: as PLAIN, but it stores nothing through the addresses that it is given
 * @CALLEE_KEEPS_REGISTERS: gcWriteBarrier*, duffzero, duffcopy and the like
 * @CALLEE_NO_RETURN: panics, throw, morestack
 */
enum callee {
	CALLEE_PLAIN,
	CALLEE_READS,
	CALLEE_MAP_READ,
	CALLEE_MAP_OTHER,
	CALLEE_MAP_MAKE,
	CALLEE_KEEPS_REGISTERS,
	CALLEE_NO_RETURN,
};

/**
 * struct flow_env - what the analysis asks its caller
 * @classify: which kind of callee is at this address
 * @read: copy @len bytes at address @va of the file (jump tables); 0 or negative errno
 * @ctx: passed to both
 */
struct flow_env {
	enum callee (*classify)(void *ctx, uint64_t va);
	int (*read)(void *ctx, uint64_t va, void *buf, size_t len);
	void *ctx;
};

/**
 * struct flow_function - the function to analyse
 * @va: its entry
 * @code: its bytes
 * @len: how many
 */
struct flow_function {
	uint64_t va;
	const uint8_t *code;
	size_t len;
};

/**
 * struct flow_verdict - what is known of one call of a map function
 * @return_va: address behind the call
 * @verdict: MAPGC_VERDICT_DEPTH, MAPGC_VERDICT_AFTER or MAPGC_VERDICT_INFER
 * @depth: 1..MAPGC_DEPTHS with MAPGC_VERDICT_DEPTH
 * @flags: MAPGC_CALLSITE_REMEMBER
 */
struct flow_verdict {
	uint64_t return_va;
	uint8_t verdict;
	uint8_t depth;
	uint16_t flags;
};

/**
 * struct flow_transition - depth of a call with MAPGC_VERDICT_AFTER
 * @return_va: the call
 * @last_va: return address of the map operation that ran last before it in the frame
 * @depth: as in struct mapgc_transition
 */
struct flow_transition {
	uint64_t return_va;
	uint64_t last_va;
	uint8_t depth;
};

struct flow;

/**
 * flow_create() - make an analyser, to be used for many functions
 * @env: kept by reference
 *
 * Return: NULL without memory.
 */
struct flow *flow_create(const struct flow_env *env);
void flow_destroy(struct flow *flow);

/**
 * flow_analyse() - find the verdicts of one function
 * @flow: the analyser
 * @fn: the function
 * @ret: set to an array owned by @flow, valid until the next call, ascending by
 *	return_va, with every direct call of a map function in @fn
 * @nr: its length
 *
 * Where the code is not understood (or too large for the analyser's bounds),
 * verdicts are INFER: never a wrong depth. Return: 0 or -ENOMEM.
 */
int flow_analyse(struct flow *flow, const struct flow_function *fn,
		 const struct flow_verdict **ret, size_t *nr);

/**
 * flow_transitions() - what the AFTER verdicts of the last flow_analyse() depend on
 * @flow: the analyser
 * @nr: set to their number
 *
 * Return: ascending by return_va, then last_va; owned by @flow, until the next analysis.
 */
const struct flow_transition *flow_transitions(const struct flow *flow, size_t *nr);

#endif /* MAPGC_FLOW_FLOW_H */
