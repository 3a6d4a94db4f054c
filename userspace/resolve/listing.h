/* SPDX-License-Identifier: GPL-2.0 */
/* The machine code of one function, cut into instructions. */
#ifndef MAPGC_RESOLVE_LISTING_H
#define MAPGC_RESOLVE_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capstone/capstone.h>

#include "resolve/arch.h"

/* No such instruction. */
#define LISTING_NONE	SIZE_MAX

/**
 * enum insn_kind - what an instruction does to the way of the program
 *
 * Only the forms that Go emits and the kernel emulates are recognised as direct ones.
 */
enum insn_kind {
	INSN_KIND_OTHER,
	INSN_KIND_NOP,
	INSN_KIND_CALL,		/* direct */
	INSN_KIND_BRANCH,	/* direct jump on a condition */
	INSN_KIND_JUMP,		/* direct jump */
	INSN_KIND_INDIRECT_JUMP, /* its target is not in the instruction */
	INSN_KIND_RETURN,
};

/** enum insn_condition - which condition a branch is on */
enum insn_condition {
	INSN_IF_OTHER,
	INSN_IF_EQUAL,
	INSN_IF_UNEQUAL,
	INSN_IF_BELOW_OR_EQUAL,	/* unsigned */
};

/**
 * struct insn - one instruction
 * @va: its address
 * @target: where a direct jump or call goes; on amd64 also what an instruction of 64 bits
 *	names beside the code
 * @bytes: the instruction, within struct listing
 * @len: its length
 * @kind: enum insn_kind
 * @condition: enum insn_condition, of a branch
 */
struct insn {
	uint64_t va;
	uint64_t target;
	const uint8_t *bytes;
	uint8_t len;
	uint8_t kind;
	uint8_t condition;
};

/**
 * struct listing - a function, decoded from its start to its end
 * @arch: of its code
 * @va: its entry
 * @bytes: the code, owned
 * @len: how many bytes
 * @insns: nr_insns of them, without gaps
 */
struct listing {
	const struct arch *arch;
	uint64_t va;
	uint8_t *bytes;
	size_t len;
	struct insn *insns;
	size_t nr_insns;
};

/**
 * listing_open_decoder() - what listing_init() needs for an architecture
 * @ret: 0 where it needs nothing; to be closed
 *
 * Return: 0 or -ENOMEM.
 */
int listing_open_decoder(const struct arch *arch, csh *ret);
void listing_close_decoder(csh *capstone);

/**
 * listing_init() - decode a function
 * @listing: to be filled; listing_deinit() when done, if it succeeded
 * @arch: of the code
 * @capstone: from listing_open_decoder()
 * @va: entry of the function
 * @bytes: the code, from malloc(); owned by @listing, also on failure
 * @len: how many bytes
 *
 * Return: 0, -EILSEQ where a byte does not start an instruction, or -ENOMEM.
 */
int listing_init(struct listing *listing, const struct arch *arch, csh capstone, uint64_t va,
		 uint8_t *bytes, size_t len);
void listing_deinit(struct listing *listing);

/* Index of the instruction at @va, or LISTING_NONE. */
size_t listing_find(const struct listing *listing, uint64_t va);

/* On a condition, and on "below or equal", as the stack check of every function. */
static inline bool insn_is_jcc(const struct insn *insn)
{
	return insn->kind == INSN_KIND_BRANCH;
}

static inline bool insn_is_jbe(const struct insn *insn)
{
	return insn_is_jcc(insn) && insn->condition == INSN_IF_BELOW_OR_EQUAL;
}

static inline bool insn_is_jmp(const struct insn *insn)
{
	return insn->kind == INSN_KIND_JUMP;
}

static inline bool insn_is_call(const struct insn *insn)
{
	return insn->kind == INSN_KIND_CALL;
}

static inline bool insn_is_ret(const struct insn *insn)
{
	return insn->kind == INSN_KIND_RETURN;
}

static inline bool insn_is_nop(const struct insn *insn)
{
	return insn->kind == INSN_KIND_NOP;
}

static inline bool insn_is_indirect_jmp(const struct insn *insn)
{
	return insn->kind == INSN_KIND_INDIRECT_JUMP;
}

/* Where a jcc, jmp or call goes, or what a lea names. */
static inline uint64_t insn_target(const struct insn *insn)
{
	return insn->target;
}

/* @insn starts with the @len bytes at @bytes. */
bool insn_starts(const struct insn *insn, const void *bytes, size_t len);

#endif /* MAPGC_RESOLVE_LISTING_H */
