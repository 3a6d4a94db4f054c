// SPDX-License-Identifier: GPL-2.0
#include "model/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void snapshot_deinit(struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr_targets; i++)
		free(snapshot->targets[i].pids);
	free(snapshot->targets);
	snapshot->targets = NULL;
	snapshot->nr_targets = 0;
}

const struct target *snapshot_find(const struct snapshot *snapshot, uint32_t id)
{
	for (size_t i = 0; i < snapshot->nr_targets; i++) {
		if (snapshot->targets[i].id == id)
			return &snapshot->targets[i];
	}
	return NULL;
}

static int copy_target(const struct target *from, struct target *ret)
{
	*ret = *from;
	ret->pids = NULL;
	ret->nr_pids = 0;
	if (!from->nr_pids)
		return 0;
	ret->pids = calloc(from->nr_pids, sizeof(*ret->pids));
	if (!ret->pids)
		return -ENOMEM;
	memcpy(ret->pids, from->pids, from->nr_pids * sizeof(*ret->pids));
	ret->nr_pids = from->nr_pids;
	return 0;
}

int snapshot_copy(const struct snapshot *from, struct snapshot *ret)
{
	struct snapshot copy = *from;

	copy.nr_targets = 0;
	copy.targets = calloc(from->nr_targets ? from->nr_targets : 1, sizeof(*copy.targets));
	if (!copy.targets)
		return -ENOMEM;
	for (; copy.nr_targets < from->nr_targets; copy.nr_targets++) {
		int rc = copy_target(&from->targets[copy.nr_targets],
				     &copy.targets[copy.nr_targets]);

		if (rc) {
			snapshot_deinit(&copy);
			return rc;
		}
	}
	*ret = copy;
	return 0;
}
