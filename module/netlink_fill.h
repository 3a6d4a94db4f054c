/* SPDX-License-Identifier: GPL-2.0 */
/* Copies targets and figures into netlink messages. */
#ifndef MAPGC_NETLINK_FILL_H
#define MAPGC_NETLINK_FILL_H

#include <linux/skbuff.h>

struct mapgc_target;

/** mapgc_fill_target_size() - bytes that the description of any target takes */
size_t mapgc_fill_target_size(void);

/**
 * mapgc_fill_target() - what a target is
 * @skb: message that is being written
 * @target: the target
 *
 * Context: sleeps. Return: 0, -EMSGSIZE without room, -ENOMEM.
 */
int mapgc_fill_target(struct sk_buff *skb, struct mapgc_target *target);

/** mapgc_fill_stats_size() - bytes that the figures of any target take */
size_t mapgc_fill_stats_size(void);

/** mapgc_fill_stats() - its figures; as mapgc_fill_target() */
int mapgc_fill_stats(struct sk_buff *skb, struct mapgc_target *target);

#endif /* MAPGC_NETLINK_FILL_H */
