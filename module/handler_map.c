// SPDX-License-Identifier: GPL-2.0
#include <linux/hash.h>

#include "goabi.h"
#include "handler.h"
#include "target.h"
#include "who.h"

static void count(struct mapgc_target *target, u8 op, u32 depth)
{
	mapgc_stats_inc(target->stats, ops[op][depth - 1]);
}

static u32 cap(struct mapgc_target *target, u32 depth)
{
	if (likely(depth <= MAPGC_DEPTHS))
		return depth;
	mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_DEPTH_CAPPED]);
	return MAPGC_DEPTHS;
}

static void uncount(struct mapgc_target *target)
{
	mapgc_stats_inc(target->stats, uncounted);
}

static void count_inferred(struct mapgc_target *target, u8 op, u32 depth)
{
	mapgc_stats_inc(target->stats, inferred[op][depth - 1]);
}

static void lose_user_fault(struct mapgc_target *target)
{
	mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_USER_FAULT]);
}

/**
 * struct call - of a map function
 * @sp: stack pointer behind it
 * @return_off: as mapgc_callsite.return_off, with more bits where it is not in the table
 * @site: its call site; NULL where it has none
 */
struct call {
	unsigned long sp;
	u64 return_off;
	const struct mapgc_callsite *site;
};

/**
 * struct hit - a map operation whose depth is worked out
 * @target: whose
 * @regs: at the stack check
 * @call: by which the program did it
 * @op: enum mapgc_op
 * @frame: it runs in this one
 */
struct hit {
	struct mapgc_target *target;
	const struct pt_regs *regs;
	struct call call;
	u8 op;
	struct mapgc_chain_frame frame;
};

static struct mapgc_chain_bucket *bucket_of(const struct hit *hit)
{
	u64 key = hit->frame.g + hit->frame.bytes;

	return &hit->target->chains[hash_64(key, MAPGC_CHAIN_ORDER)];
}

static bool find_frame(struct hit *hit)
{
	unsigned long stack_hi;

	hit->frame.g = mapgc_goabi_g(hit->regs);
	if (mapgc_goabi_word(hit->frame.g, hit->target->layout.g_stack_hi, &stack_hi))
		return false;
	hit->frame.bytes = stack_hi - hit->call.sp;
	hit->frame.window = READ_ONCE(hit->target->window.nr_opened);
	return true;
}

static bool remember(const struct hit *hit, u32 depth, bool is_exact)
{
	struct mapgc_chain_bucket *bucket = bucket_of(hit);
	struct mapgc_chain_op op = {
		.frame = hit->frame,
		.return_off = hit->call.return_off,
		.depth = depth,
		.is_exact = is_exact,
	};
	unsigned long elem_type;

	if (hit->op == MAPGC_OP_READ) {
		if (mapgc_goabi_word(mapgc_goabi_map_type(hit->regs),
				     hit->target->layout.maptype_elem, &elem_type))
			return false;
		op.elem_type = elem_type;
	}
	spin_lock(&bucket->lock);
	mapgc_chain_remember(&bucket->set, &op);
	spin_unlock(&bucket->lock);
	return true;
}

static bool recall(const struct hit *hit, struct mapgc_chain_op *last)
{
	struct mapgc_chain_bucket *bucket = bucket_of(hit);
	const struct mapgc_chain_op *found;
	bool is_full;

	spin_lock(&bucket->lock);
	found = mapgc_chain_find(&bucket->set, &hit->frame, &is_full);
	if (found)
		*last = *found;
	spin_unlock(&bucket->lock);
	/* To the other verdicts this memory is only a hint, which they may not have. */
	if (!found && is_full && hit->call.site && hit->call.site->verdict == MAPGC_VERDICT_AFTER)
		mapgc_stats_inc(hit->target->stats, losses[MAPGC_LOSS_CHAIN_EVICTED]);
	return found;
}

/* Return: the depth, or 0 where data flow does not say. */
static u32 known_depth(const struct hit *hit, const struct mapgc_chain_op *last)
{
	const struct mapgc_transition *transition;

	if (!last || !hit->call.site || hit->call.site->verdict != MAPGC_VERDICT_AFTER)
		return 0;
	transition = mapgc_transitions_find(&hit->target->transitions, hit->call.site->return_off,
					    last->return_off);
	if (!transition)
		return 0;
	if (transition->depth == MAPGC_TRANSITION_SAME)
		return last->is_exact ? last->depth : 0;
	if (transition->depth == MAPGC_TRANSITION_BEHIND)
		return last->is_exact ? cap(hit->target, last->depth + 1) : 0;
	return transition->depth;
}

/*
 * A guess from types. A chain goes on down the code; what stands behind is the
 * last turn of a loop, or the last call of the function.
 */
static bool is_likely_feeder(const struct hit *hit, const struct mapgc_chain_op *last)
{
	return last->elem_type == mapgc_goabi_map_type(hit->regs) &&
	       last->return_off < hit->call.return_off;
}

/*
 * Its depth follows from an operation that was not seen, or from one whose depth does.
 * Without data flow nobody knows whether there was one.
 */
static bool is_edge(const struct hit *hit, const struct mapgc_chain_op *last)
{
	if (hit->call.site && hit->call.site->verdict == MAPGC_VERDICT_AFTER)
		return !last || !last->depth;
	return last && !last->depth && is_likely_feeder(hit, last);
}

/* Return: 0 for an edge. */
static u32 infer(const struct hit *hit, const struct mapgc_chain_op *last)
{
	u32 depth = 1;

	if (is_edge(hit, last)) {
		mapgc_stats_inc(hit->target->stats, edges[hit->op]);
		return 0;
	}
	if (last && is_likely_feeder(hit, last))
		depth = cap(hit->target, last->depth + 1);
	count_inferred(hit->target, hit->op, depth);
	return depth;
}

static u32 work_out(const struct hit *hit, bool *is_exact)
{
	struct mapgc_chain_op found;
	const struct mapgc_chain_op *last = recall(hit, &found) ? &found : NULL;
	u32 depth = known_depth(hit, last);

	*is_exact = depth;
	if (!depth)
		return infer(hit, last);
	count(hit->target, hit->op, depth);
	return depth;
}

/* A make works on no map: what is remembered is the depth of the operation before. */
static u32 depth_before(const struct hit *hit, bool *is_exact)
{
	struct mapgc_chain_op last;
	bool has_last = recall(hit, &last);

	*is_exact = has_last && last.is_exact;
	return has_last ? last.depth : 0;
}

/* Call sites that need the memory of what ran before in their frame; not many. */
static noinline void track_chain(struct hit *hit)
{
	const struct mapgc_callsite *site = hit->call.site;
	bool is_exact = true;
	u32 depth;

	if (!find_frame(hit)) {
		lose_user_fault(hit->target);
		return;
	}
	if (hit->op == MAPGC_OP_MAKE) {
		count(hit->target, hit->op, 1);
		depth = depth_before(hit, &is_exact);
	} else if (site && site->verdict == MAPGC_VERDICT_DEPTH) {
		depth = site->depth;
		count(hit->target, hit->op, depth);
	} else {
		depth = work_out(hit, &is_exact);
	}
	/* Where the call site is not known, a read may feed another such call. */
	if ((!site || site->flags & MAPGC_CALLSITE_REMEMBER) && !remember(hit, depth, is_exact))
		lose_user_fault(hit->target);
}

static __always_inline void find_call(const struct mapgc_target *target,
				      const struct mapgc_probe *probe, const struct pt_regs *regs,
				      unsigned long from, struct call *ret)
{
	ret->return_off = from - mapgc_goabi_pc(regs) + probe->key_base;
	ret->site = mapgc_callsites_find(&target->callsites, ret->return_off);
}

/*
 * A call in a wrapper stands for the call of the wrapper.
 * Return: whether the address that it returns to could be read. Inline, as it is most of what
 * a hit costs.
 */
static __always_inline bool find_programs_call(const struct mapgc_target *target,
					       const struct mapgc_probe *probe,
					       const struct pt_regs *regs, struct call *ret)
{
	unsigned long from;

	if (mapgc_goabi_return_address(regs, &from))
		return false;
	ret->sp = mapgc_goabi_sp(regs);
	find_call(target, probe, regs, from, ret);
	if (!ret->site || ret->site->verdict != MAPGC_VERDICT_CALLER)
		return true;
	ret->sp = mapgc_goabi_caller_frame(regs);
	if (mapgc_goabi_word(ret->sp, 0, &from))
		return false;
	find_call(target, probe, regs, from, ret);
	return true;
}

static void track(struct mapgc_target *target, const struct mapgc_probe *probe,
		  const struct pt_regs *regs)
{
	const struct mapgc_callsite *site;
	struct call call;

	if (!find_programs_call(target, probe, regs, &call)) {
		lose_user_fault(target);
		return;
	}
	site = call.site;
	if (likely(site && site->verdict == MAPGC_VERDICT_DEPTH && !site->flags))
		count(target, probe->op, site->depth);
	else if (site && site->verdict == MAPGC_VERDICT_IGNORE)
		mapgc_stats_inc(target->stats, ignored);
	else
		track_chain(&(struct hit){ target, regs, call, probe->op });
}

/*
 * As track(), of a probe that is armed all the time. What follows from other operations of
 * the frame is only known while those are seen as well, and belongs to windows.
 */
static void track_steady(struct mapgc_target *target, const struct mapgc_probe *probe,
			 const struct pt_regs *regs, bool counts, bool is_in_window)
{
	const struct mapgc_callsite *site;
	struct call call;

	if (!find_programs_call(target, probe, regs, &call)) {
		lose_user_fault(target);
		return;
	}
	site = call.site;
	if (site && site->verdict == MAPGC_VERDICT_DEPTH && !site->flags) {
		if (counts)
			mapgc_stats_inc(target->stats, steady_ops[probe->op][site->depth - 1]);
		else
			uncount(target);
	} else if (site && site->verdict == MAPGC_VERDICT_IGNORE) {
		if (counts)
			mapgc_stats_inc(target->stats, steady_ignored);
		else
			uncount(target);
	} else if (is_in_window || mapgc_window_admit(&target->window)) {
		track_chain(&(struct hit){ target, regs, call, probe->op });
	} else {
		uncount(target);
	}
}

/* While arming a hit is not counted yet; behind the window the probe goes. */
static bool is_over(struct mapgc_target *target, struct mapgc_probe *probe)
{
	uncount(target);
	if (READ_ONCE(target->window.gate) == MAPGC_GATE_ARMING)
		atomic_inc(&probe->early_hits);
	return mapgc_window_refuse(&target->window);
}

/* One that is gone cannot stay armed, and one that the worker has stay must not go. */
static int refuse(struct mapgc_target *target, struct mapgc_probe *probe)
{
	u32 mode;

	if (!is_over(target, probe))
		return 0;
	mode = cmpxchg(&probe->mode, MAPGC_PROBE_WINDOW, MAPGC_PROBE_REMOVED);
	return mapgc_probe_is_steady(mode) ? 0 : UPROBE_HANDLER_REMOVE;
}

/* The worker looks whether the gate was spent, and has all its probes go. */
static int refuse_steady(struct mapgc_target *target, struct mapgc_probe *probe)
{
	if (!is_over(target, probe) || READ_ONCE(target->steady.gate) != MAPGC_GATE_SHUT)
		return 0;
	return UPROBE_HANDLER_REMOVE;
}

/*
 * One that joins is bounded by the gate as well, and begins to count with the next period.
 * Where the gate is shut, a window that is open bounds all that it still costs.
 */
static noinline int handle_steady(struct mapgc_target *target, struct mapgc_probe *probe,
				  const struct pt_regs *regs, u32 mode)
{
	bool is_admitted = mapgc_window_admit(&target->steady);
	bool is_in_window = !is_admitted && mapgc_window_admit(&target->window);
	bool counts = is_admitted && mode == MAPGC_PROBE_STEADY;

	if (!is_admitted && !is_in_window)
		return refuse_steady(target, probe);
	this_cpu_inc(*probe->hits);
	if (!mapgc_goabi_will_grow(regs))
		track_steady(target, probe, regs, counts, is_in_window);
	else if (counts)
		mapgc_stats_inc(target->stats, steady_reexecutions);
	else
		uncount(target);
	return 0;
}

MAPGC_UPROBE_HANDLER(mapgc_handle_map_op)
{
	struct mapgc_probe *probe = container_of(uc, struct mapgc_probe, uc);
	struct mapgc_target *target = probe->target;
	u32 mode = READ_ONCE(probe->mode);
	int ret;

	if (unlikely(!mapgc_process_find(target->processes, current->mm)) &&
	    !mapgc_who_admit(target, &ret))
		return ret;
	if (unlikely(mapgc_probe_is_steady(mode)))
		return handle_steady(target, probe, regs, mode);
	if (unlikely(!mapgc_window_admit(&target->window)))
		return refuse(target, probe);
	this_cpu_inc(*probe->hits);
	if (unlikely(mapgc_goabi_will_grow(regs)))
		mapgc_stats_inc(target->stats, reexecutions);
	else
		track(target, probe, regs);
	return 0;
}
