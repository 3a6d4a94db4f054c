/* SPDX-License-Identifier: GPL-2.0 */
/* Which instructions may carry a probe. Pure. */
#ifndef MAPGC_INSN_H
#define MAPGC_INSN_H

#include <linux/mapgc.h>

#include "types.h"

/**
 * struct mapgc_insn_arch - the instructions of an architecture
 * @align: they start at multiples of so many bytes
 * @call_value_reg: register with the second argument of a Go function
 * @is_stack_check: the branch of a stack check
 * @is_branch: a jump on a condition, that one too
 * @is_call: a direct call
 * @is_value_reg: a general register other than the stack pointer
 *
 * Everything that these take is emulated by the uprobes of every supported kernel.
 * Anything else would be single-stepped in the target, which mapgc never does.
 */
struct mapgc_insn_arch {
	u8 align;
	u8 call_value_reg;
	bool (*is_stack_check)(const u8 *insn, u32 len);
	bool (*is_branch)(const u8 *insn, u32 len);
	bool (*is_call)(const u8 *insn, u32 len);
	bool (*is_value_reg)(u8 reg);
};

extern const struct mapgc_insn_arch mapgc_insn_amd64;
extern const struct mapgc_insn_arch mapgc_insn_arm64;

/* That of this kernel. */
#ifdef CONFIG_ARM64
#define mapgc_insn_native	mapgc_insn_arm64
#else
#define mapgc_insn_native	mapgc_insn_amd64
#endif

/**
 * mapgc_insn_fits() - whether an instruction is one that a role may sit on
 * @arch: whose instruction
 * @role: enum mapgc_role
 * @insn: the bytes
 * @len: how many
 */
bool mapgc_insn_fits(const struct mapgc_insn_arch *arch, u8 role, const u8 *insn, u32 len);

/**
 * mapgc_insn_value_fits() - whether a register may hold what a site of a role carries
 * @arch: whose instruction
 * @role: enum mapgc_role
 * @insn: an instruction that fits the role
 * @len: its bytes
 * @value_reg: as in struct mapgc_site
 */
bool mapgc_insn_value_fits(const struct mapgc_insn_arch *arch, u8 role, const u8 *insn, u32 len,
			   u8 value_reg);

#endif /* MAPGC_INSN_H */
