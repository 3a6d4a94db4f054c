// SPDX-License-Identifier: GPL-2.0
/*
 * Netlink messages with any bytes, through libnl as the reader receives them:
 * an input is a run of datagrams, each behind its length. recvmsg() is this file's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>
#include <netlink/socket.h>

#include "client/client.h"
#include "client/event_message.h"
#include "client/events.h"
#include "client/handle.h"
#include "fuzz/harness.h"
#include "fuzz/json_check.h"
#include "resolve/cursor.h"
#include "view/view.h"

#define FAMILY	30

static struct cursor datagrams;
static uint64_t nr_events;

/* The next datagram, or NULL where the socket has none; *err is set for an overrun. */
static const uint8_t *peek(size_t *ret_len, int *err)
{
	struct cursor cur = datagrams;

	*ret_len = cursor_u16(&cur);
	*err = 0;
	if (cur.is_short)
		return NULL;
	if (*ret_len == 0xffff) {
		*err = ENOBUFS;
		*ret_len = 0;
		return cur.data + cur.pos;
	}
	if (*ret_len > cur.len - cur.pos)
		*ret_len = cur.len - cur.pos;
	return cur.data + cur.pos;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	struct sockaddr_nl *from = msg->msg_name;
	size_t len, room = msg->msg_iov[0].iov_len;
	const uint8_t *bytes;
	int err;

	(void)fd;
	bytes = peek(&len, &err);
	if (!bytes) {
		errno = EAGAIN;
		return -1;
	}
	if (from)
		*from = (struct sockaddr_nl){ .nl_family = AF_NETLINK };
	msg->msg_namelen = sizeof(*from);
	msg->msg_controllen = 0;
	msg->msg_flags = len > room ? MSG_TRUNC : 0;
	memcpy(msg->msg_iov[0].iov_base, bytes, len < room ? len : room);
	if (!(flags & MSG_PEEK) || err)
		cursor_skip(&datagrams, 2 + len);
	if (err) {
		errno = err;
		return -1;
	}
	return flags & MSG_TRUNC || len < room ? len : room;
}

static int on_event(void *ctx, const struct event *event)
{
	struct error err = { "" };

	if (event->type > EVENT_TARGET_DETACH)
		abort();
	nr_events++;
	return events_view.event(ctx, event, &err);
}

static void read_all(void *view)
{
	static struct nl_sock *sock;
	struct client client = { .fd = -1, .family = FAMILY };
	struct error err = { "" };
	uint64_t lost = 0;
	int code;

	if (!sock) {
		sock = nl_socket_alloc();
		if (!sock || events_socket_prepare(sock))
			abort();
	}
	client.events = sock;
	nr_events = 0;
	while (!datagrams.is_short && datagrams.pos < datagrams.len) {
		size_t before = datagrams.pos;

		code = client_events_read(&client, on_event, view, &lost, &err);
		if (code && !err.text[0])
			abort();
		if (datagrams.pos == before)
			break;
	}
}

/* One message as it is, without what libnl checks before. */
static void parse_alone(const uint8_t *data, size_t len)
{
	struct nlmsghdr *hdr;
	struct event event;
	int code;

	if (len < sizeof(*hdr))
		return;
	hdr = malloc(len);
	if (!hdr)
		abort();
	memcpy(hdr, data, len);
	hdr->nlmsg_len = len;
	code = event_message_parse(hdr, &event);
	if (code && code != -ENOMSG && code != -EBADMSG)
		abort();
	free(hdr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct view_setup setup = {};
	char *text = NULL;
	size_t bytes = 0;
	void *view;

	parse_alone(data, len);
	setup.out = open_memstream(&text, &bytes);
	if (!setup.out || events_view.begin(&setup, &view, NULL))
		abort();
	cursor_init(&datagrams, data, len);
	read_all(view);
	events_view.end(view);
	fclose(setup.out);
	if (!!nr_events != !!bytes)
		abort();
	json_check_lines(text, bytes);
	free(text);
	return 0;
}
