/* SPDX-License-Identifier: GPL-2.0 */
/* Bare generic netlink sockets: no library stands between a test and the kernel. */
#ifndef MAPGC_ABI_NL_SOCKET_H
#define MAPGC_ABI_NL_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct nl_family - the family mapgc as this kernel numbers it
 * @id: type of its messages
 * @events: its multicast group
 */
struct nl_family {
	uint16_t id;
	uint32_t events;
};

/** nl_socket() - a socket that never blocks, or negative errno */
int nl_socket(void);

/** nl_family_find() - 0 or negative errno */
int nl_family_find(struct nl_family *ret);

/** nl_send() - @bytes as they are; 0 or negative errno */
int nl_send(int fd, const void *message, size_t bytes);

/**
 * nl_receive() - what is there
 * @fd: the socket
 * @buf: where to
 * @bytes: its size
 *
 * Return: bytes of a run of messages, 0 where there is nothing, or negative errno.
 */
long nl_receive(int fd, void *buf, size_t bytes);

#endif /* MAPGC_ABI_NL_SOCKET_H */
