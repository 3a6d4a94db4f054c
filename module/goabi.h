/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where Go keeps things at a probe: registers and stack of the amd64 register
 * ABI (Go >= 1.17). At the stack check nothing of the function has run yet but
 * the comparison, so the arguments are in their registers and the return
 * address is on top of the stack.
 */
#ifndef MAPGC_GOABI_H
#define MAPGC_GOABI_H

#include <linux/ptrace.h>
#include <linux/uaccess.h>
#include <asm/processor-flags.h>

/**
 * mapgc_goabi_will_grow() - whether the jbe of the stack check will be taken
 * @regs: at the jbe
 *
 * Then the function is entered again from its start, and that entry counts.
 */
static inline bool mapgc_goabi_will_grow(const struct pt_regs *regs)
{
	return regs->flags & (X86_EFLAGS_CF | X86_EFLAGS_ZF);
}

/**
 * mapgc_goabi_return_address() - where a function was called from
 * @regs: at its stack check
 * @ret: the address
 *
 * Context: uprobe handler; may fault in the page. Return: 0 or -EFAULT.
 */
static inline int mapgc_goabi_return_address(const struct pt_regs *regs, unsigned long *ret)
{
	return get_user(*ret, (unsigned long __user *)regs->sp);
}

/**
 * mapgc_goabi_caller_frame() - where the calling function's own return address is
 * @regs: at the stack check of a function whose caller has a frame pointer
 */
static inline unsigned long mapgc_goabi_caller_frame(const struct pt_regs *regs)
{
	return regs->bp + sizeof(unsigned long);
}

/** mapgc_goabi_map_type() - first argument of every map function */
static inline unsigned long mapgc_goabi_map_type(const struct pt_regs *regs)
{
	return regs->ax;
}

/**
 * mapgc_goabi_register() - a general register
 * @regs: of the probed thread
 * @nr: as instructions number them, 0 to 15
 */
static inline unsigned long mapgc_goabi_register(const struct pt_regs *regs, u8 nr)
{
	static const u8 offsets[] = {
		offsetof(struct pt_regs, ax), offsetof(struct pt_regs, cx),
		offsetof(struct pt_regs, dx), offsetof(struct pt_regs, bx),
		offsetof(struct pt_regs, sp), offsetof(struct pt_regs, bp),
		offsetof(struct pt_regs, si), offsetof(struct pt_regs, di),
		offsetof(struct pt_regs, r8), offsetof(struct pt_regs, r9),
		offsetof(struct pt_regs, r10), offsetof(struct pt_regs, r11),
		offsetof(struct pt_regs, r12), offsetof(struct pt_regs, r13),
		offsetof(struct pt_regs, r14), offsetof(struct pt_regs, r15),
	};

	return *(const unsigned long *)((const char *)regs + offsets[nr]);
}

/** mapgc_goabi_g() - the running goroutine */
static inline unsigned long mapgc_goabi_g(const struct pt_regs *regs)
{
	return regs->r14;
}

/**
 * mapgc_goabi_word() - a word of the target
 * @address: in its memory
 * @offset: added to it
 * @ret: the word
 *
 * Context: uprobe handler; may fault in the page. Return: 0 or -EFAULT.
 */
static inline int mapgc_goabi_word(unsigned long address, u32 offset, unsigned long *ret)
{
	return get_user(*ret, (unsigned long __user *)(address + offset));
}

#endif /* MAPGC_GOABI_H */
