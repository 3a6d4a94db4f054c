// SPDX-License-Identifier: GPL-2.0
/*
 * Copies targets, figures and reports into netlink messages; which, is specified
 * in Documentation/netlink/specs/mapgc.yaml.
 *
 * Context: process context throughout. Requests run under genl's lock, one at a time.
 */
#include "netlink.h"

#include <linux/capability.h>
#include <linux/mapgc.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <net/genetlink.h>

#include "compat.h"
#include "netlink_gen.h"
#include "report.h"
#include "target.h"

static struct genl_family family;

/* Beyond what GENL_ADMIN_PERM asks for; of the sender, and of who opened the socket. */
static bool is_allowed(struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_SYS_ADMIN) || netlink_capable(skb, CAP_PERFMON);
}

static size_t u64_size(void)
{
	return nla_total_size_64bit(sizeof(u64));
}

static size_t u32_size(void)
{
	return nla_total_size(sizeof(u32));
}

static size_t target_size(void)
{
	return 12 * u32_size() + 3 * u64_size() + nla_total_size(MAPGC_LABEL_MAX) +
	       nla_total_size(MAPGC_VERSION_MAX) +
	       MAPGC_PROCESSES_MAX * nla_total_size(u32_size());
}

static size_t stats_size(void)
{
	size_t depth = nla_total_size(2 * u32_size() + 2 * u64_size());
	size_t bucket = nla_total_size(u32_size() + u64_size());
	size_t pause = nla_total_size(u32_size() + 3 * u64_size() +
				      MAPGC_HIST_BUCKETS * bucket);

	return u32_size() + 14 * u64_size() + MAPGC_OPS * MAPGC_DEPTHS * depth +
	       MAPGC_PAUSES * pause + nla_total_size(MAPGC_LOSSES * u64_size());
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

static int fill_target(struct sk_buff *skb, struct mapgc_target *target)
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
			      MAPGC_A_DEPTH_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
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
	};
	size_t i;

	if (nla_put_u32(skb, MAPGC_A_STATS_ID, args->target_id))
		return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(counters); i++)
		if (nla_put_u64_64bit(skb, counters[i].type, counters[i].value,
				      MAPGC_A_STATS_PAD))
			return -EMSGSIZE;
	return 0;
}

static int fill_stats(struct sk_buff *skb, struct mapgc_target *target)
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
	for (kind = 0; !err && kind < MAPGC_PAUSES; kind++)
		err = fill_pause(skb, kind, &args->pauses[kind]);
	if (!err)
		err = fill_losses(skb, args);
	kvfree(args);
	return err;
}

/**
 * struct object - one kind of object that can be asked for
 * @cmd: MAPGC_CMD_*
 * @id_attr: attribute of the request that names the target
 * @size: bytes that the largest one takes
 * @fill: write one; 0 or negative errno
 */
struct object {
	u8 cmd;
	u8 id_attr;
	size_t (*size)(void);
	int (*fill)(struct sk_buff *skb, struct mapgc_target *target);
};

static const struct object target_object = {
	.cmd = MAPGC_CMD_TARGET_GET,
	.id_attr = MAPGC_A_TARGET_ID,
	.size = target_size,
	.fill = fill_target,
};

static const struct object stats_object = {
	.cmd = MAPGC_CMD_STATS_GET,
	.id_attr = MAPGC_A_STATS_ID,
	.size = stats_size,
	.fill = fill_stats,
};

static int reply(struct genl_info *info, const struct object *object,
		 struct mapgc_target *target)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	skb = genlmsg_new(object->size(), GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	hdr = genlmsg_put_reply(skb, info, &family, 0, object->cmd);
	err = hdr ? object->fill(skb, target) : -EMSGSIZE;
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

static int get_one(struct sk_buff *skb, struct genl_info *info, const struct object *object)
{
	struct nlattr *id = info->attrs[object->id_attr];
	struct mapgc_target *target;
	int err;

	if (!is_allowed(skb)) {
		GENL_SET_ERR_MSG(info, "needs CAP_SYS_ADMIN or CAP_PERFMON");
		return -EPERM;
	}
	if (!id) {
		GENL_SET_ERR_MSG(info, "id: missing");
		return -EINVAL;
	}
	target = mapgc_target_get(nla_get_u32(id));
	if (!target) {
		NL_SET_ERR_MSG_ATTR(info->extack, id, "id: no such target");
		return -ENOENT;
	}
	err = reply(info, object, target);
	mapgc_target_put(target);
	return err;
}

int mapgc_nl_target_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return get_one(skb, info, &target_object);
}

int mapgc_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	return get_one(skb, info, &stats_object);
}

/* Where a dump stands. */
struct dump {
	u32 last_id;
};

static struct dump *dump_of(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct dump) > sizeof(cb->ctx));
	return (struct dump *)cb->ctx;
}

/* One object may be larger than the messages that netlink makes by itself. */
static int dump_start(struct netlink_callback *cb)
{
	if (!is_allowed(cb->skb)) {
		NL_SET_ERR_MSG(cb->extack, "needs CAP_SYS_ADMIN or CAP_PERFMON");
		return -EPERM;
	}
	cb->min_dump_alloc = nlmsg_total_size(GENL_HDRLEN + max(target_size(), stats_size()));
	return 0;
}

static int dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct object *object, struct mapgc_target *target)
{
	void *hdr;
	int err;

	hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &family,
			  NLM_F_MULTI, object->cmd);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	err = object->fill(skb, target);
	if (err)
		genlmsg_cancel(skb, hdr);
	else
		genlmsg_end(skb, hdr);
	return err;
}

/* Resumes behind the last id; who changes the registry meanwhile marks it interrupted. */
static int dump_all(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct object *object)
{
	struct dump *dump = dump_of(cb);
	struct mapgc_target *target;
	int err = 0;

	cb->seq = mapgc_target_generation() + 1; /* 0 would mean: not checked */
	while (!err && (target = mapgc_target_next(dump->last_id))) {
		err = dump_one(skb, cb, object, target);
		if (!err)
			dump->last_id = target->id;
		mapgc_target_put(target);
	}
	return err && !skb->len ? err : skb->len;
}

int mapgc_nl_target_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump_all(skb, cb, &target_object);
}

int mapgc_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dump_all(skb, cb, &stats_object);
}

static int fill_pause_event(struct sk_buff *skb, const struct mapgc_report *report)
{
	if (nla_put_u32(skb, MAPGC_A_EVENT_HOST_PID, report->host_pid) ||
	    (report->is_gc && nla_put_flag(skb, MAPGC_A_EVENT_IS_GC)) ||
	    (report->is_exact && nla_put_flag(skb, MAPGC_A_EVENT_IS_EXACT)) ||
	    nla_put_u64_64bit(skb, MAPGC_A_EVENT_CYCLE, report->cycle, MAPGC_A_EVENT_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_EVENT_TOTAL_NS, report->total_ns,
			      MAPGC_A_EVENT_PAD))
		return -EMSGSIZE;
	if (report->has_stopping &&
	    nla_put_u64_64bit(skb, MAPGC_A_EVENT_STOPPING_NS, report->stopping_ns,
			      MAPGC_A_EVENT_PAD))
		return -EMSGSIZE;
	if (report->has_off_cpu &&
	    nla_put_u64_64bit(skb, MAPGC_A_EVENT_OFF_CPU_NS, report->off_cpu_ns,
			      MAPGC_A_EVENT_PAD))
		return -EMSGSIZE;
	return 0;
}

static int fill_process_event(struct sk_buff *skb, const struct mapgc_report *report)
{
	u32 state = report->type == MAPGC_REPORT_PROCESS_START ? MAPGC_PROCESS_STATE_START :
								  MAPGC_PROCESS_STATE_EXIT;

	if (nla_put_u32(skb, MAPGC_A_EVENT_HOST_PID, report->host_pid))
		return -EMSGSIZE;
	return nla_put_u32(skb, MAPGC_A_EVENT_PROCESS_STATE, state);
}

static int fill_target_event(struct sk_buff *skb, const struct mapgc_report *report)
{
	u32 state = report->type == MAPGC_REPORT_TARGET_ATTACH ? MAPGC_TARGET_STATE_ATTACH :
								  MAPGC_TARGET_STATE_DETACH;

	return nla_put_u32(skb, MAPGC_A_EVENT_TARGET_STATE, state);
}

static const struct {
	u8 cmd;
	int (*fill)(struct sk_buff *skb, const struct mapgc_report *report);
} events[] = {
	[MAPGC_REPORT_PAUSE] = { MAPGC_CMD_PAUSE_NTF, fill_pause_event },
	[MAPGC_REPORT_PROCESS_START] = { MAPGC_CMD_PROCESS_NTF, fill_process_event },
	[MAPGC_REPORT_PROCESS_EXIT] = { MAPGC_CMD_PROCESS_NTF, fill_process_event },
	[MAPGC_REPORT_TARGET_ATTACH] = { MAPGC_CMD_TARGET_NTF, fill_target_event },
	[MAPGC_REPORT_TARGET_DETACH] = { MAPGC_CMD_TARGET_NTF, fill_target_event },
};

static size_t event_size(void)
{
	return 3 * u32_size() + 6 * u64_size() + 2 * nla_total_size(0);
}

static int fill_event(struct sk_buff *skb, const struct mapgc_report *report)
{
	void *hdr = genlmsg_put(skb, 0, 0, &family, 0, events[report->type].cmd);

	if (!hdr ||
	    nla_put_u32(skb, MAPGC_A_EVENT_ID, report->target_id) ||
	    nla_put_u64_64bit(skb, MAPGC_A_EVENT_SEQ, report->seq, MAPGC_A_EVENT_PAD) ||
	    nla_put_u64_64bit(skb, MAPGC_A_EVENT_TIME_NS, report->time_ns,
			      MAPGC_A_EVENT_PAD) ||
	    events[report->type].fill(skb, report))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

void mapgc_netlink_event(const struct mapgc_report *report)
{
	struct sk_buff *skb;

	if (WARN_ON_ONCE(report->type >= ARRAY_SIZE(events)))
		return;
	if (!genl_has_listeners(&family, &init_net, MAPGC_NLGRP_EVENTS))
		return;
	skb = genlmsg_new(event_size(), GFP_KERNEL);
	if (!skb)
		return;
	if (fill_event(skb, report))
		nlmsg_free(skb);
	else
		genlmsg_multicast(&family, skb, 0, MAPGC_NLGRP_EVENTS, GFP_KERNEL);
}

static const struct genl_multicast_group groups[] = {
	[MAPGC_NLGRP_EVENTS] = { MAPGC_MCGRP_EVENTS, MAPGC_MCGRP_CAP_SYS_ADMIN },
};

/* The generated operations have no place for a start function. */
static struct genl_ops operations[ARRAY_SIZE(mapgc_nl_ops)] __ro_after_init;

/* Only in the initial network namespace: capabilities are those of its owner. */
static struct genl_family family __ro_after_init = {
	.name = MAPGC_FAMILY_NAME,
	.version = MAPGC_FAMILY_VERSION,
	.module = THIS_MODULE,
	.ops = operations,
	.n_ops = ARRAY_SIZE(operations),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

int __init mapgc_netlink_init(void)
{
	size_t i;

	memcpy(operations, mapgc_nl_ops, sizeof(operations));
	for (i = 0; i < ARRAY_SIZE(operations); i++)
		operations[i].start = dump_start;
	return genl_register_family(&family);
}

void mapgc_netlink_exit(void)
{
	genl_unregister_family(&family);
}
