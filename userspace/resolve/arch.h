/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the architectures of Go executables: how instructions are told
 * apart, and in which ones the compiler puts what is looked for. All else in this folder
 * works on struct insn and on this table.
 */
#ifndef MAPGC_RESOLVE_ARCH_H
#define MAPGC_RESOLVE_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct insn;
struct listing;

/* No such register. */
#define ARCH_REG_NONE	(-1)

/**
 * struct arch_store - "base[at] = value", of 8 bytes
 * @base: register with an address
 * @value: register
 * @at: bytes behind that address
 */
struct arch_store {
	int base;
	int value;
	uint32_t at;
};

/**
 * struct arch - an architecture
 * @name: as Go names it
 * @machine: EM_* of its executables
 * @relative_type: type of a relocation that adds the load address
 * @first_minor: from Go 1.@first_minor on arguments come in registers
 * @quantum: instructions start at multiples of so many bytes; their length, where it is
 *	not 1
 * @call_bytes: length of a direct call
 * @argument_regs: registers of the first two arguments, numbered as in instructions
 * @stack_reg: stack pointer, numbered in the same way
 * @has_flow: userspace/flow follows values through its code
 * @classify: fill in what an instruction does: kind, condition and target
 * @find_call: the first place in @len bytes that reads as a direct call, which is
 *	LISTING_NONE where there is none; @distance is set to how far it leads. What is at
 *	@bytes has an address that is a multiple of @quantum.
 * @find_check: index of the branch of the stack check that a function begins with, or
 *	LISTING_NONE; where it leads is not looked at
 * @constant: register that instruction @i leaves a constant address in, which @va is set
 *	to; or ARCH_REG_NONE
 * @word_load: address of the variable of 4 bytes that instruction @i loads, or 0
 * @copied_to: register that an instruction fills from another one or from the stack, and
 *	does nothing else; or ARCH_REG_NONE
 * @sign_branch: register of 8 bytes that the branch at @i asks to be negative, or not to
 *	be; or ARCH_REG_NONE
 * @find_count: index of the atomic addition of 8 bytes that is made right from @i on, or
 *	LISTING_NONE
 * @compared: register whose lowest byte an instruction compares with a number; or
 *	ARCH_REG_NONE
 * @store: whether an instruction is such a store
 * @set_variable: address of the variable of 8 bytes that is set from @i on in the way that
 *	others can read it meanwhile, or 0
 * @compared_variable: address of the variable of 8 bytes that instruction @i compares a
 *	register with, or 0
 * @behind_frame_pointer: index behind the instructions from @i on that set up the frame
 *	pointer, or LISTING_NONE
 * @makes_room: whether an instruction moves the stack pointer for a frame, and does
 *	nothing else
 *
 * Those from @store on are NULL where nobody has written them yet.
 */
struct arch {
	const char *name;
	uint16_t machine;
	uint32_t relative_type;
	uint8_t first_minor;
	uint8_t quantum;
	uint8_t call_bytes;
	uint8_t argument_regs[2];
	uint8_t stack_reg;
	bool has_flow;
	void (*classify)(struct insn *insn);
	size_t (*find_call)(const uint8_t *bytes, size_t len, int64_t *distance);
	size_t (*find_check)(const struct listing *code);
	int (*constant)(const struct listing *code, size_t i, uint64_t *va);
	uint64_t (*word_load)(const struct listing *code, size_t i);
	int (*copied_to)(const struct insn *insn);
	int (*sign_branch)(const struct listing *code, size_t i);
	size_t (*find_count)(const struct listing *code, size_t i);
	int (*compared)(const struct insn *insn, uint8_t value);
	bool (*store)(const struct insn *insn, struct arch_store *ret);
	uint64_t (*set_variable)(const struct listing *code, size_t i);
	uint64_t (*compared_variable)(const struct listing *code, size_t i);
	size_t (*behind_frame_pointer)(const struct listing *code, size_t i);
	bool (*makes_room)(const struct insn *insn);
};

extern const struct arch arch_amd64;
extern const struct arch arch_arm64;

/**
 * arch_find() - the architecture of an executable
 * @machine: its EM_*
 *
 * Return: NULL where it is not known.
 */
const struct arch *arch_find(uint16_t machine);

/** arch_of_host() - what this program, and so the kernel, is for; NULL where not known */
const struct arch *arch_of_host(void);

#endif /* MAPGC_RESOLVE_ARCH_H */
