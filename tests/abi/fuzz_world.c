// SPDX-License-Identifier: GPL-2.0
#include "fuzz_world.h"

#include <string.h>

#include "device.h"

#define TARGETS_LOOKED_AT	2

static uint64_t add(uint64_t hash, const void *data, size_t bytes)
{
	const unsigned char *at = data;
	uint64_t word;

	for (; bytes >= sizeof(word); bytes -= sizeof(word), at += sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		hash = (hash ^ word) * 0x100000001b3ULL;
		hash ^= hash >> 29;
	}
	while (bytes--)
		hash = (hash ^ *at++) * 0x100000001b3ULL;
	return hash;
}

/* Windows open and close by themselves: of time and of them nothing is looked at. */
static uint64_t add_figures(uint64_t hash, int device, uint32_t id)
{
	static struct mapgc_snapshot_args figures;
	int err = device_snapshot(device, id, &figures);

	if (err)
		return add(hash, &err, sizeof(err));
	figures.losses[MAPGC_LOSS_ARM_FAILED] = 0;
	hash = add(hash, &figures.hits, offsetof(struct mapgc_snapshot_args, pauses) -
		   offsetof(struct mapgc_snapshot_args, hits));
	return add(hash, figures.pauses, sizeof(figures.pauses));
}

static uint64_t add_target(uint64_t hash, int device, uint32_t id)
{
	struct mapgc_target_args target;
	struct mapgc_pid pids[MAPGC_PROCESSES_MAX];
	int err;

	memset(pids, 0, sizeof(pids));
	err = device_target(device, id, pids, MAPGC_PROCESSES_MAX, &target);
	if (err)
		return add(hash, &err, sizeof(err));
	hash = add(hash, &target.attach_flags, sizeof(target.attach_flags));
	hash = add(hash, &target.nr_pids, sizeof(target) -
		   offsetof(struct mapgc_target_args, nr_pids));
	hash = add(hash, pids, target.nr_pids * sizeof(pids[0]));
	return add_figures(hash, device, id);
}

uint64_t fuzz_world(int device)
{
	uint32_t ids[TARGETS_LOOKED_AT];
	long i, nr = device_list(device, ids, TARGETS_LOOKED_AT);
	uint64_t hash = add(0xcbf29ce484222325ULL, &nr, sizeof(nr));

	for (i = 0; i < nr && i < TARGETS_LOOKED_AT; i++) {
		hash = add(hash, &ids[i], sizeof(ids[i]));
		hash = add_target(hash, device, ids[i]);
	}
	return hash;
}
