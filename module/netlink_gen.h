/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/mapgc.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_MAPGC_GEN_H
#define _LINUX_MAPGC_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/mapgc_netlink.h>
#include <linux/mapgc.h>
#include <linux/mapgc.h>
#include <linux/mapgc.h>

extern const struct nla_policy mapgc_target_get_nl_policy[MAPGC_A_TARGET_ID + 1];

extern const struct nla_policy mapgc_stats_get_nl_policy[MAPGC_A_STATS_ID + 1];

/* Ops table for mapgc */
extern const struct genl_ops mapgc_nl_ops[2];

int mapgc_nl_target_get_doit(struct sk_buff *skb, struct genl_info *info);
int mapgc_nl_target_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int mapgc_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int mapgc_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

enum {
	MAPGC_NLGRP_EVENTS,
};

#endif /* _LINUX_MAPGC_GEN_H */
