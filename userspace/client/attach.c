// SPDX-License-Identifier: GPL-2.0
/* Making and changing targets. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/chardev.h"
#include "client/client.h"
#include "client/handle.h"

static char *what(char *buf, size_t size, const char *verb, const char *object)
{
	snprintf(buf, size, "%s %s", verb, object);
	return buf;
}

/* The end of a long path tells more than its start. */
static void set_label(char label[MAPGC_LABEL_MAX], const char *path)
{
	size_t len = strlen(path);

	if (len < MAPGC_LABEL_MAX)
		memcpy(label, path, len + 1);
	else
		snprintf(label, MAPGC_LABEL_MAX, "...%s", path + len - (MAPGC_LABEL_MAX - 4));
}

static void fill_args(struct mapgc_attach_args *args, const struct client_attach *attach)
{
	const struct manifest *manifest = attach->manifest;

	args->hdr.size = sizeof(*args);
	args->hdr.flags = attach->flags;
	args->exe_fd = attach->exe_fd;
	args->sites = (uintptr_t)manifest->sites;
	args->nr_sites = manifest->nr_sites;
	args->callsites = (uintptr_t)manifest->callsites;
	args->nr_callsites = manifest->nr_callsites;
	args->transitions = (uintptr_t)manifest->transitions;
	args->nr_transitions = manifest->nr_transitions;
	args->pids = (uintptr_t)attach->pids;
	args->nr_pids = attach->nr_pids;
	args->window_ms = attach->window_ms;
	args->period_ms = attach->period_ms;
	args->window_hits = attach->window_hits;
	args->budget_ppm = attach->budget_ppm;
	args->hit_cost_ns = attach->hit_cost_ns;
	args->busy_hit_cost_ns = attach->busy_hit_cost_ns;
	args->busy_cpus = attach->busy_cpus;
	args->text_va = manifest->text_va;
	args->layout = manifest->layout;
	set_label(args->label, attach->exe);
	memcpy(args->go_version, manifest->go_version, sizeof(args->go_version));
}

/* Room first, so that nothing can fail once the target exists. */
static int grow(struct client *client)
{
	struct client_target *targets;

	targets = reallocarray(client->targets, client->nr_targets + 1, sizeof(*targets));
	if (!targets)
		return -ENOMEM;
	client->targets = targets;
	return 0;
}

_Static_assert(sizeof(pid_t) == sizeof(__u32), "process ids are passed as they are");

int client_attach(struct client *client, const struct client_attach *attach,
		  uint32_t *ret_id, struct error *err)
{
	struct mapgc_attach_args args = {};
	struct client_target *target;
	char text[MAPGC_LABEL_MAX + 16];
	int code;

	if (grow(client))
		return error_set(err, -ENOMEM, "attach %s: no memory", attach->exe);
	fill_args(&args, attach);
	code = chardev_call(client->fd, MAPGC_IOC_ATTACH, &args.hdr,
			    what(text, sizeof(text), "attach", attach->exe), err);
	if (code)
		return code;
	target = &client->targets[client->nr_targets++];
	target->id = args.target_id;
	target->maps = attach->manifest->maps;
	target->gc = attach->manifest->gc;
	*ret_id = args.target_id;
	return 0;
}

int client_detach(struct client *client, uint32_t id, struct error *err)
{
	struct mapgc_detach_args args = {
		.hdr.size = sizeof(args),
		.target_id = id,
	};
	struct client_target *target = client_target_find(client, id);
	char number[16], text[32];
	int code;

	snprintf(number, sizeof(number), "%u", id);
	code = chardev_call(client->fd, MAPGC_IOC_DETACH, &args.hdr,
			    what(text, sizeof(text), "detach target", number), err);
	if (code)
		return code;
	if (target)
		*target = client->targets[--client->nr_targets];
	return 0;
}

int client_process_add(struct client *client, uint32_t id, pid_t pid, struct error *err)
{
	struct mapgc_process_args args = {
		.hdr.size = sizeof(args),
		.target_id = id,
		.pid = pid,
	};
	char number[16], text[32];

	snprintf(number, sizeof(number), "%d", pid);
	return chardev_call(client->fd, MAPGC_IOC_PROCESS_ADD, &args.hdr,
			    what(text, sizeof(text), "attach process", number), err);
}
