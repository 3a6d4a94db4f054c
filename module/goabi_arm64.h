/* SPDX-License-Identifier: GPL-2.0 */
/* arm64: see goabi.h, which includes what this needs. */
#ifndef MAPGC_GOABI_ARM64_H
#define MAPGC_GOABI_ARM64_H

#define MAPGC_GOABI_ARM64_G	28
#define MAPGC_GOABI_ARM64_FRAME	29
#define MAPGC_GOABI_ARM64_LINK	30

/* The b.ls is taken on no C, or Z. */
static inline bool mapgc_goabi_will_grow(const struct pt_regs *regs)
{
	return !(regs->pstate & PSR_C_BIT) || (regs->pstate & PSR_Z_BIT);
}

/* In a register: the function has not put it on the stack yet. */
static inline int mapgc_goabi_return_address(const struct pt_regs *regs, unsigned long *ret)
{
	*ret = regs->regs[MAPGC_GOABI_ARM64_LINK];
	return 0;
}

static inline unsigned long mapgc_goabi_map_type(const struct pt_regs *regs)
{
	return regs->regs[0];
}

/* 0 to 30 */
static inline unsigned long mapgc_goabi_register(const struct pt_regs *regs, u8 nr)
{
	return regs->regs[nr];
}

static inline unsigned long mapgc_goabi_g(const struct pt_regs *regs)
{
	return regs->regs[MAPGC_GOABI_ARM64_G];
}

static inline unsigned long mapgc_goabi_caller_frame(const struct pt_regs *regs)
{
	return regs->regs[MAPGC_GOABI_ARM64_FRAME] + sizeof(unsigned long);
}

#endif /* MAPGC_GOABI_ARM64_H */
