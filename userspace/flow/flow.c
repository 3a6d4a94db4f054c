// SPDX-License-Identifier: GPL-2.0
#include "flow/flow.h"

#include <errno.h>
#include <stdlib.h>

#include "flow/array.h"
#include "flow/calls.h"
#include "flow/code.h"
#include "flow/depth.h"
#include "flow/fixpoint.h"
#include "flow/way.h"

struct flow {
	const struct flow_env *env;
	struct calls calls;
	struct code code;
	struct fixpoint fix;
	struct map_use *uses;
	size_t uses_room;
	uint32_t *reads;
	size_t reads_room;
	struct flow_verdict *verdicts;
	size_t verdicts_room;
	size_t nr_verdicts;
	struct ways ways;
	struct flow_transition *transitions;
	size_t transitions_room;
	size_t nr_transitions;
};

struct flow *flow_create(const struct flow_env *env)
{
	struct flow *flow = calloc(1, sizeof(*flow));

	if (!flow)
		return NULL;
	flow->env = env;
	if (code_init(&flow->code, env)) {
		free(flow);
		return NULL;
	}
	return flow;
}

void flow_destroy(struct flow *flow)
{
	if (!flow)
		return;
	code_deinit(&flow->code);
	fixpoint_deinit(&flow->fix);
	free(flow->calls.items);
	free(flow->uses);
	free(flow->reads);
	free(flow->verdicts);
	free(flow->ways.items);
	free(flow->transitions);
	free(flow);
}

/* Make room for the results about @nr calls. */
static int reserve(struct flow *flow, size_t nr)
{
	int err = array_reserve(&flow->uses, &flow->uses_room, nr, sizeof(*flow->uses));

	if (!err)
		err = array_reserve(&flow->reads, &flow->reads_room, nr, sizeof(*flow->reads));
	if (!err)
		err = array_reserve(&flow->verdicts, &flow->verdicts_room, nr,
				    sizeof(*flow->verdicts));
	return err;
}

static void add_verdict(struct flow *flow, uint64_t return_va, uint8_t depth, bool is_remembered)
{
	flow->verdicts[flow->nr_verdicts++] = (struct flow_verdict){
		.return_va = return_va,
		.verdict = depth ? MAPGC_VERDICT_DEPTH : MAPGC_VERDICT_INFER,
		.depth = depth,
		.flags = is_remembered ? MAPGC_CALLSITE_REMEMBER : 0,
	};
}

/* Nothing can have found a map in a frame without reads. */
static void judge_without_reads(struct flow *flow)
{
	for (size_t i = 0; i < flow->calls.nr; i++)
		add_verdict(flow, flow->calls.items[i].return_va, 1, false);
}

/* The function is not understood: any read may have found any map. */
static void give_up(struct flow *flow)
{
	for (size_t i = 0; i < flow->calls.nr; i++) {
		const struct call *call = flow->calls.items + i;

		if (call->callee == CALLEE_MAP_MAKE)
			add_verdict(flow, call->return_va, 1, false);
		else
			add_verdict(flow, call->return_va, 0, call->callee == CALLEE_MAP_READ);
	}
}

static uint64_t return_va(const struct code *code, uint32_t site)
{
	const struct insn *call = code->insns + code->sites[site].insn;

	return code->fn->va + call->off + call->len;
}

static void judge(struct flow *flow)
{
	const struct code *code = &flow->code;

	for (size_t i = 0; i < code->nr_sites; i++)
		add_verdict(flow, return_va(code, i), flow->uses[i].depth,
			    flow->uses[i].is_remembered);
}

/* From then on the kernel has to know of every map operation of the function. */
static void add_transition(struct flow *flow, const struct arrival *way, uint8_t depth)
{
	const struct code *code = &flow->code;

	flow->transitions[flow->nr_transitions++] = (struct flow_transition){
		.return_va = return_va(code, way->site),
		.last_va = return_va(code, way->last - 1),
		.depth = depth,
	};
	flow->verdicts[way->site].verdict = MAPGC_VERDICT_AFTER;
	for (size_t i = 0; i < flow->nr_verdicts; i++)
		flow->verdicts[i].flags |= MAPGC_CALLSITE_REMEMBER;
}

static int judge_by_way(struct flow *flow)
{
	int err = ways_find(&flow->ways, &flow->fix, flow->uses);

	if (!err)
		err = array_reserve(&flow->transitions, &flow->transitions_room,
				    flow->ways.nr, sizeof(*flow->transitions));
	for (size_t i = 0; !err && i < flow->ways.nr; i++) {
		const struct arrival *way = flow->ways.items + i;
		int depth = way_depth(way, flow->uses, flow->reads);

		if (depth != WAY_UNKNOWN)
			add_transition(flow, way, depth);
	}
	return err;
}

static bool is_all_known(const struct flow *flow)
{
	for (size_t i = 0; i < flow->code.nr_sites; i++)
		if (!flow->uses[i].depth && flow->uses[i].is_reached)
			return false;
	return true;
}

static int note_use(void *ctx, const struct arrival *arrival)
{
	struct map_use *use = (struct map_use *)ctx + arrival->site;

	use->map = arrival->map;
	use->is_reached = true;
	return 0;
}

static int find_uses(struct flow *flow)
{
	for (size_t i = 0; i < flow->code.nr_sites; i++)
		flow->uses[i].is_reached = false;
	return fixpoint_visit(&flow->fix, note_use, flow->uses);
}

static int analyse(struct flow *flow, const struct flow_function *fn)
{
	int err = code_load(&flow->code, fn);

	if (err)
		return err;
	if (!flow->code.is_understood) {
		give_up(flow);
		return 0;
	}
	err = reserve(flow, flow->code.nr_sites);
	if (err)
		return err;
	err = fixpoint_run(&flow->fix, &flow->code);
	if (err == -E2BIG) {
		give_up(flow);
		return 0;
	}
	if (err)
		return err;
	err = find_uses(flow);
	if (err)
		return err;
	depth_resolve(&flow->code, flow->uses, flow->reads);
	judge(flow);
	return is_all_known(flow) ? 0 : judge_by_way(flow);
}

int flow_analyse(struct flow *flow, const struct flow_function *fn,
		 const struct flow_verdict **ret, size_t *nr)
{
	int err = calls_find(&flow->calls, flow->env, fn);

	flow->nr_verdicts = 0;
	flow->nr_transitions = 0;
	if (!err)
		err = reserve(flow, flow->calls.nr);
	if (err)
		return err;
	if (!flow->calls.nr_reads)
		judge_without_reads(flow);
	else
		err = analyse(flow, fn);
	*ret = flow->verdicts;
	*nr = flow->nr_verdicts;
	return err;
}

const struct flow_transition *flow_transitions(const struct flow *flow, size_t *nr)
{
	*nr = flow->nr_transitions;
	return flow->transitions;
}
