// SPDX-License-Identifier: GPL-2.0
/*
 * usage: event_listeners N
 *
 * N sockets that are told of every event, and do not read: "ready" is said once they are
 * there. At the end of standard input, how many events each of them holds: NAME VALUE.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#include <linux/mapgc_netlink.h>

/* Enough for the events of a benchmark: what is lost would not be paid for. */
#define BUFFER_BYTES	(64 << 20)

static int join(struct nl_sock *sock)
{
	int bytes = BUFFER_BYTES, group;

	if (genl_connect(sock))
		return -1;
	group = genl_ctrl_resolve_grp(sock, MAPGC_FAMILY_NAME, MAPGC_MCGRP_EVENTS);
	if (group < 0 || nl_socket_add_membership(sock, group) || nl_socket_set_nonblocking(sock))
		return -1;
	return setsockopt(nl_socket_get_fd(sock), SOL_SOCKET, SO_RCVBUFFORCE, &bytes,
			  sizeof(bytes));
}

/* Every event is a message of its own. */
static long count_events(struct nl_sock *sock)
{
	char buf[4096];
	long nr = 0;

	while (recv(nl_socket_get_fd(sock), buf, sizeof(buf), 0) > 0)
		nr++;
	return errno == EAGAIN ? nr : -errno;
}

int main(int argc, char **argv)
{
	int nr = argc == 2 ? atoi(argv[1]) : -1, i;
	struct nl_sock **socks;

	if (nr < 0) {
		fputs("usage: event_listeners N\n", stderr);
		return 2;
	}
	socks = calloc(nr + 1, sizeof(*socks));
	for (i = 0; i < nr; i++) {
		socks[i] = nl_socket_alloc();
		if (!socks[i] || join(socks[i])) {
			fputs("event_listeners: a socket cannot listen\n", stderr);
			return 1;
		}
	}
	puts("ready");
	fflush(stdout);
	while (getchar() != EOF)
		;
	for (i = 0; i < nr; i++)
		printf("events %ld\n", count_events(socks[i]));
	return 0;
}
