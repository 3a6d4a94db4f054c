/* SPDX-License-Identifier: GPL-2.0 */
/* The socket for events, and whether they can be had at all; without a client. */
#ifndef MAPGC_CLIENT_EVENTS_H
#define MAPGC_CLIENT_EVENTS_H

#include "text/error.h"

struct nl_sock;

/** events_family_find() - id of the netlink family mapgc, or negative errno */
int events_family_find(struct error *err);

/** events_socket_prepare() - how a socket takes messages; 0 or a negative code of libnl */
int events_socket_prepare(struct nl_sock *sock);

#endif /* MAPGC_CLIENT_EVENTS_H */
