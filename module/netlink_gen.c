// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/mapgc.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink_gen.h"

#include <uapi/linux/mapgc_netlink.h>
#include <linux/mapgc.h>
#include <linux/mapgc.h>
#include <linux/mapgc.h>

/* MAPGC_CMD_TARGET_GET - do */
const struct nla_policy mapgc_target_get_nl_policy[MAPGC_A_TARGET_ID + 1] = {
	[MAPGC_A_TARGET_ID] = { .type = NLA_U32, },
};

/* MAPGC_CMD_STATS_GET - do */
const struct nla_policy mapgc_stats_get_nl_policy[MAPGC_A_STATS_ID + 1] = {
	[MAPGC_A_STATS_ID] = { .type = NLA_U32, },
};

/* Ops table for mapgc */
const struct genl_ops mapgc_nl_ops[2] = {
	{
		.cmd		= MAPGC_CMD_TARGET_GET,
		.doit		= mapgc_nl_target_get_doit,
		.dumpit		= mapgc_nl_target_get_dumpit,
		.policy		= mapgc_target_get_nl_policy,
		.maxattr	= MAPGC_A_TARGET_ID,
		.flags		= GENL_ADMIN_PERM,
	},
	{
		.cmd		= MAPGC_CMD_STATS_GET,
		.doit		= mapgc_nl_stats_get_doit,
		.dumpit		= mapgc_nl_stats_get_dumpit,
		.policy		= mapgc_stats_get_nl_policy,
		.maxattr	= MAPGC_A_STATS_ID,
		.flags		= GENL_ADMIN_PERM,
	},
};

static const struct genl_multicast_group mapgc_nl_mcgrps[] = {
	[MAPGC_NLGRP_EVENTS] = { "events", },
};
