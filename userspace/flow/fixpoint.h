/* SPDX-License-Identifier: GPL-2.0 */
/* Follows all paths of a function until nothing new is found. */
#ifndef MAPGC_FLOW_FIXPOINT_H
#define MAPGC_FLOW_FIXPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flow/code.h"
#include "flow/frame.h"
#include "flow/state.h"

/* LAST of a node on whose paths no map operation ran yet; others are a site's number + 1. */
#define LAST_NONE 0

#define NODE_NONE UINT32_MAX

/**
 * struct node - a block, as far as it is reached in one way
 * @block: the block
 * @last: which map operation ran last before it, if ways are told apart, else LAST_NONE
 * @sibling: another node of the same block, or NODE_NONE
 */
struct node {
	uint32_t block;
	uint32_t last;
	uint32_t sibling;
};

/**
 * struct arrival - a call of a map function, reached in one way
 * @site: the call
 * @last: which map operation ran last before it, as in struct node
 * @map: its map argument then
 * @is_same_map: the last map operation worked on the same map
 */
struct arrival {
	uint32_t site;
	uint32_t last;
	struct value map;
	bool is_same_map;
};

/**
 * struct fixpoint - what holds at the start of each node
 * @code: the function
 * @frame: what holds everywhere
 * @is_split: blocks are told apart by the map operation that ran last
 * @nodes: nr_nodes of them
 * @heads: per block: its first node, or NODE_NONE
 * @states: per node; memory is kept from function to function
 * @dirty: per node: its state changed since it was followed
 * @current: the state while a node is followed
 * @last: as in struct node, while a node is followed
 * @scratch: for joins
 * @work_left: when it runs out the function is given up
 */
struct fixpoint {
	const struct code *code;
	struct frame frame;
	bool is_split;
	struct node *nodes;
	size_t nr_nodes;
	size_t nodes_room;
	uint32_t *heads;
	size_t heads_room;
	struct state *states;
	size_t states_room;
	uint8_t *dirty;
	size_t dirty_room;
	struct state current;
	uint32_t last;
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
 * fixpoint_split() - find them again, telling apart which map operation ran last
 * @fix: after fixpoint_run()
 *
 * Return: as fixpoint_run(); -E2BIG also where there are too many ways.
 */
int fixpoint_split(struct fixpoint *fix);

/**
 * fixpoint_visit() - look at each call of a map function, once for each node that it is in
 * @fix: after fixpoint_run() or fixpoint_split()
 * @visit: a non-zero return ends the visits
 * @ctx: passed to it
 *
 * Return: 0, -ENOMEM, or what @visit returned.
 */
int fixpoint_visit(struct fixpoint *fix,
		   int (*visit)(void *ctx, const struct arrival *arrival), void *ctx);

#endif /* MAPGC_FLOW_FIXPOINT_H */
