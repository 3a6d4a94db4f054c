/* SPDX-License-Identifier: GPL-2.0 */
/* A user of generic netlink, in the kernel: a real socket, and what it receives. */
#ifndef MAPGC_KUNIT_GENL_CLIENT_H
#define MAPGC_KUNIT_GENL_CLIENT_H

#include <kunit/test.h>
#include <linux/mapgc_netlink.h>
#include <net/genetlink.h>

/* More than the largest message. */
#define GENL_CLIENT_BYTES	(512 * 1024)

/**
 * struct genl_client - a socket
 * @socket: open
 * @file: of the socket; its opener's capabilities count
 * @family_id: of mapgc
 * @group: of its events
 * @request: the last request
 * @buffer: the last datagram that was received, GENL_CLIENT_BYTES
 * @bytes: of it
 * @next: offset in it of the next message
 */
struct genl_client {
	struct socket *socket;
	struct file *file;
	u16 family_id;
	u32 group;
	char request[512];
	char *buffer;
	int bytes;
	int next;
};

/** genl_client_open() - a client that knows the family */
struct genl_client *genl_client_open(struct kunit *test);
void genl_client_close(struct genl_client *client);

/** genl_client_begin() - a request without attributes, for genl_client_send() */
struct nlmsghdr *genl_client_begin(struct genl_client *client, u8 cmd, u16 flags);

/** genl_client_put() - one attribute more, of whatever size */
void genl_client_put(struct nlmsghdr *request, u16 type, const void *data, u16 bytes);

/** genl_client_send() - 0 or negative errno */
int genl_client_send(struct genl_client *client, struct nlmsghdr *request);

/** genl_client_receive() - the next message, or NULL where there is none (yet) */
struct nlmsghdr *genl_client_receive(struct genl_client *client);

/** genl_client_error() - of an NLMSG_ERROR message, 0 where it is an acknowledgment */
int genl_client_error(const struct nlmsghdr *message);

/**
 * genl_client_parse() - attributes of a message of a family
 * @message: received
 * @attrs: MAX + 1
 * @max: highest type
 *
 * Return: 0, or negative errno where there are others.
 */
int genl_client_parse(const struct nlmsghdr *message, struct nlattr **attrs, int max);

/** genl_client_join() - receive the events; 0 or negative errno */
int genl_client_join(struct genl_client *client);

#endif /* MAPGC_KUNIT_GENL_CLIENT_H */
