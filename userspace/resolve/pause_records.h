/* SPDX-License-Identifier: GPL-2.0 */
/* Pauses as the runtime records them itself, all of them (from Go 1.22). */
#ifndef MAPGC_RESOLVE_PAUSE_RECORDS_H
#define MAPGC_RESOLVE_PAUSE_RECORDS_H

#include <linux/mapgc.h>

#include "resolve/inlining.h"
#include "resolve/program.h"
#include "resolve/sites.h"

/**
 * struct pause_recorder - a function that records the pauses that it ends, or their stopping
 * @index: the function, or PCLNTAB_NONE where only copies are left of it
 * @copies: functions that it was inlined into
 * @entry: role of its entry
 * @gc: role of its record of the collector's pauses
 * @other: role of its record of other pauses
 */
struct pause_recorder {
	size_t index;
	const struct inlining *copies;
	enum mapgc_role entry;
	enum mapgc_role gc;
	enum mapgc_role other;
};

/**
 * pause_records_add() - add the sites of one such function and of its copies
 * @program: the program
 * @recorder: the function
 * @record_va: entry of (*timeHistogram).record; 0 where the program has none
 * @sites: where to add them; some may be added on failure
 * @err: why not
 *
 * A copy (-pgo) has no entry of its own. The runtime stops and starts the world on the system
 * stack, in closures that do little else: the entry of the closure is taken for that of the
 * copy, which is a little early. Refused is a copy anywhere else, or a second one in a function.
 *
 * Return: 0 or negative errno.
 */
int pause_records_add(const struct program *program, const struct pause_recorder *recorder,
		      uint64_t record_va, struct sites *sites, struct error *err);

#endif /* MAPGC_RESOLVE_PAUSE_RECORDS_H */
