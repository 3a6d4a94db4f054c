/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to the netlink family: valid ones, spoiled here and there. */
#ifndef MAPGC_ABI_NETLINK_REQUEST_H
#define MAPGC_ABI_NETLINK_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "chance.h"

#define NETLINK_REQUEST_MAX	4096

enum netlink_kind {
	NETLINK_TARGET_ONE,
	NETLINK_TARGET_DUMP,
	NETLINK_STATS_ONE,
	NETLINK_STATS_DUMP,
	NETLINK_OTHER_COMMAND,	/* none of ours, or one that is only sent */
	NETLINK_OTHER_MESSAGE,	/* of another family, too short, or no request at all */
	NETLINK_SEVERAL,	/* in one datagram */
	NETLINK_NOBODY,		/* any, without capabilities */
	NETLINK_JOIN,		/* the multicast group */
	NETLINK_JOIN_NOBODY,
	NETLINK_KINDS
};

/**
 * struct netlink_request - a datagram
 * @kind: enum netlink_kind
 * @bytes: how many of @data
 * @data: what is sent
 */
struct netlink_request {
	unsigned int kind;
	size_t bytes;
	unsigned char data[NETLINK_REQUEST_MAX];
};

/**
 * netlink_request_make() - the next one
 * @chance: decides
 * @family: type of the family's messages
 * @ids: targets that exist, @nr_ids of them
 * @nr_ids: how many
 * @ret: filled
 */
void netlink_request_make(struct chance *chance, uint16_t family, const uint32_t *ids, long nr_ids,
			  struct netlink_request *ret);

#endif /* MAPGC_ABI_NETLINK_REQUEST_H */
