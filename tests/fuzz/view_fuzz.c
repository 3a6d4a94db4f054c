// SPDX-License-Identifier: GPL-2.0
/* Snapshots with any figures and any text: JSON is JSON, tables are harmless text. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"
#include "fuzz/view_check.h"
#include "resolve/cursor.h"

#define TARGETS_MAX	3
#define PIDS_MAX	4

static void take(struct cursor *cur, void *ret, size_t bytes)
{
	const uint8_t *from = cursor_bytes(cur, bytes);

	if (from)
		memcpy(ret, from, bytes);
}

static void take_text(struct cursor *cur, char *ret, size_t size)
{
	take(cur, ret, cursor_u8(cur) % size);
	ret[size - 1] = '\0';
}

static void take_feature(struct cursor *cur, struct target_feature *ret)
{
	uint8_t flags = cursor_u8(cur);

	ret->is_known = flags & 1;
	ret->is_on = flags & 2;
	take_text(cur, ret->reason, sizeof(ret->reason));
}

/* A few members anywhere: whole figures are more than an input is long. */
static void take_figures(struct cursor *cur, struct mapgc_snapshot_args *ret)
{
	__u64 *words = &ret->time_ns;
	size_t nr_words = (sizeof(*ret) - offsetof(struct mapgc_snapshot_args, time_ns)) / 8;
	unsigned int i, nr = cursor_u8(cur) % 32;

	for (i = 0; i < 7; i++)
		words[i] = cursor_u64(cur);
	while (nr--) {
		i = cursor_u16(cur);
		words[i % nr_words] = cursor_u64(cur);
	}
}

static void take_pids(struct cursor *cur, struct target *target)
{
	target->nr_pids = cursor_u8(cur) % (PIDS_MAX + 1);
	if (!target->nr_pids)
		return;
	target->pids = calloc(target->nr_pids, sizeof(*target->pids));
	if (!target->pids)
		abort();
	take(cur, target->pids, target->nr_pids * sizeof(*target->pids));
}

static void take_target(struct cursor *cur, struct target *target)
{
	target->id = cursor_u8(cur);
	take_text(cur, target->exe, sizeof(target->exe));
	take_text(cur, target->go_version, sizeof(target->go_version));
	target->go_minor = cursor_u8(cur) % 40;
	target->attach_flags = cursor_u32(cur);
	target->nr_sites = cursor_u32(cur);
	target->window_ms = cursor_u32(cur);
	target->period_ms = cursor_u32(cur);
	target->window_hits = cursor_u32(cur);
	target->memory_bytes = cursor_u64(cur);
	take_feature(cur, &target->maps);
	take_feature(cur, &target->alloc);
	take_feature(cur, &target->gc);
	take_pids(cur, target);
	take_figures(cur, &target->figures);
}

static int compare(const void *a, const void *b)
{
	uint32_t left = ((const struct target *)a)->id, right = ((const struct target *)b)->id;

	return (left > right) - (left < right);
}

/* The kernel never gives the same id twice. */
static void drop_repeated(struct snapshot *snapshot)
{
	size_t i, kept = 0;

	qsort(snapshot->targets, snapshot->nr_targets, sizeof(*snapshot->targets), compare);
	for (i = 0; i < snapshot->nr_targets; i++) {
		if (kept && snapshot->targets[i].id == snapshot->targets[kept - 1].id)
			free(snapshot->targets[i].pids);
		else
			snapshot->targets[kept++] = snapshot->targets[i];
	}
	snapshot->nr_targets = kept;
}

static void take_snapshot(struct cursor *cur, struct snapshot *ret)
{
	size_t i;

	memset(ret, 0, sizeof(*ret));
	take_text(cur, ret->host, sizeof(ret->host));
	ret->time_ns = cursor_u64(cur);
	ret->reader_losses = cursor_u64(cur);
	ret->nr_targets = cursor_u8(cur) % (TARGETS_MAX + 1);
	ret->targets = calloc(TARGETS_MAX, sizeof(*ret->targets));
	if (!ret->targets)
		abort();
	for (i = 0; i < ret->nr_targets; i++)
		take_target(cur, &ret->targets[i]);
	drop_repeated(ret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct snapshot prev, now;
	struct cursor cur;

	setlocale(LC_CTYPE, "C.UTF-8");
	cursor_init(&cur, data, len);
	take_snapshot(&cur, &prev);
	take_snapshot(&cur, &now);
	view_check(&prev, &now);
	snapshot_deinit(&prev);
	snapshot_deinit(&now);
	return 0;
}
