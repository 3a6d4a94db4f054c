// SPDX-License-Identifier: GPL-2.0
#include "nl_check.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#include <linux/mapgc.h>
#include <linux/mapgc_netlink.h>

#include "tap.h"

enum { PAD = 1, U32, U64, TEXT, FLAG };

/**
 * struct rule - what an attribute holds
 * @kind: one of the above; 0 where there is no such attribute
 * @nest: a nest of these instead, up to @nest_max
 */
struct rule {
	int kind;
	const struct rule *nest;
	int nest_max;
};

static const struct rule process[] = { [MAPGC_A_PROCESS_HOST_PID] = { .kind = U32 } };

static const struct rule target[MAPGC_A_TARGET_MAX + 1] = {
	[MAPGC_A_TARGET_PAD] = { .kind = PAD },
	[MAPGC_A_TARGET_ID] = { .kind = U32 },
	[MAPGC_A_TARGET_EXE] = { .kind = TEXT },
	[MAPGC_A_TARGET_GO_VERSION] = { .kind = TEXT },
	[MAPGC_A_TARGET_GO_MINOR] = { .kind = U32 },
	[MAPGC_A_TARGET_ATTACH_FLAGS] = { .kind = U32 },
	[MAPGC_A_TARGET_NR_SITES] = { .kind = U32 },
	[MAPGC_A_TARGET_NR_CALLSITES] = { .kind = U32 },
	[MAPGC_A_TARGET_WINDOW_MS] = { .kind = U32 },
	[MAPGC_A_TARGET_PERIOD_MS] = { .kind = U32 },
	[MAPGC_A_TARGET_WINDOW_HITS] = { .kind = U32 },
	[MAPGC_A_TARGET_MEMORY_BYTES] = { .kind = U64 },
	[MAPGC_A_TARGET_DEV] = { .kind = U64 },
	[MAPGC_A_TARGET_INO] = { .kind = U64 },
	[MAPGC_A_TARGET_PROCESS] = { .nest = process, .nest_max = MAPGC_A_PROCESS_MAX },
	[MAPGC_A_TARGET_BUDGET_PPM ... MAPGC_A_TARGET_BUSY_CPUS] = { .kind = U32 },
};

static const struct rule depth[MAPGC_A_DEPTH_MAX + 1] = {
	[MAPGC_A_DEPTH_PAD] = { .kind = PAD },
	[MAPGC_A_DEPTH_OP] = { .kind = U32 },
	[MAPGC_A_DEPTH_DEPTH] = { .kind = U32 },
	[MAPGC_A_DEPTH_OPS ... MAPGC_A_DEPTH_SCALED_INFERRED] = { .kind = U64 },
};

static const struct rule edge[MAPGC_A_EDGE_MAX + 1] = {
	[MAPGC_A_EDGE_PAD] = { .kind = PAD },
	[MAPGC_A_EDGE_OP] = { .kind = U32 },
	[MAPGC_A_EDGE_OPS ... MAPGC_A_EDGE_SCALED_OPS] = { .kind = U64 },
};

static const struct rule bucket[MAPGC_A_BUCKET_MAX + 1] = {
	[MAPGC_A_BUCKET_PAD] = { .kind = PAD },
	[MAPGC_A_BUCKET_INDEX] = { .kind = U32 },
	[MAPGC_A_BUCKET_COUNT] = { .kind = U64 },
};

static const struct rule pause[MAPGC_A_PAUSE_MAX + 1] = {
	[MAPGC_A_PAUSE_PAD] = { .kind = PAD },
	[MAPGC_A_PAUSE_KIND] = { .kind = U32 },
	[MAPGC_A_PAUSE_COUNT] = { .kind = U64 },
	[MAPGC_A_PAUSE_SUM_NS] = { .kind = U64 },
	[MAPGC_A_PAUSE_MAX_NS] = { .kind = U64 },
	[MAPGC_A_PAUSE_BUCKET] = { .nest = bucket, .nest_max = MAPGC_A_BUCKET_MAX },
};

static const struct rule losses[MAPGC_A_LOSSES_MAX + 1] = {
	[MAPGC_A_LOSSES_PAD] = { .kind = PAD },
	[MAPGC_A_LOSSES_USER_FAULT ... MAPGC_A_LOSSES_MAX] = { .kind = U64 },
};

static const struct rule stats[MAPGC_A_STATS_MAX + 1] = {
	[MAPGC_A_STATS_PAD] = { .kind = PAD },
	[MAPGC_A_STATS_ID] = { .kind = U32 },
	[MAPGC_A_STATS_TIME_NS ... MAPGC_A_STATS_CYCLES] = { .kind = U64 },
	[MAPGC_A_STATS_DEPTH] = { .nest = depth, .nest_max = MAPGC_A_DEPTH_MAX },
	[MAPGC_A_STATS_PAUSE] = { .nest = pause, .nest_max = MAPGC_A_PAUSE_MAX },
	[MAPGC_A_STATS_LOSSES] = { .nest = losses, .nest_max = MAPGC_A_LOSSES_MAX },
	[MAPGC_A_STATS_UNCOUNTED ... MAPGC_A_STATS_CHARGED_HIT_COST_NS] = { .kind = U64 },
	[MAPGC_A_STATS_EDGE] = { .nest = edge, .nest_max = MAPGC_A_EDGE_MAX },
	[MAPGC_A_STATS_CPU_ELAPSED_NS ... MAPGC_A_STATS_HOLD_LIMIT_NS] = { .kind = U64 },
};

static const struct rule event[MAPGC_A_EVENT_MAX + 1] = {
	[MAPGC_A_EVENT_PAD] = { .kind = PAD },
	[MAPGC_A_EVENT_ID] = { .kind = U32 },
	[MAPGC_A_EVENT_SEQ] = { .kind = U64 },
	[MAPGC_A_EVENT_TIME_NS] = { .kind = U64 },
	[MAPGC_A_EVENT_HOST_PID] = { .kind = U32 },
	[MAPGC_A_EVENT_IS_GC] = { .kind = FLAG },
	[MAPGC_A_EVENT_IS_EXACT] = { .kind = FLAG },
	[MAPGC_A_EVENT_CYCLE ... MAPGC_A_EVENT_OFF_CPU_NS] = { .kind = U64 },
	[MAPGC_A_EVENT_PROCESS_STATE] = { .kind = U32 },
	[MAPGC_A_EVENT_TARGET_STATE] = { .kind = U32 },
};

static const struct rule of_commands[MAPGC_CMD_MAX + 1] = {
	[MAPGC_CMD_TARGET_GET] = { .nest = target, .nest_max = MAPGC_A_TARGET_MAX },
	[MAPGC_CMD_STATS_GET] = { .nest = stats, .nest_max = MAPGC_A_STATS_MAX },
	[MAPGC_CMD_PAUSE_NTF] = { .nest = event, .nest_max = MAPGC_A_EVENT_MAX },
	[MAPGC_CMD_PROCESS_NTF] = { .nest = event, .nest_max = MAPGC_A_EVENT_MAX },
	[MAPGC_CMD_TARGET_NTF] = { .nest = event, .nest_max = MAPGC_A_EVENT_MAX },
};

static bool check_run(const unsigned char *at, size_t bytes, const struct rule *rules, int max);

static bool check_attribute(const struct nlattr *attr, const struct rule *rule)
{
	const char *text = (const char *)(attr + 1);
	size_t bytes = attr->nla_len - sizeof(*attr);

	if (rule->nest)
		return check_run((const unsigned char *)text, bytes, rule->nest, rule->nest_max);
	switch (rule->kind) {
	case PAD:
	case FLAG:
		return !bytes;
	case U32:
		return bytes == 4;
	case U64:
		return bytes == 8;
	case TEXT:
		return bytes && strnlen(text, bytes) == bytes - 1;
	default:
		return false;
	}
}

static bool check_run(const unsigned char *at, size_t bytes, const struct rule *rules, int max)
{
	while (bytes) {
		const struct nlattr *attr = (const void *)at;
		int type;
		size_t step;

		if (bytes < sizeof(*attr) || attr->nla_len < sizeof(*attr) ||
		    NLA_ALIGN((size_t)attr->nla_len) > bytes) {
			tap_note("%zu bytes that are no attribute", bytes);
			return false;
		}
		type = attr->nla_type & NLA_TYPE_MASK;
		if (type > max || !check_attribute(attr, &rules[type])) {
			tap_note("attribute %d of %u bytes", type, attr->nla_len);
			return false;
		}
		step = NLA_ALIGN(attr->nla_len);
		at += step;
		bytes -= step;
	}
	return true;
}

static bool check_object(const struct nlmsghdr *hdr, struct nl_answer *ret)
{
	const struct genlmsghdr *genl = NLMSG_DATA(hdr);
	const struct rule *rule;

	if (hdr->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN) || !genl->cmd ||
	    genl->cmd > MAPGC_CMD_MAX) {
		tap_note("message of %u bytes", hdr->nlmsg_len);
		return false;
	}
	ret->nr_objects++;
	rule = &of_commands[genl->cmd];
	return check_run((const unsigned char *)genl + GENL_HDRLEN,
			 hdr->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN), rule->nest, rule->nest_max);
}

static bool check_message(const struct nlmsghdr *hdr, uint16_t family, struct nl_answer *ret)
{
	if (hdr->nlmsg_type == family)
		return check_object(hdr, ret);
	if (hdr->nlmsg_type != NLMSG_ERROR && hdr->nlmsg_type != NLMSG_DONE) {
		tap_note("message of type %u", hdr->nlmsg_type);
		return false;
	}
	ret->has_end = true;
	ret->err = 0;
	if (hdr->nlmsg_len >= NLMSG_HDRLEN + sizeof(int))
		ret->err = -*(int *)NLMSG_DATA(hdr);
	return true;
}

bool nl_check(const void *run, size_t bytes, uint16_t family, struct nl_answer *ret)
{
	const unsigned char *at = run;

	while (bytes) {
		const struct nlmsghdr *hdr = (const void *)at;
		size_t step;

		if (bytes < sizeof(*hdr) || hdr->nlmsg_len < sizeof(*hdr) ||
		    hdr->nlmsg_len > bytes) {
			tap_note("%zu bytes that are no message", bytes);
			return false;
		}
		if (!check_message(hdr, family, ret))
			return false;
		step = NLMSG_ALIGN(hdr->nlmsg_len);
		if (step > bytes)
			step = bytes;
		at += step;
		bytes -= step;
	}
	return true;
}
