// SPDX-License-Identifier: GPL-2.0
#include "synth/canned.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/histogram.h"

#define SECOND_NS	1000000000ull
#define START_NS	(1700000000ull * SECOND_NS + 123456789)
#define BOOT_NS		(4711ull * SECOND_NS)

/* 0 to 99, the same for the same arguments. */
static unsigned int wobble(unsigned int step, unsigned int salt)
{
	unsigned int x = step * 2654435761u + salt * 40503u;

	x ^= x >> 15;
	x *= 2246822519u;
	return (x >> 13) % 100;
}

static void add_pause(struct mapgc_hist *hist, uint64_t value_ns)
{
	hist->count++;
	hist->sum_ns += value_ns;
	hist->max_ns = value_ns > hist->max_ns ? value_ns : hist->max_ns;
	hist->buckets[histogram_bucket(value_ns)]++;
}

static void add_pids(struct target *target, const struct mapgc_pid *pids, size_t nr_pids)
{
	target->pids = calloc(nr_pids, sizeof(*pids));
	memcpy(target->pids, pids, nr_pids * sizeof(*pids));
	target->nr_pids = nr_pids;
}

static void set_feature(struct target_feature *feature, bool is_on, const char *reason)
{
	feature->is_known = true;
	feature->is_on = is_on;
	snprintf(feature->reason, sizeof(feature->reason), "%s", reason);
}

static void add_second_of_maps(struct mapgc_snapshot_args *figures, unsigned int step,
			       unsigned int share)
{
	for (unsigned int depth = 1; depth <= 5; depth++) {
		uint64_t ops = 1200000ull / depth / depth * (50 + wobble(step, depth)) / share;

		figures->ops[MAPGC_OP_READ][depth - 1] += ops;
		figures->ops[MAPGC_OP_WRITE][depth - 1] += depth < 4 ? ops / 16 : 0;
	}
	figures->ops[MAPGC_OP_DELETE][0] += 100 / share;
	figures->ops[MAPGC_OP_ITERATE][0] += 5000 / share;
	figures->ops[MAPGC_OP_MAKE][0] += 1000 / share;
	figures->inferred[MAPGC_OP_READ][1] += 60000 / share;
	figures->inferred[MAPGC_OP_READ][8] += 7;
	figures->hits += 4000000 / share;
	figures->ignored += 1000;
	figures->reexecutions += 3;
}

/* What a tenth of the time saw, in all of it. */
static void scale(struct mapgc_snapshot_args *figures)
{
	figures->sampled_ns = figures->elapsed_ns;
	figures->cpu_elapsed_ns = figures->elapsed_ns;
	figures->sampled_cpu_ns = figures->cpu_ns;
	for (int op = 0; op < MAPGC_OPS; op++) {
		figures->scaled_edges[op] = 10 * figures->edges[op];
		for (int depth = 0; depth < MAPGC_DEPTHS; depth++) {
			figures->scaled_ops[op][depth] = 10 * figures->ops[op][depth];
			figures->scaled_inferred[op][depth] = 10 * figures->inferred[op][depth];
		}
	}
	figures->scaled_hits = 10 * figures->hits;
}

static void add_second_of_pauses(struct mapgc_snapshot_args *figures, unsigned int step)
{
	for (unsigned int i = 0; i < 6; i++) {
		uint64_t stopping_ns = 3000 + 977 * wobble(step, 10 + i);
		uint64_t total_ns = stopping_ns + 21000 + 3119 * wobble(step, 20 + i);

		if (step % 10 == 7 && !i)
			total_ns += 8 * 1000 * 1000;
		add_pause(&figures->pauses[MAPGC_PAUSE_GC_TOTAL], total_ns);
		add_pause(&figures->pauses[MAPGC_PAUSE_GC_STOPPING], stopping_ns);
	}
	add_pause(&figures->pauses[MAPGC_PAUSE_OTHER_TOTAL], 700 + 100 * wobble(step, 30));
	add_pause(&figures->pauses[MAPGC_PAUSE_OTHER_STOPPING], 300);
	figures->cycles += 3;
}

static struct target *add_target(struct snapshot *snapshot, unsigned int step)
{
	struct target *target = &snapshot->targets[snapshot->nr_targets++];

	target->id = snapshot->nr_targets;
	target->figures.target_id = target->id;
	target->figures.time_ns = BOOT_NS + step * SECOND_NS;
	target->figures.elapsed_ns = step * SECOND_NS;
	set_feature(&target->alloc, false, "not in this version");
	return target;
}

static void add_service(struct snapshot *snapshot, unsigned int step, bool is_exact)
{
	static const struct mapgc_pid pids[] = { { 7, 4007 }, { 9, 4009 } };
	struct target *target = add_target(snapshot, step);

	strcpy(target->exe, "/usr/bin/svc");
	strcpy(target->go_version, "go1.24.4");
	target->go_minor = 24;
	target->nr_sites = 28;
	add_pids(target, pids, 2);
	set_feature(&target->maps, true, "");
	set_feature(&target->gc, true, "");
	target->attach_flags = is_exact ? MAPGC_ATTACH_EXACT : 0;
	for (unsigned int i = 1; i <= step; i++) {
		add_second_of_maps(&target->figures, i, is_exact ? 100 : 1000);
		add_second_of_pauses(&target->figures, i);
	}
	target->figures.armed_ns = target->figures.elapsed_ns / (is_exact ? 1 : 10);
	target->figures.windows = is_exact ? 0 : 10 * step;
	if (is_exact || !step)
		return;
	target->budget_ppm = 10000;
	target->window_hits = 2000;
	target->figures.charged_hit_cost_ns = 1100;
	target->figures.cpu_ns = step * SECOND_NS;
	target->figures.spent_ns = step * SECOND_NS / 160;
	target->figures.arming_ns = step * SECOND_NS / 500;
	target->figures.held_ns = step * SECOND_NS / 4000;
	target->figures.hold_limit_ns = 500000;
	target->figures.uncounted = 70 * step;
	target->figures.cold_hits = 40 * step;
	target->figures.edges[MAPGC_OP_READ] = 4 * step;
	scale(&target->figures);
	target->figures.losses[MAPGC_LOSS_USER_FAULT] = 2;
	target->figures.losses[MAPGC_LOSS_EVENT_DROPPED] = 12345;
}

static void add_hostile(struct snapshot *snapshot, unsigned int step)
{
	static const struct mapgc_pid pids[] = { { 0, 5001 } };
	struct target *target = add_target(snapshot, step);

	strcpy(target->exe, "/opt/\033[2Jb\303\244r\377\n/\342\200\256evil\"\\");
	strcpy(target->go_version, "go1.19.8");
	target->go_minor = 19;
	add_pids(target, pids, 1);
	target->attach_flags = MAPGC_ATTACH_EXACT;
	target->figures.armed_ns = target->figures.elapsed_ns;
	set_feature(&target->maps, false, "no map functions: built without maps");
	set_feature(&target->gc, true, "total from probes: Go before 1.22 records none");
	for (unsigned int i = 1; i <= step; i++) {
		add_pause(&target->figures.pauses[MAPGC_PAUSE_GC_TOTAL], 70ull * SECOND_NS);
		target->figures.cycles++;
	}
}

void canned_snapshot(enum canned which, unsigned int step, struct snapshot *ret)
{
	struct target *target;

	memset(ret, 0, sizeof(*ret));
	strcpy(ret->host, "host1");
	ret->time_ns = START_NS + step * SECOND_NS;
	ret->targets = calloc(2, sizeof(*ret->targets));
	switch (which) {
	case CANNED_EMPTY:
		return;
	case CANNED_EXACT:
		add_service(ret, step, true);
		return;
	case CANNED_WINDOWS:
		ret->reader_losses = 3 * step;
		add_service(ret, step, false);
		add_hostile(ret, step);
		return;
	case CANNED_SLOWED:
		add_service(ret, step, false);
		ret->targets[0].figures.charged_hit_cost_ns = 25000;
		return;
	case CANNED_UNKNOWN:
		target = add_target(ret, step);
		strcpy(target->exe, "/srv/other");
		strcpy(target->go_version, "go1.22.0");
		target->go_minor = 22;
		target->alloc.is_known = false;
		return;
	}
}
