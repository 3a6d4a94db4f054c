// SPDX-License-Identifier: GPL-2.0
#include "netlink_fill.h"

#include <linux/mapgc.h>
#include <linux/mapgc_netlink.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <net/netlink.h>

#include "target.h"

/* Of a target, that are not of a depth, a kind or a pause. */
#define COUNTERS	22

static size_t u64_size(void)
{
	return nla_total_size_64bit(sizeof(u64));
}

static size_t u32_size(void)
{
	return nla_total_size(sizeof(u32));
}

size_t mapgc_fill_target_size(void)
{
	return 12 * u32_size() + 3 * u64_size() + nla_total_size(MAPGC_LABEL_MAX) +
	       nla_total_size(MAPGC_VERSION_MAX) +
	       MAPGC_PROCESSES_MAX * nla_total_size(u32_size());
}

size_t mapgc_fill_stats_size(void)
{
	size_t depth = nla_total_size(2 * u32_size() + 4 * u64_size());
	size_t edge = nla_total_size(u32_size() + 2 * u64_size());
	size_t bucket = nla_total_size(u32_size() + u64_size());
	size_t pause = nla_total_size(u32_size() + 3 * u64_size() +
				      MAPGC_HIST_BUCKETS * bucket);

	return u32_size() + COUNTERS * u64_size() + MAPGC_OPS * MAPGC_DEPTHS * depth +
	       MAPGC_OPS * edge + MAPGC_PAUSES * pause + nla_total_size(MAPGC_LOSSES * u64_size());
}

static int fill_processes(struct sk_buff *skb, struct mapgc_target *target)
{
	struct mapgc_pid *pids;
	struct nlattr *nest;
	u32 i, nr;
	int err = 0;

	pids = kmalloc_array(MAPGC_PROCESSES_MAX, sizeof(*pids), GFP_KERNEL);
	if (!pids)
		return -ENOMEM;
	nr = mapgc_process_list(target->processes, pids);
	for (i = 0; i < nr && !err; i++) {
		nest = nla_nest_start(skb, MAPGC_A_TARGET_PROCESS);
		if (!nest || nla_put_u32(skb, MAPGC_A_PROCESS_HOST_PID, pids[i].host_pid))
			err = -EMSGSIZE;
		else
			nla_nest_end(skb, nest);
	}
	kfree(pids);
	return err;
}

static int fill_target_args(struct sk_buff *skb, const struct mapgc_target_args *args)
{
	if (nla_put_u32(skb, MAPGC_A_TARGET_ID, args->target_id) ||
	    nla_put_string(skb, MAPGC_A_TARGET_EXE, args->label) ||
	    nla_put_string(skb, MAPGC_A_TARGET_GO_VERSION, args->go_version) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_GO_MINOR, args->go_minor) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_ATTACH_FLAGS, args->attach_flags) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_NR_SITES, args->nr_sites) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_NR_CALLSITES, args->nr_callsites) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_WINDOW_MS, args->window_ms) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_PERIOD_MS, args->period_ms) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_WINDOW_HITS, args->window_hits) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_BUDGET_PPM, args->budget_ppm) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_HIT_COST_NS, args->hit_cost_ns) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_BUSY_HIT_COST_NS, args->busy_hit_cost_ns) ||
	    nla_put_u32(skb, MAPGC_A_TARGET_BUSY_CPUS, args->busy_cpus) ||
	    nla_put_u64_64bit(skb, MAPGC_A_TARGET_MEMORY_BYTES, args->memory_bytes,
			      MAPGC_A_TARGET_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_TARGET_DEV, args->dev, MAPGC_A_TARGET_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_TARGET_INO, args->ino, MAPGC_A_TARGET_PAD))
		return -EMSGSIZE;
	return 0;
}

int mapgc_fill_target(struct sk_buff *skb, struct mapgc_target *target)
{
	struct mapgc_target_args *args;
	int err;

	args = kzalloc(sizeof(*args), GFP_KERNEL);
	if (!args)
		return -ENOMEM;
	mapgc_target_describe(target, args);
	err = fill_target_args(skb, args);
	kfree(args);
	return err ? err : fill_processes(skb, target);
}

static int fill_depth(struct sk_buff *skb, const struct mapgc_snapshot_args *args, u32 op,
		      u32 depth)
{
	struct nlattr *nest;

	if (!args->ops[op][depth] && !args->inferred[op][depth])
		return 0;
	nest = nla_nest_start(skb, MAPGC_A_STATS_DEPTH);
	if (!nest ||
	    nla_put_u32(skb, MAPGC_A_DEPTH_OP, op) ||
	    nla_put_u32(skb, MAPGC_A_DEPTH_DEPTH, depth + 1) ||
	    nla_put_u64_64bit(skb, MAPGC_A_DEPTH_OPS, args->ops[op][depth],
			      MAPGC_A_DEPTH_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_DEPTH_INFERRED, args->inferred[op][depth],
			      MAPGC_A_DEPTH_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_DEPTH_SCALED_OPS, args->scaled_ops[op][depth],
			      MAPGC_A_DEPTH_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_DEPTH_SCALED_INFERRED,
			      args->scaled_inferred[op][depth], MAPGC_A_DEPTH_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_edge(struct sk_buff *skb, const struct mapgc_snapshot_args *args, u32 op)
{
	struct nlattr *nest;

	if (!args->edges[op])
		return 0;
	nest = nla_nest_start(skb, MAPGC_A_STATS_EDGE);
	if (!nest ||
	    nla_put_u32(skb, MAPGC_A_EDGE_OP, op) ||
	    nla_put_u64_64bit(skb, MAPGC_A_EDGE_OPS, args->edges[op], MAPGC_A_EDGE_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_EDGE_SCALED_OPS, args->scaled_edges[op],
			      MAPGC_A_EDGE_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_edges(struct sk_buff *skb, const struct mapgc_snapshot_args *args)
{
	u32 op;

	for (op = 0; op < MAPGC_OPS; op++)
		if (fill_edge(skb, args, op))
			return -EMSGSIZE;
	return 0;
}

static int fill_depths(struct sk_buff *skb, const struct mapgc_snapshot_args *args)
{
	u32 op, depth;

	for (op = 0; op < MAPGC_OPS; op++)
		for (depth = 0; depth < MAPGC_DEPTHS; depth++)
			if (fill_depth(skb, args, op, depth))
				return -EMSGSIZE;
	return 0;
}

static int fill_bucket(struct sk_buff *skb, u32 index, u64 count)
{
	struct nlattr *nest = nla_nest_start(skb, MAPGC_A_PAUSE_BUCKET);

	if (!nest ||
	    nla_put_u32(skb, MAPGC_A_BUCKET_INDEX, index) ||
	    nla_put_u64_64bit(skb, MAPGC_A_BUCKET_COUNT, count, MAPGC_A_BUCKET_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_pause(struct sk_buff *skb, u32 kind, const struct mapgc_hist *hist)
{
	struct nlattr *nest = nla_nest_start(skb, MAPGC_A_STATS_PAUSE);
	u32 i;

	if (!nest ||
	    nla_put_u32(skb, MAPGC_A_PAUSE_KIND, kind) ||
	    nla_put_u64_64bit(skb, MAPGC_A_PAUSE_COUNT, hist->count, MAPGC_A_PAUSE_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_PAUSE_SUM_NS, hist->sum_ns, MAPGC_A_PAUSE_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_PAUSE_MAX_NS, hist->max_ns, MAPGC_A_PAUSE_PAD))
		return -EMSGSIZE;
	for (i = 0; i < MAPGC_HIST_BUCKETS; i++)
		if (hist->buckets[i] && fill_bucket(skb, i, hist->buckets[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_losses(struct sk_buff *skb, const struct mapgc_snapshot_args *args)
{
	struct nlattr *nest = nla_nest_start(skb, MAPGC_A_STATS_LOSSES);
	u32 loss;

	BUILD_BUG_ON(MAPGC_A_LOSSES_USER_FAULT + MAPGC_LOSSES - 1 != MAPGC_A_LOSSES_MAX);
	if (!nest)
		return -EMSGSIZE;
	for (loss = 0; loss < MAPGC_LOSSES; loss++)
		if (nla_put_u64_64bit(skb, MAPGC_A_LOSSES_USER_FAULT + loss,
				      args->losses[loss], MAPGC_A_LOSSES_PAD))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_counters(struct sk_buff *skb, const struct mapgc_snapshot_args *args)
{
	const struct {
		int type;
		u64 value;
	} counters[] = {
		{ MAPGC_A_STATS_TIME_NS, args->time_ns },
		{ MAPGC_A_STATS_ELAPSED_NS, args->elapsed_ns },
		{ MAPGC_A_STATS_ARMED_NS, args->armed_ns },
		{ MAPGC_A_STATS_WINDOWS, args->windows },
		{ MAPGC_A_STATS_HITS, args->hits },
		{ MAPGC_A_STATS_IGNORED, args->ignored },
		{ MAPGC_A_STATS_REEXECUTIONS, args->reexecutions },
		{ MAPGC_A_STATS_CYCLES, args->cycles },
		{ MAPGC_A_STATS_UNCOUNTED, args->uncounted },
		{ MAPGC_A_STATS_COLD_HITS, args->cold_hits },
		{ MAPGC_A_STATS_CPU_NS, args->cpu_ns },
		{ MAPGC_A_STATS_SPENT_NS, args->spent_ns },
		{ MAPGC_A_STATS_ARMING_NS, args->arming_ns },
		{ MAPGC_A_STATS_CHARGED_HIT_COST_NS, args->charged_hit_cost_ns },
		{ MAPGC_A_STATS_CPU_ELAPSED_NS, args->cpu_elapsed_ns },
		{ MAPGC_A_STATS_SAMPLED_NS, args->sampled_ns },
		{ MAPGC_A_STATS_SAMPLED_CPU_NS, args->sampled_cpu_ns },
		{ MAPGC_A_STATS_SCALED_HITS, args->scaled_hits },
		{ MAPGC_A_STATS_STEADY_SITES, args->steady_sites },
		{ MAPGC_A_STATS_STEADY_HITS, args->steady_hits },
		{ MAPGC_A_STATS_HELD_NS, args->held_ns },
		{ MAPGC_A_STATS_HOLD_LIMIT_NS, args->hold_limit_ns },
	};
	size_t i;

	BUILD_BUG_ON(ARRAY_SIZE(counters) != COUNTERS);
	if (nla_put_u32(skb, MAPGC_A_STATS_ID, args->target_id))
		return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(counters); i++)
		if (nla_put_u64_64bit(skb, counters[i].type, counters[i].value,
				      MAPGC_A_STATS_PAD))
			return -EMSGSIZE;
	return 0;
}

int mapgc_fill_stats(struct sk_buff *skb, struct mapgc_target *target)
{
	struct mapgc_snapshot_args *args;
	u32 kind;
	int err;

	args = kvzalloc(sizeof(*args), GFP_KERNEL);
	if (!args)
		return -ENOMEM;
	mapgc_target_snapshot(target, args);
	err = fill_counters(skb, args);
	if (!err)
		err = fill_depths(skb, args);
	if (!err)
		err = fill_edges(skb, args);
	for (kind = 0; !err && kind < MAPGC_PAUSES; kind++)
		err = fill_pause(skb, kind, &args->pauses[kind]);
	if (!err)
		err = fill_losses(skb, args);
	kvfree(args);
	return err;
}
