/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The reader's side of the kernel interface: an opaque handle that fills plain
 * structures. Never prints.
 */
#ifndef MAPGC_CLIENT_CLIENT_H
#define MAPGC_CLIENT_CLIENT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/event.h"
#include "model/snapshot.h"
#include "resolve/manifest.h"
#include "text/error.h"

struct client;

/**
 * client_open() - open /dev/mapgc and check the interface version
 *
 * The error text says what is in the way: "module not loaded: modprobe mapgc",
 * "needs root", "module speaks version 2, this reader 1".
 * Return: 0 or negative errno.
 */
int client_open(struct client **ret, struct error *err);

/** client_close() - detach what this client attached, and close; NULL is fine */
void client_close(struct client *client);

/**
 * struct client_attach - what to attach
 * @exe_fd: the executable
 * @exe: its path
 * @manifest: resolved sites
 * @pids: processes in this PID namespace, nr_pids of them, none with MAPGC_ATTACH_ALL
 * @nr_pids: how many
 * @flags: MAPGC_ATTACH_*
 * @window_ms: 0 with MAPGC_ATTACH_EXACT
 * @period_ms: 0 with MAPGC_ATTACH_EXACT
 * @window_hits: 0 with MAPGC_ATTACH_EXACT
 * @budget_ppm: 0 for none; 0 with MAPGC_ATTACH_EXACT, like all below
 * @hit_cost_ns: with a budget, see struct mapgc_attach_args
 * @busy_hit_cost_ns: the same
 * @busy_cpus: the same
 */
struct client_attach {
	int exe_fd;
	const char *exe;
	const struct manifest *manifest;
	const pid_t *pids;
	size_t nr_pids;
	uint32_t flags;
	uint32_t window_ms;
	uint32_t period_ms;
	uint32_t window_hits;
	uint32_t budget_ppm;
	uint32_t hit_cost_ns;
	uint32_t busy_hit_cost_ns;
	uint32_t busy_cpus;
};

int client_attach(struct client *client, const struct client_attach *attach,
		  uint32_t *ret_id, struct error *err);
int client_detach(struct client *client, uint32_t id, struct error *err);
int client_process_add(struct client *client, uint32_t id, pid_t pid, struct error *err);

/**
 * client_snapshot() - all targets on the host (@ids NULL) or some
 * @client: the client
 * @ids: only these, nr_ids of them; one that is gone is left out
 * @nr_ids: how many
 * @ret: filled; snapshot_deinit() when done
 * @err: filled on failure
 */
int client_snapshot(struct client *client, const uint32_t *ids, size_t nr_ids,
		    struct snapshot *ret, struct error *err);

/**
 * client_events_open() - join the events group
 *
 * Return: a file descriptor to poll() for reading (owned by @client), or negative errno.
 */
int client_events_open(struct client *client, struct error *err);

/**
 * client_events_read() - take what has come, without blocking
 * @client: the client
 * @on_event: called for each; a non-zero return stops and is returned
 * @ctx: passed to it
 * @lost: increased by the events that were lost (socket overrun, gaps in seq)
 * @err: filled on failure
 */
int client_events_read(struct client *client,
		       int (*on_event)(void *ctx, const struct event *event), void *ctx,
		       uint64_t *lost, struct error *err);

#endif /* MAPGC_CLIENT_CLIENT_H */
