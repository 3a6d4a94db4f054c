/* SPDX-License-Identifier: GPL-2.0 */
/* amd64: see goabi.h, which includes what this needs. */
#ifndef MAPGC_GOABI_AMD64_H
#define MAPGC_GOABI_AMD64_H

/* The jbe is taken on CF or ZF. */
static inline bool mapgc_goabi_will_grow(const struct pt_regs *regs)
{
	return regs->flags & (X86_EFLAGS_CF | X86_EFLAGS_ZF);
}

/* On top of the stack. */
static inline int mapgc_goabi_return_address(const struct pt_regs *regs, unsigned long *ret)
{
	return get_user(*ret, (unsigned long __user *)regs->sp);
}

static inline unsigned long mapgc_goabi_map_type(const struct pt_regs *regs)
{
	return regs->ax;
}

/* 0 to 15 */
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

static inline unsigned long mapgc_goabi_g(const struct pt_regs *regs)
{
	return regs->r14;
}

static inline unsigned long mapgc_goabi_caller_frame(const struct pt_regs *regs)
{
	return regs->bp + sizeof(unsigned long);
}

#endif /* MAPGC_GOABI_AMD64_H */
