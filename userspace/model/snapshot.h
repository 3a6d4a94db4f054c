/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is known at one moment: plain data, filled by the client, read by the
 * views. No I/O here.
 */
#ifndef MAPGC_MODEL_SNAPSHOT_H
#define MAPGC_MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/mapgc.h>

/**
 * struct target_feature - one line of "features"
 * @is_known: false where another reader attached the target and only it knows
 * @is_on: it works
 * @reason: why not, or what is limited; may be empty
 */
struct target_feature {
	bool is_known;
	bool is_on;
	char reason[160];
};

/**
 * struct target - one target at one moment
 * @id: the kernel's id
 * @exe: path of the executable
 * @go_version: "go1.24.4"
 * @go_minor: 24
 * @attach_flags: MAPGC_ATTACH_*
 * @nr_sites: probe sites
 * @nr_callsites: call sites with a verdict
 * @window_ms: see struct mapgc_attach_args
 * @period_ms: see struct mapgc_attach_args
 * @window_hits: see struct mapgc_attach_args
 * @budget_ppm: see struct mapgc_attach_args
 * @memory_bytes: kernel memory that the target holds
 * @maps: feature
 * @alloc: feature
 * @gc: feature
 * @pids: live processes, nr_pids of them
 * @figures: the kernel's figures since attach (hdr is not used)
 */
struct target {
	uint32_t id;
	char exe[MAPGC_LABEL_MAX];
	char go_version[MAPGC_VERSION_MAX];
	uint32_t go_minor;
	uint32_t attach_flags;
	uint32_t nr_sites;
	uint32_t nr_callsites;
	uint32_t window_ms;
	uint32_t period_ms;
	uint32_t window_hits;
	uint32_t budget_ppm;
	uint64_t memory_bytes;
	struct target_feature maps;
	struct target_feature alloc;
	struct target_feature gc;
	struct mapgc_pid *pids;
	size_t nr_pids;
	struct mapgc_snapshot_args figures;
};

/**
 * struct snapshot - all targets at one moment
 * @host: host name
 * @time_ns: CLOCK_REALTIME
 * @reader_losses: events that the reader itself lost (netlink overrun)
 * @targets: nr_targets of them, ascending by id
 */
struct snapshot {
	char host[65];
	uint64_t time_ns;
	uint64_t reader_losses;
	struct target *targets;
	size_t nr_targets;
};

/** snapshot_deinit() - free what a snapshot holds; an all-zero one holds nothing */
void snapshot_deinit(struct snapshot *snapshot);

/**
 * snapshot_copy() - a copy that lives on its own
 * @from: what to copy
 * @ret: filled on success; snapshot_deinit() when done
 *
 * Return: 0 or -ENOMEM.
 */
int snapshot_copy(const struct snapshot *from, struct snapshot *ret);

/**
 * snapshot_find() - the target with an id
 *
 * Return: NULL where there is none.
 */
const struct target *snapshot_find(const struct snapshot *snapshot, uint32_t id);

#endif /* MAPGC_MODEL_SNAPSHOT_H */
