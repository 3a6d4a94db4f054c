/* SPDX-License-Identifier: GPL-2.0 */
/* The probe sites found so far. */
#ifndef MAPGC_RESOLVE_SITES_H
#define MAPGC_RESOLVE_SITES_H

#include <linux/mapgc.h>

#include "resolve/program.h"

/**
 * struct sites - a list of sites
 * @sites: nr_sites of them
 */
struct sites {
	struct mapgc_site sites[MAPGC_SITES_MAX];
	size_t nr_sites;
};

/**
 * sites_add() - add an instruction
 * @sites: the list
 * @program: whose instruction it is
 * @insn: must be one that the kernel emulates: jcc or call
 * @role: enum mapgc_role
 * @op: enum mapgc_op, or 0
 * @err: why not
 *
 * Return: 0, -EINVAL where it is another instruction, not in the file or added
 * before, or -E2BIG where there are too many.
 */
int sites_add(struct sites *sites, const struct program *program, const struct insn *insn,
	      enum mapgc_role role, unsigned int op, struct error *err);

/**
 * sites_add_check() - add the stack check at the entry of a function
 * @index: the function
 *
 * Return: 0 or negative errno; -EINVAL where it does not start with one.
 */
int sites_add_check(struct sites *sites, const struct program *program, size_t index,
		    enum mapgc_role role, unsigned int op, struct error *err);

/**
 * sites_add_record() - add an instruction at which Go records a duration
 * @value_reg: register that holds it, numbered as in instructions
 *
 * Otherwise as sites_add().
 */
int sites_add_record(struct sites *sites, const struct program *program,
		     const struct insn *insn, enum mapgc_role role, uint8_t value_reg,
		     struct error *err);

#endif /* MAPGC_RESOLVE_SITES_H */
