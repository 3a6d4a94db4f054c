/* SPDX-License-Identifier: GPL-2.0 */
/* Follows all paths of a function until nothing new is found. */
#ifndef MAPGC_FLOW_FIXPOINT_H
#define MAPGC_FLOW_FIXPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/code.h"
#include "flow/depth.h"
#include "flow/frame.h"
#include "flow/state.h"

/**
 * struct fixpoint - what holds at the start of each block
 * @code: the function
 * @frame: what holds everywhere
 * @states: per block; memory is kept from function to function
 * @room: allocated in @states and @dirty
 * @dirty: per block: its state changed since it was followed
 * @current: the state while a block is followed
 * @scratch: for joins
 * @work_left: when it runs out the function is given up
 */
struct fixpoint {
	const struct code *code;
	struct frame frame;
	struct state *states;
	size_t states_room;
	uint8_t *dirty;
	size_t dirty_room;
	struct state current;
	struct state scratch;
	uint64_t work_left;
};

void fixpoint_deinit(struct fixpoint *fix);

/**
 * fixpoint_run() - find the states of a function
 * @fix: the room; zeroed before the first use
 * @code: the function, understood
 *
 * Return: 0, -ENOMEM, or -E2BIG where the function has to be given up.
 */
int fixpoint_run(struct fixpoint *fix, const struct code *code);

/**
 * fixpoint_uses() - find which maps the calls of map functions work on
 * @fix: after fixpoint_run()
 * @uses: one per code->sites; map and is_reached are set
 *
 * Return: 0 or -ENOMEM.
 */
int fixpoint_uses(struct fixpoint *fix, struct map_use *uses);

#endif /* MAPGC_FLOW_FIXPOINT_H */
