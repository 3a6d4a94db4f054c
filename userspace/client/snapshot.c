// SPDX-License-Identifier: GPL-2.0
/* Filling snapshots: list, then each target, then its figures. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/chardev.h"
#include "client/client.h"
#include "client/handle.h"

static void set_feature(struct target_feature *feature, const struct feature *known)
{
	feature->is_known = known;
	if (!known)
		return;
	feature->is_on = known->is_on;
	memcpy(feature->reason, known->reason, sizeof(feature->reason));
}

static void set_features(struct client *client, struct target *target)
{
	static const struct feature alloc = { .reason = "not in this version" };
	struct client_target *own = client_target_find(client, target->id);

	set_feature(&target->maps, own ? &own->maps : NULL);
	set_feature(&target->gc, own ? &own->gc : NULL);
	set_feature(&target->alloc, own ? &alloc : NULL);
}

static void set_target(struct target *target, const struct mapgc_target_args *args)
{
	memcpy(target->exe, args->label, sizeof(target->exe));
	target->exe[sizeof(target->exe) - 1] = '\0';
	memcpy(target->go_version, args->go_version, sizeof(target->go_version));
	target->go_version[sizeof(target->go_version) - 1] = '\0';
	target->go_minor = args->go_minor;
	target->attach_flags = args->attach_flags;
	target->nr_sites = args->nr_sites;
	target->nr_callsites = args->nr_callsites;
	target->window_ms = args->window_ms;
	target->period_ms = args->period_ms;
	target->window_hits = args->window_hits;
	target->budget_ppm = args->budget_ppm;
	target->memory_bytes = args->memory_bytes;
}

static int read_target(struct client *client, struct target *target, struct error *err)
{
	struct mapgc_pid pids[MAPGC_PROCESSES_MAX];
	struct mapgc_target_args args = {
		.hdr.size = sizeof(args),
		.target_id = target->id,
		.pids = (uintptr_t)pids,
		.nr_pids = MAPGC_PROCESSES_MAX,
	};
	int code;

	code = chardev_call(client->fd, MAPGC_IOC_TARGET, &args.hdr, "read target", err);
	if (code)
		return code;
	set_target(target, &args);
	if (args.nr_pids > MAPGC_PROCESSES_MAX)
		args.nr_pids = MAPGC_PROCESSES_MAX;
	if (!args.nr_pids)
		return 0;
	target->pids = malloc(args.nr_pids * sizeof(pids[0]));
	if (!target->pids)
		return error_set(err, -ENOMEM, "read target: no memory");
	memcpy(target->pids, pids, args.nr_pids * sizeof(pids[0]));
	target->nr_pids = args.nr_pids;
	return 0;
}

static int read_figures(struct client *client, struct target *target, struct error *err)
{
	target->figures.hdr.size = sizeof(target->figures);
	target->figures.target_id = target->id;
	return chardev_call(client->fd, MAPGC_IOC_SNAPSHOT, &target->figures.hdr,
			    "read figures", err);
}

/* A target that goes between the list and here is left out. */
static int add_target(struct client *client, uint32_t id, struct snapshot *snapshot,
		      struct error *err)
{
	struct target *target = &snapshot->targets[snapshot->nr_targets];
	int code;

	memset(target, 0, sizeof(*target));
	target->id = id;
	code = read_target(client, target, err);
	if (!code)
		code = read_figures(client, target, err);
	if (!code) {
		set_features(client, target);
		snapshot->nr_targets++;
		return 0;
	}
	free(target->pids);
	return code == -ENOENT ? 0 : code;
}

/* Beyond any limit of a module: memory is not taken at its word. */
#define LISTED_MAX	(1 << 20)

static int list_targets(struct client *client, uint32_t **ret, size_t *nr, struct error *err)
{
	struct mapgc_list_args args = { .nr_ids = 64 };
	uint32_t *ids = NULL, *more;
	uint32_t room;
	int code;

	do {
		room = args.nr_ids;
		if (room > LISTED_MAX) {
			code = error_set(err, -EPROTO, "list targets: %u are too many", room);
			goto err_free;
		}
		more = reallocarray(ids, room, sizeof(*ids));
		if (!more) {
			code = error_set(err, -ENOMEM, "list targets: no memory");
			goto err_free;
		}
		ids = more;
		args.hdr.size = sizeof(args);
		args.ids = (uintptr_t)ids;
		code = chardev_call(client->fd, MAPGC_IOC_LIST, &args.hdr, "list targets",
				    err);
		if (code)
			goto err_free;
	} while (args.nr_ids > room);
	*ret = ids;
	*nr = args.nr_ids;
	return 0;

err_free:
	free(ids);
	return code;
}

static int compare_ids(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static int copy_ids(const uint32_t *ids, size_t nr, uint32_t **ret, struct error *err)
{
	*ret = malloc((nr ? nr : 1) * sizeof(**ret));
	if (!*ret)
		return error_set(err, -ENOMEM, "list targets: no memory");
	if (nr)
		memcpy(*ret, ids, nr * sizeof(**ret));
	return 0;
}

static void set_moment(struct snapshot *snapshot)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	snapshot->time_ns = now.tv_sec * 1000000000ULL + now.tv_nsec;
	gethostname(snapshot->host, sizeof(snapshot->host) - 1);
}

int client_snapshot(struct client *client, const uint32_t *ids, size_t nr_ids,
		    struct snapshot *ret, struct error *err)
{
	uint32_t *wanted;
	size_t i;
	int code;

	memset(ret, 0, sizeof(*ret));
	set_moment(ret);
	code = ids ? copy_ids(ids, nr_ids, &wanted, err) :
		     list_targets(client, &wanted, &nr_ids, err);
	if (code)
		return code;
	qsort(wanted, nr_ids, sizeof(*wanted), compare_ids);
	ret->targets = calloc(nr_ids ? nr_ids : 1, sizeof(*ret->targets));
	if (!ret->targets)
		code = error_set(err, -ENOMEM, "read targets: no memory");
	for (i = 0; !code && i < nr_ids; i++)
		code = add_target(client, wanted[i], ret, err);
	free(wanted);
	if (code)
		snapshot_deinit(ret);
	return code;
}
