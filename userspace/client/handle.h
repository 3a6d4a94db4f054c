/* SPDX-License-Identifier: GPL-2.0 */
/* The insides of struct client, for the files of this folder. */
#ifndef MAPGC_CLIENT_HANDLE_H
#define MAPGC_CLIENT_HANDLE_H

#include <stddef.h>
#include <stdint.h>

#include "client/client.h"
#include "client/sequence.h"

struct nl_sock;

/**
 * struct client_target - what only the client that attached a target knows of it
 * @id: the kernel's id
 * @maps: feature of the manifest
 * @gc: feature of the manifest
 */
struct client_target {
	uint32_t id;
	struct feature maps;
	struct feature gc;
};

/**
 * struct client - the handle
 * @fd: /dev/mapgc
 * @targets: attached by this client, nr_targets of them
 * @nr_targets: how many
 * @events: socket in the events group, or NULL
 * @family: id of the netlink family, valid with @events
 * @sequence: of the events
 */
struct client {
	int fd;
	struct client_target *targets;
	size_t nr_targets;
	struct nl_sock *events;
	int family;
	struct sequence sequence;
};

/** client_target_find() - NULL where this client did not attach it */
struct client_target *client_target_find(struct client *client, uint32_t id);

#endif /* MAPGC_CLIENT_HANDLE_H */
