/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where Go keeps things at a probe: registers and stack of the register ABI (amd64: Go >=
 * 1.17, arm64: Go >= 1.18). At the stack check nothing of the function has run yet but the
 * comparison, so the arguments are in their registers and the return address is where the
 * call put it.
 *
 * What differs between architectures, under one name each:
 *
 * mapgc_goabi_will_grow() - whether the branch of the stack check will be taken
 *	Then the function is entered again from its start, and that entry counts.
 * mapgc_goabi_return_address() - where a function was called from, at its stack check
 *	Context: uprobe handler; may fault in the page. Return: 0 or -EFAULT.
 * mapgc_goabi_map_type() - first argument of every map function
 * mapgc_goabi_register() - a general register, as instructions number them; insn.h has
 *	which there are
 * mapgc_goabi_g() - the running goroutine
 * mapgc_goabi_caller_frame() - where the calling function's own return address is, at a
 *	stack check, where that function has a frame pointer
 */
#ifndef MAPGC_GOABI_H
#define MAPGC_GOABI_H

#include <linux/ptrace.h>
#include <linux/uaccess.h>

#if defined(CONFIG_X86_64)
#include <asm/processor-flags.h>
#include "goabi_amd64.h"
#elif defined(CONFIG_ARM64)
#include "goabi_arm64.h"
#else
#error "mapgc knows where Go keeps things on x86-64 and arm64 only"
#endif

/** mapgc_goabi_pc() - address of the probed instruction */
static inline unsigned long mapgc_goabi_pc(const struct pt_regs *regs)
{
	return instruction_pointer((struct pt_regs *)regs);
}

/**
 * mapgc_goabi_sp() - the stack pointer
 * @regs: at a stack check: the same for every function that one frame calls
 */
static inline unsigned long mapgc_goabi_sp(const struct pt_regs *regs)
{
	return regs->sp;
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
