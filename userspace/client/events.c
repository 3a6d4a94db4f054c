// SPDX-License-Identifier: GPL-2.0
/* The multicast group of the netlink family. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include <linux/mapgc_netlink.h>

#include "client/client.h"
#include "client/event_message.h"
#include "client/events.h"
#include "client/handle.h"

/* Pauses come in bursts while the reader draws: some ten thousand messages. */
#define RECEIVE_BUFFER_BYTES (8 << 20)

static int netlink_error(struct error *err, const char *what, int code)
{
	switch (-code) {
	case NLE_OBJ_NOTFOUND:
		return error_set(err, -ENOENT,
				 "%s: no netlink family mapgc: modprobe mapgc", what);
	case NLE_PERM:
	case NLE_NOACCESS:
		return error_set(err, -EPERM, "%s: needs root (CAP_SYS_ADMIN)", what);
	case NLE_NOMEM:
		return error_set(err, -ENOMEM, "%s: no memory", what);
	default:
		return error_set(err, -EIO, "%s: %s", what, nl_geterror(code));
	}
}

static struct nl_sock *connected_socket(struct error *err)
{
	struct nl_sock *sock = nl_socket_alloc();
	int code;

	if (!sock) {
		error_set(err, -ENOMEM, "netlink: no memory");
		return NULL;
	}
	code = genl_connect(sock);
	if (code) {
		netlink_error(err, "netlink", code);
		nl_socket_free(sock);
		return NULL;
	}
	return sock;
}

int events_family_find(struct error *err)
{
	struct nl_sock *sock = connected_socket(err);
	int family;

	if (!sock)
		return -EIO;
	family = genl_ctrl_resolve(sock, MAPGC_FAMILY_NAME);
	nl_socket_free(sock);
	return family < 0 ? netlink_error(err, "netlink", family) : family;
}

/* Many times the longest event: what does not fit was not sent by the module. */
#define MESSAGE_BYTES	(64 << 10)

/*
 * libnl looks at a message before it takes it, and never takes an empty one; who may
 * send to this socket could stop the reader with that.
 */
int events_socket_prepare(struct nl_sock *sock)
{
	nl_socket_disable_msg_peek(sock);
	return nl_socket_set_msg_buf_size(sock, MESSAGE_BYTES);
}

/* A larger buffer is wished for, not needed: a loss would be counted. */
static void enlarge_buffer(struct nl_sock *sock)
{
	int bytes = RECEIVE_BUFFER_BYTES;

	setsockopt(nl_socket_get_fd(sock), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
}

static int join(struct client *client, struct nl_sock *sock)
{
	int group, code;

	client->family = genl_ctrl_resolve(sock, MAPGC_FAMILY_NAME);
	if (client->family < 0)
		return client->family;
	group = genl_ctrl_resolve_grp(sock, MAPGC_FAMILY_NAME, MAPGC_MCGRP_EVENTS);
	if (group < 0)
		return group;
	enlarge_buffer(sock);
	code = events_socket_prepare(sock);
	return code ? code : nl_socket_add_membership(sock, group);
}

int client_events_open(struct client *client, struct error *err)
{
	struct nl_sock *sock = connected_socket(err);
	int code;

	if (!sock)
		return -EIO;
	code = join(client, sock);
	if (!code)
		code = nl_socket_set_nonblocking(sock);
	if (code) {
		nl_socket_free(sock);
		return netlink_error(err, "events", code);
	}
	client->events = sock;
	return nl_socket_get_fd(sock);
}

/**
 * struct reading - one client_events_read()
 * @client: the client
 * @on_event: the caller's
 * @ctx: the caller's
 * @lost: the caller's
 * @stopped: what @on_event returned
 */
struct reading {
	struct client *client;
	int (*on_event)(void *ctx, const struct event *event);
	void *ctx;
	uint64_t *lost;
	int stopped;
};

/* What a newer module adds is skipped: its number still counts. */
static int on_message(struct nl_msg *msg, void *arg)
{
	struct reading *reading = arg;
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct event event;
	int code;

	if (hdr->nlmsg_type != reading->client->family)
		return NL_SKIP;
	code = event_message_parse(hdr, &event);
	if (code == -EBADMSG) {
		++*reading->lost;
		return NL_SKIP;
	}
	*reading->lost += sequence_take(&reading->client->sequence, event.seq);
	if (code)
		return NL_SKIP;
	reading->stopped = reading->on_event(reading->ctx, &event);
	return reading->stopped ? NL_STOP : NL_OK;
}

/* The kernel's events answer no request of ours. */
static int accept_any_sequence(struct nl_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return NL_OK;
}

/* Return: 1 to go on, 0 when there is nothing more, or negative errno. */
static int read_once(struct reading *reading, struct nl_cb *cb, struct error *err)
{
	int code = nl_recvmsgs(reading->client->events, cb);

	if (reading->stopped)
		return reading->stopped < 0 ? reading->stopped : 0;
	switch (-code) {
	case NLE_SUCCESS:
	case NLE_INTR:
		return 1;
	case NLE_AGAIN:
		return 0;
	case NLE_MSG_TRUNC:
		++*reading->lost;
		return 1;
	case NLE_NOMEM: /* ENOBUFS: the socket's buffer was full; it stays readable */
		*reading->lost += sequence_overrun(&reading->client->sequence);
		return 0;
	default:
		return code > 0 ? 1 : netlink_error(err, "events", code);
	}
}

int client_events_read(struct client *client,
		       int (*on_event)(void *ctx, const struct event *event), void *ctx,
		       uint64_t *lost, struct error *err)
{
	struct reading reading = {
		.client = client,
		.on_event = on_event,
		.ctx = ctx,
		.lost = lost,
	};
	struct nl_cb *cb = nl_cb_alloc(NL_CB_CUSTOM);
	int code;

	if (!cb)
		return error_set(err, -ENOMEM, "events: no memory");
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, accept_any_sequence, NULL);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_message, &reading);
	do {
		code = read_once(&reading, cb, err);
	} while (code > 0);
	nl_cb_put(cb);
	return reading.stopped ? reading.stopped : code;
}
