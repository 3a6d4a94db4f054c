// SPDX-License-Identifier: GPL-2.0
#include "client/client.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <netlink/socket.h>

#include "client/chardev.h"
#include "client/handle.h"

int client_open(struct client **ret, struct error *err)
{
	struct client *client = calloc(1, sizeof(*client));
	struct mapgc_info_args info;
	int code;

	if (!client)
		return error_set(err, -ENOMEM, "%s: no memory", CHARDEV_PATH);
	client->fd = chardev_open(err);
	if (client->fd < 0) {
		code = client->fd;
		goto err_free;
	}
	code = chardev_info(client->fd, &info, err);
	if (code)
		goto err_close;
	*ret = client;
	return 0;

err_close:
	close(client->fd);
err_free:
	free(client);
	return code;
}

void client_close(struct client *client)
{
	if (!client)
		return;
	if (client->events)
		nl_socket_free(client->events);
	free(client->targets);
	close(client->fd);
	free(client);
}

struct client_target *client_target_find(struct client *client, uint32_t id)
{
	size_t i;

	for (i = 0; i < client->nr_targets; i++)
		if (client->targets[i].id == id)
			return &client->targets[i];
	return NULL;
}
