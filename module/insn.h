/* SPDX-License-Identifier: GPL-2.0 */
/* Which instructions may carry a probe. Pure. */
#ifndef MAPGC_INSN_H
#define MAPGC_INSN_H

#include <linux/mapgc.h>

#include "types.h"

/**
 * mapgc_insn_fits() - whether an instruction is one that a role may sit on
 * @role: enum mapgc_role
 * @insn: the bytes
 * @len: how many
 *
 * Everything accepted is emulated by the uprobes of every supported kernel: jcc
 * rel8 and rel32, call rel32, without a prefix. Anything else would be
 * single-stepped in the target, which mapgc never does.
 */
bool mapgc_insn_fits(u8 role, const u8 *insn, u32 len);

/**
 * mapgc_insn_value_fits() - whether a register may hold what a site of a role carries
 * @role: enum mapgc_role
 * @insn: an instruction that fits the role
 * @len: its bytes
 * @value_reg: as in struct mapgc_site
 */
bool mapgc_insn_value_fits(u8 role, const u8 *insn, u32 len, u8 value_reg);

#endif /* MAPGC_INSN_H */
