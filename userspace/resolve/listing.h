/* SPDX-License-Identifier: GPL-2.0 */
/* The machine code of one function, cut into instructions. */
#ifndef MAPGC_RESOLVE_LISTING_H
#define MAPGC_RESOLVE_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capstone/capstone.h>

/* No such instruction. */
#define LISTING_NONE	SIZE_MAX

/**
 * struct insn - one instruction
 * @va: its address
 * @bytes: the instruction, within struct listing
 * @len: its length
 */
struct insn {
	uint64_t va;
	const uint8_t *bytes;
	uint8_t len;
};

/**
 * struct listing - a function, decoded from its start to its end
 * @va: its entry
 * @bytes: the code, owned
 * @len: how many bytes
 * @insns: nr_insns of them, without gaps
 */
struct listing {
	uint64_t va;
	uint8_t *bytes;
	size_t len;
	struct insn *insns;
	size_t nr_insns;
};

/**
 * listing_init() - decode a function
 * @listing: to be filled; listing_deinit() when done, if it succeeded
 * @capstone: for x86-64
 * @va: entry of the function
 * @bytes: the code, from malloc(); owned by @listing, also on failure
 * @len: how many bytes
 *
 * Return: 0, -EILSEQ where a byte does not start an instruction, or -ENOMEM.
 */
int listing_init(struct listing *listing, csh capstone, uint64_t va, uint8_t *bytes, size_t len);
void listing_deinit(struct listing *listing);

/* Index of the instruction at @va, or LISTING_NONE. */
size_t listing_find(const struct listing *listing, uint64_t va);

/*
 * What an instruction is. Only the forms that Go emits and the kernel emulates
 * are recognised: no prefix, rel8 or rel32.
 */
bool insn_is_jcc(const struct insn *insn);
bool insn_is_jbe(const struct insn *insn);
bool insn_is_jmp(const struct insn *insn);
bool insn_is_call(const struct insn *insn);
bool insn_is_ret(const struct insn *insn);
bool insn_is_nop(const struct insn *insn);

/* A jump whose target is not in the instruction. */
bool insn_is_indirect_jmp(const struct insn *insn);

/* Where a jcc, jmp or call of the forms above goes. */
uint64_t insn_target(const struct insn *insn);

/* @insn starts with the @len bytes at @bytes. */
bool insn_starts(const struct insn *insn, const void *bytes, size_t len);

#endif /* MAPGC_RESOLVE_LISTING_H */
