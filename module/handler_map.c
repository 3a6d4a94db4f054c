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

static void count_inferred(struct mapgc_target *target, u8 op, u32 depth)
{
	if (depth > MAPGC_DEPTHS) {
		depth = MAPGC_DEPTHS;
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_DEPTH_CAPPED]);
	}
	mapgc_stats_inc(target->stats, inferred[op][depth - 1]);
}

static void lose_user_fault(struct mapgc_target *target)
{
	mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_USER_FAULT]);
}

static struct mapgc_chain_bucket *bucket_of(struct mapgc_target *target, u64 g)
{
	return &target->chains[hash_64(g, MAPGC_CHAIN_ORDER)];
}

/* What a read found, for the call sites that data flow does not decide. */
static void remember(struct mapgc_target *target, const struct pt_regs *regs,
		     unsigned long stack_hi, u32 depth)
{
	struct mapgc_chain_read read = {
		.g = mapgc_goabi_g(regs),
		.frame_bytes = stack_hi - regs->sp,
		.depth = depth,
	};
	struct mapgc_chain_bucket *bucket = bucket_of(target, read.g);
	unsigned long elem_type;

	if (mapgc_goabi_word(mapgc_goabi_map_type(regs), target->layout.maptype_elem,
			     &elem_type)) {
		lose_user_fault(target);
		return;
	}
	read.elem_type = elem_type;
	spin_lock(&bucket->lock);
	mapgc_chain_remember(&bucket->set, &read);
	spin_unlock(&bucket->lock);
}

static u32 infer(struct mapgc_target *target, const struct pt_regs *regs,
		 unsigned long stack_hi)
{
	u64 g = mapgc_goabi_g(regs);
	struct mapgc_chain_bucket *bucket = bucket_of(target, g);
	bool is_evicted;
	u32 depth;

	spin_lock(&bucket->lock);
	depth = mapgc_chain_infer(&bucket->set, g, stack_hi - regs->sp,
				  mapgc_goabi_map_type(regs), &is_evicted);
	spin_unlock(&bucket->lock);
	if (is_evicted)
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_CHAIN_EVICTED]);
	return depth;
}

/* Call sites that need the memory of the goroutine's last read; not many. */
static noinline void track_chain(struct mapgc_target *target, const struct pt_regs *regs,
				 u8 op, const struct mapgc_callsite *site)
{
	unsigned long stack_hi;
	u32 depth;

	if (op == MAPGC_OP_MAKE) {
		count(target, op, 1);
		return;
	}
	if (mapgc_goabi_word(mapgc_goabi_g(regs), target->layout.g_stack_hi, &stack_hi)) {
		lose_user_fault(target);
		return;
	}
	if (site && site->verdict == MAPGC_VERDICT_DEPTH) {
		depth = site->depth;
		count(target, op, depth);
	} else {
		depth = infer(target, regs, stack_hi);
		count_inferred(target, op, depth);
	}
	if (op == MAPGC_OP_READ)
		remember(target, regs, stack_hi, depth);
}

static void track(struct mapgc_target *target, const struct mapgc_probe *probe,
		  const struct pt_regs *regs)
{
	const struct mapgc_callsite *site;
	unsigned long from;

	if (mapgc_goabi_return_address(regs, &from)) {
		lose_user_fault(target);
		return;
	}
	site = mapgc_callsites_find(&target->callsites, from - regs->ip + probe->key_base);
	if (likely(site && site->verdict == MAPGC_VERDICT_DEPTH && !site->flags))
		count(target, probe->op, site->depth);
	else if (site && site->verdict == MAPGC_VERDICT_IGNORE)
		mapgc_stats_inc(target->stats, ignored);
	else
		track_chain(target, regs, probe->op, site);
}

/* While arming a hit is not counted yet; behind the window the probe goes. */
static int refuse(const struct mapgc_target *target)
{
	return READ_ONCE(target->window.gate) == MAPGC_GATE_SHUT ? UPROBE_HANDLER_REMOVE : 0;
}

MAPGC_UPROBE_HANDLER(mapgc_handle_map_op)
{
	const struct mapgc_probe *probe = container_of(uc, struct mapgc_probe, uc);
	struct mapgc_target *target = probe->target;
	int ret;

	if (unlikely(!mapgc_process_find(target->processes, current->mm)) &&
	    !mapgc_who_admit(target, &ret))
		return ret;
	if (unlikely(!mapgc_window_admit(&target->window)))
		return refuse(target);
	if (unlikely(mapgc_goabi_will_grow(regs)))
		mapgc_stats_inc(target->stats, reexecutions);
	else
		track(target, probe, regs);
	return 0;
}
