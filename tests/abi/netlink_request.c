// SPDX-License-Identifier: GPL-2.0
#include "netlink_request.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#include <linux/mapgc_netlink.h>

#define ROOM	256	/* for one message */

static size_t put_attribute(struct chance *chance, unsigned char *to, unsigned int type,
			    const void *value, size_t bytes)
{
	struct nlattr attr = { .nla_len = sizeof(attr) + bytes, .nla_type = type };

	memset(to, 0, NLA_ALIGN(attr.nla_len));
	memcpy(to + sizeof(attr), value, bytes);
	if (chance_is(chance, 12))
		attr.nla_type |= chance_is(chance, 2) ? NLA_F_NESTED : NLA_F_NET_BYTEORDER;
	if (chance_is(chance, 12))
		attr.nla_len = chance_is(chance, 2) ? chance_edge(chance) :
						      chance_below(chance, 64);
	memcpy(to, &attr, sizeof(attr));
	return NLA_ALIGN(sizeof(attr) + bytes);
}

/* Other attributes than the id; of any type, length and depth. */
static size_t put_strange(struct chance *chance, unsigned char *to)
{
	unsigned char junk[24];
	size_t i, bytes = chance_below(chance, sizeof(junk) + 1);

	for (i = 0; i < sizeof(junk); i++)
		junk[i] = chance_draw(chance) >> 32;
	if (chance_is(chance, 4))
		put_attribute(chance, junk, chance_below(chance, 4), &i, sizeof(uint32_t));
	return put_attribute(chance, to, chance_is(chance, 2) ? chance_below(chance, 16) :
			     chance_draw(chance), junk, bytes);
}

static size_t put_attributes(struct chance *chance, unsigned char *to, const uint32_t *ids,
			     long nr_ids)
{
	uint32_t id = nr_ids > 0 && !chance_is(chance, 8) ? ids[chance_below(chance, nr_ids)] :
							    chance_edge(chance);
	unsigned int i, nr = chance_is(chance, 4) ? chance_below(chance, 4) : 0;
	size_t used = 0;

	if (!chance_is(chance, 10))
		used += put_attribute(chance, to, MAPGC_A_TARGET_ID, &id, sizeof(id));
	for (i = 0; i < nr; i++)
		used += put_strange(chance, to + used);
	return used;
}

static uint16_t some_type(struct chance *chance, uint16_t family)
{
	if (!chance_is(chance, 30))
		return family;
	/* Not another family of this kernel: it would take it for its own. */
	return chance_is(chance, 2) ? chance_below(chance, NLMSG_MIN_TYPE) :
				      0x8000 + chance_below(chance, 0x7000);
}

static uint16_t some_flags(struct chance *chance)
{
	uint16_t flags = NLM_F_REQUEST | NLM_F_ACK;

	if (chance_is(chance, 3))
		flags |= NLM_F_DUMP;
	if (chance_is(chance, 10))
		flags ^= 1u << chance_below(chance, 16);
	return flags;
}

static uint8_t some_command(struct chance *chance)
{
	if (chance_is(chance, 10))
		return chance_is(chance, 2) ? chance_below(chance, MAPGC_CMD_MAX + 3) :
					      chance_draw(chance) >> 40;
	return chance_is(chance, 2) ? MAPGC_CMD_TARGET_GET : MAPGC_CMD_STATS_GET;
}

/* One message; its length in the datagram. */
static size_t put_message(struct chance *chance, unsigned char *to, uint16_t family,
			  const uint32_t *ids, long nr_ids)
{
	struct nlmsghdr hdr = {
		.nlmsg_type = some_type(chance, family),
		.nlmsg_flags = some_flags(chance),
		.nlmsg_seq = chance_draw(chance),
		.nlmsg_pid = chance_is(chance, 8) ? chance_edge(chance) : 0,
	};
	struct genlmsghdr genl = {
		.cmd = some_command(chance),
		.version = chance_is(chance, 8) ? chance_below(chance, 256) : MAPGC_FAMILY_VERSION,
		.reserved = chance_is(chance, 20) ? chance_below(chance, 65536) : 0,
	};
	size_t used = NLMSG_HDRLEN + GENL_HDRLEN;

	used += put_attributes(chance, to + used, ids, nr_ids);
	hdr.nlmsg_len = used;
	if (chance_is(chance, 25))
		hdr.nlmsg_len = chance_is(chance, 2) ? chance_edge(chance) :
						       chance_below(chance, used + 8);
	memcpy(to, &hdr, sizeof(hdr));
	memcpy(to + NLMSG_HDRLEN, &genl, sizeof(genl));
	return used;
}

/* What the kernel sees of it. */
static unsigned int kind_of(const struct netlink_request *request, uint16_t family)
{
	struct nlmsghdr hdr;
	struct genlmsghdr genl;
	bool is_dump;

	if (request->bytes < NLMSG_HDRLEN + GENL_HDRLEN)
		return NETLINK_OTHER_MESSAGE;
	memcpy(&hdr, request->data, sizeof(hdr));
	memcpy(&genl, request->data + NLMSG_HDRLEN, sizeof(genl));
	if (hdr.nlmsg_type != family || !(hdr.nlmsg_flags & NLM_F_REQUEST) ||
	    hdr.nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN || hdr.nlmsg_len > request->bytes)
		return NETLINK_OTHER_MESSAGE;
	if (NLMSG_ALIGN(hdr.nlmsg_len) + NLMSG_HDRLEN <= request->bytes)
		return NETLINK_SEVERAL;
	is_dump = (hdr.nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
	if (genl.cmd == MAPGC_CMD_TARGET_GET)
		return is_dump ? NETLINK_TARGET_DUMP : NETLINK_TARGET_ONE;
	if (genl.cmd == MAPGC_CMD_STATS_GET)
		return is_dump ? NETLINK_STATS_DUMP : NETLINK_STATS_ONE;
	return NETLINK_OTHER_COMMAND;
}

/* Spoiled bytes must not become a request to somebody else. */
static bool is_ours(const struct netlink_request *request, uint16_t family)
{
	size_t at = 0, step;
	struct nlmsghdr hdr;

	while (request->bytes - at >= sizeof(hdr)) {
		memcpy(&hdr, request->data + at, sizeof(hdr));
		if (hdr.nlmsg_type >= NLMSG_MIN_TYPE && hdr.nlmsg_type != family &&
		    hdr.nlmsg_type < 0x8000)
			return false;
		if (hdr.nlmsg_len < sizeof(hdr) || hdr.nlmsg_len > request->bytes - at)
			break;
		step = NLMSG_ALIGN(hdr.nlmsg_len);
		if (step > request->bytes - at)
			break;
		at += step;
	}
	return true;
}

void netlink_request_make(struct chance *chance, uint16_t family, const uint32_t *ids, long nr_ids,
			  struct netlink_request *ret)
{
	unsigned int messages = chance_is(chance, 20) ? 2 + chance_below(chance, 8) : 1;

	do {
		memset(ret, 0, sizeof(*ret));
		while (messages-- && ret->bytes + ROOM < sizeof(ret->data))
			ret->bytes += put_message(chance, ret->data + ret->bytes, family, ids,
						  nr_ids);
		messages = 1;
		if (chance_is(chance, 12))
			chance_spoil(chance, ret->data, ret->bytes);
		if (chance_is(chance, 25))
			ret->bytes += chance_below(chance, 64);	/* junk behind the end */
		if (chance_is(chance, 25))
			ret->bytes = chance_below(chance, ret->bytes + 1);
	} while (!is_ours(ret, family));
	ret->kind = kind_of(ret, family);
}
