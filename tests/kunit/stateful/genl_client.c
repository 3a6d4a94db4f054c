// SPDX-License-Identifier: GPL-2.0
#include "genl_client.h"

#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/net.h>
#include <linux/slab.h>
#include <net/net_namespace.h>
#include <net/sock.h>

struct nlmsghdr *genl_client_begin(struct genl_client *client, u8 cmd, u16 flags)
{
	struct nlmsghdr *request = (struct nlmsghdr *)client->request;
	struct genlmsghdr *genl = nlmsg_data(request);

	memset(client->request, 0, sizeof(client->request));
	request->nlmsg_len = NLMSG_HDRLEN + GENL_HDRLEN;
	request->nlmsg_type = client->family_id;
	request->nlmsg_flags = NLM_F_REQUEST | flags;
	request->nlmsg_seq = 1;
	genl->cmd = cmd;
	genl->version = 1;
	return request;
}

void genl_client_put(struct nlmsghdr *request, u16 type, const void *data, u16 bytes)
{
	struct nlattr *attr = (void *)request + NLMSG_ALIGN(request->nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = nla_attr_size(bytes);
	memcpy(nla_data(attr), data, bytes);
	request->nlmsg_len = NLMSG_ALIGN(request->nlmsg_len) + nla_total_size(bytes);
}

int genl_client_send(struct genl_client *client, struct nlmsghdr *request)
{
	/* Without an address: with one, who opened the socket would not matter. */
	struct msghdr message = {};
	struct kvec part = { .iov_base = request, .iov_len = request->nlmsg_len };
	int sent = kernel_sendmsg(client->socket, &message, &part, 1, part.iov_len);

	return sent < 0 ? sent : 0;
}

static bool receive_datagram(struct genl_client *client)
{
	struct msghdr message = {};
	struct kvec part = { .iov_base = client->buffer, .iov_len = GENL_CLIENT_BYTES };

	client->next = 0;
	client->bytes = kernel_recvmsg(client->socket, &message, &part, 1, part.iov_len,
				       MSG_DONTWAIT);
	return client->bytes > 0;
}

struct nlmsghdr *genl_client_receive(struct genl_client *client)
{
	struct nlmsghdr *message;

	if (client->next >= client->bytes && !receive_datagram(client))
		return NULL;
	message = (struct nlmsghdr *)(client->buffer + client->next);
	if (!nlmsg_ok(message, client->bytes - client->next))
		return NULL;
	client->next += NLMSG_ALIGN(message->nlmsg_len);
	return message;
}

int genl_client_error(const struct nlmsghdr *message)
{
	const struct nlmsgerr *error = nlmsg_data(message);

	if (message->nlmsg_type != NLMSG_ERROR)
		return -EBADMSG;
	return error->error;
}

int genl_client_parse(const struct nlmsghdr *message, struct nlattr **attrs, int max)
{
	return nlmsg_parse(message, GENL_HDRLEN, attrs, max, NULL, NULL);
}

int genl_client_join(struct genl_client *client)
{
	struct socket *socket = client->socket;

	return socket->ops->setsockopt(socket, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
				       KERNEL_SOCKPTR(&client->group), sizeof(client->group));
}

static int find_group(struct genl_client *client, const struct nlattr *groups)
{
	struct nlattr *attrs[CTRL_ATTR_MCAST_GRP_MAX + 1];
	struct nlattr *group;
	int left;

	nla_for_each_nested(group, groups, left) {
		if (nla_parse_nested_deprecated(attrs, CTRL_ATTR_MCAST_GRP_MAX, group, NULL,
						NULL))
			return -EBADMSG;
		if (!nla_strcmp(attrs[CTRL_ATTR_MCAST_GRP_NAME], MAPGC_MCGRP_EVENTS))
			client->group = nla_get_u32(attrs[CTRL_ATTR_MCAST_GRP_ID]);
	}
	return client->group ? 0 : -ENOENT;
}

/* Asks the controller, as every client does. */
static int find_family(struct genl_client *client)
{
	struct nlattr *attrs[CTRL_ATTR_MAX + 1];
	struct nlmsghdr *message;
	int err;

	message = genl_client_begin(client, CTRL_CMD_GETFAMILY, 0);
	message->nlmsg_type = GENL_ID_CTRL;
	genl_client_put(message, CTRL_ATTR_FAMILY_NAME, MAPGC_FAMILY_NAME,
			sizeof(MAPGC_FAMILY_NAME));
	err = genl_client_send(client, message);
	if (err)
		return err;
	message = genl_client_receive(client);
	if (!message || message->nlmsg_type != GENL_ID_CTRL ||
	    genl_client_parse(message, attrs, CTRL_ATTR_MAX) ||
	    !attrs[CTRL_ATTR_FAMILY_ID] || !attrs[CTRL_ATTR_MCAST_GROUPS])
		return -ENOENT;
	client->family_id = nla_get_u16(attrs[CTRL_ATTR_FAMILY_ID]);
	return find_group(client, attrs[CTRL_ATTR_MCAST_GROUPS]);
}

static int open_socket(struct genl_client *client)
{
	int err = sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW, NETLINK_GENERIC,
				   &client->socket);

	if (err)
		return err;
	/* Capabilities are looked up in the file; it has the socket from here on. */
	client->file = sock_alloc_file(client->socket, 0, NULL);
	return PTR_ERR_OR_ZERO(client->file);
}

struct genl_client *genl_client_open(struct kunit *test)
{
	struct genl_client *client = kunit_kzalloc(test, sizeof(*client), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, client);
	client->buffer = kvmalloc(GENL_CLIENT_BYTES, GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, client->buffer);
	KUNIT_ASSERT_EQ(test, open_socket(client), 0);
	KUNIT_ASSERT_EQ(test, find_family(client), 0);
	return client;
}

void genl_client_close(struct genl_client *client)
{
	__fput_sync(client->file);
	kvfree(client->buffer);
}
