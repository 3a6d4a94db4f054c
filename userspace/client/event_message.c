// SPDX-License-Identifier: GPL-2.0
#include "client/event_message.h"

#include <errno.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include <linux/mapgc_netlink.h>

static struct nla_policy policy[MAPGC_A_EVENT_MAX + 1] = {
	[MAPGC_A_EVENT_ID] = { .type = NLA_U32 },
	[MAPGC_A_EVENT_SEQ] = { .type = NLA_U64 },
	[MAPGC_A_EVENT_TIME_NS] = { .type = NLA_U64 },
	[MAPGC_A_EVENT_HOST_PID] = { .type = NLA_U32 },
	[MAPGC_A_EVENT_IS_GC] = { .type = NLA_FLAG },
	[MAPGC_A_EVENT_IS_EXACT] = { .type = NLA_FLAG },
	[MAPGC_A_EVENT_CYCLE] = { .type = NLA_U64 },
	[MAPGC_A_EVENT_TOTAL_NS] = { .type = NLA_U64 },
	[MAPGC_A_EVENT_STOPPING_NS] = { .type = NLA_U64 },
	[MAPGC_A_EVENT_OFF_CPU_NS] = { .type = NLA_U64 },
	[MAPGC_A_EVENT_PROCESS_STATE] = { .type = NLA_U32 },
	[MAPGC_A_EVENT_TARGET_STATE] = { .type = NLA_U32 },
};

static uint64_t get_u64(struct nlattr **attrs, int type)
{
	return attrs[type] ? nla_get_u64(attrs[type]) : 0;
}

static int parse_pause(struct nlattr **attrs, struct event *event)
{
	if (!attrs[MAPGC_A_EVENT_TOTAL_NS])
		return -EBADMSG;
	event->type = EVENT_PAUSE;
	event->is_gc = attrs[MAPGC_A_EVENT_IS_GC];
	event->is_exact = attrs[MAPGC_A_EVENT_IS_EXACT];
	event->has_stopping = attrs[MAPGC_A_EVENT_STOPPING_NS];
	event->cycle = get_u64(attrs, MAPGC_A_EVENT_CYCLE);
	event->total_ns = get_u64(attrs, MAPGC_A_EVENT_TOTAL_NS);
	event->stopping_ns = get_u64(attrs, MAPGC_A_EVENT_STOPPING_NS);
	event->off_cpu_ns = get_u64(attrs, MAPGC_A_EVENT_OFF_CPU_NS);
	return 0;
}

static int parse_process(struct nlattr **attrs, struct event *event)
{
	if (!attrs[MAPGC_A_EVENT_PROCESS_STATE])
		return -EBADMSG;
	switch (nla_get_u32(attrs[MAPGC_A_EVENT_PROCESS_STATE])) {
	case MAPGC_PROCESS_STATE_START:
		event->type = EVENT_PROCESS_START;
		return 0;
	case MAPGC_PROCESS_STATE_EXIT:
		event->type = EVENT_PROCESS_EXIT;
		return 0;
	default:
		return -ENOMSG;
	}
}

static int parse_target(struct nlattr **attrs, struct event *event)
{
	if (!attrs[MAPGC_A_EVENT_TARGET_STATE])
		return -EBADMSG;
	switch (nla_get_u32(attrs[MAPGC_A_EVENT_TARGET_STATE])) {
	case MAPGC_TARGET_STATE_ATTACH:
		event->type = EVENT_TARGET_ATTACH;
		return 0;
	case MAPGC_TARGET_STATE_DETACH:
		event->type = EVENT_TARGET_DETACH;
		return 0;
	default:
		return -ENOMSG;
	}
}

static int parse_kind(int cmd, struct nlattr **attrs, struct event *event)
{
	switch (cmd) {
	case MAPGC_CMD_PAUSE_NTF:
		return parse_pause(attrs, event);
	case MAPGC_CMD_PROCESS_NTF:
		return parse_process(attrs, event);
	case MAPGC_CMD_TARGET_NTF:
		return parse_target(attrs, event);
	default:
		return -ENOMSG;
	}
}

int event_message_parse(struct nlmsghdr *hdr, struct event *ret)
{
	struct nlattr *attrs[MAPGC_A_EVENT_MAX + 1];

	memset(ret, 0, sizeof(*ret));
	if (!genlmsg_valid_hdr(hdr, 0) ||
	    genlmsg_parse(hdr, 0, attrs, MAPGC_A_EVENT_MAX, policy) < 0)
		return -EBADMSG;
	if (!attrs[MAPGC_A_EVENT_ID] || !attrs[MAPGC_A_EVENT_SEQ] ||
	    !attrs[MAPGC_A_EVENT_TIME_NS])
		return -EBADMSG;
	ret->target_id = nla_get_u32(attrs[MAPGC_A_EVENT_ID]);
	ret->seq = nla_get_u64(attrs[MAPGC_A_EVENT_SEQ]);
	ret->time_ns = nla_get_u64(attrs[MAPGC_A_EVENT_TIME_NS]);
	if (attrs[MAPGC_A_EVENT_HOST_PID])
		ret->host_pid = nla_get_u32(attrs[MAPGC_A_EVENT_HOST_PID]);
	return parse_kind(genlmsg_hdr(hdr)->cmd, attrs, ret);
}
