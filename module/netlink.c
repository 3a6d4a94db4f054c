// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family: answers to requests, and reports to listeners; specified in
 * Documentation/netlink/specs/mapgc.yaml.
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
#include "netlink_fill.h"
#include "netlink_gen.h"
#include "report.h"
#include "target.h"

static struct genl_family family;

/* Beyond what GENL_ADMIN_PERM asks for; of the sender, and of who opened the socket. */
static bool is_allowed(struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_SYS_ADMIN) || netlink_capable(skb, CAP_PERFMON);
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
	.size = mapgc_fill_target_size,
	.fill = mapgc_fill_target,
};

static const struct object stats_object = {
	.cmd = MAPGC_CMD_STATS_GET,
	.id_attr = MAPGC_A_STATS_ID,
	.size = mapgc_fill_stats_size,
	.fill = mapgc_fill_stats,
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
	size_t bytes = max(mapgc_fill_target_size(), mapgc_fill_stats_size());

	if (!is_allowed(cb->skb)) {
		NL_SET_ERR_MSG(cb->extack, "needs CAP_SYS_ADMIN or CAP_PERFMON");
		return -EPERM;
	}
	cb->min_dump_alloc = nlmsg_total_size(GENL_HDRLEN + bytes);
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
	return 3 * nla_total_size(sizeof(u32)) + 6 * nla_total_size_64bit(sizeof(u64)) +
	       2 * nla_total_size(0);
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
