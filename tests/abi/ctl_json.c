// SPDX-License-Identifier: GPL-2.0
/* Targets and figures of the ioctls, in the words of Documentation/netlink/specs/mapgc.yaml. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/loss.h"
#include "model/op.h"
#include "text/json_writer.h"

#include "ctl.h"
#include "device.h"

static int complain(const char *what)
{
	fprintf(stderr, "ctl: %s: %s\n", what, device_line);
	return 2;
}

static void write_flags(struct json_writer *jw, uint32_t flags)
{
	static const char *const names[] = { "exact", "persistent", "all" };
	int i;

	jw_begin_array(jw, "attach-flags");
	for (i = 0; i < 3; i++)
		if (flags & (1U << i))
			jw_string(jw, NULL, names[i]);
	jw_end_array(jw);
}

static void write_processes(struct json_writer *jw, const struct mapgc_pid *pids, uint32_t nr)
{
	uint32_t i;

	jw_begin_array(jw, "process");
	for (i = 0; i < nr; i++) {
		jw_begin_object(jw, NULL);
		jw_u64(jw, "host-pid", pids[i].host_pid);
		jw_end_object(jw);
	}
	jw_end_array(jw);
}

int ctl_target(int device, int argc, char **argv)
{
	static struct mapgc_pid pids[MAPGC_PROCESSES_MAX];
	struct json_writer jw = { .out = stdout };
	struct mapgc_target_args args;

	if (argc != 2 || device_target(device, strtoul(argv[1], NULL, 0), pids,
				       MAPGC_PROCESSES_MAX, &args))
		return complain(argv[0]);
	jw_begin_object(&jw, NULL);
	jw_u64(&jw, "id", args.target_id);
	jw_string(&jw, "exe", args.label);
	jw_string(&jw, "go-version", args.go_version);
	jw_u64(&jw, "go-minor", args.go_minor);
	write_flags(&jw, args.attach_flags);
	jw_u64(&jw, "nr-sites", args.nr_sites);
	jw_u64(&jw, "nr-callsites", args.nr_callsites);
	jw_u64(&jw, "window-ms", args.window_ms);
	jw_u64(&jw, "period-ms", args.period_ms);
	jw_u64(&jw, "window-hits", args.window_hits);
	jw_u64(&jw, "budget-ppm", args.budget_ppm);
	jw_u64(&jw, "hit-cost-ns", args.hit_cost_ns);
	jw_u64(&jw, "busy-hit-cost-ns", args.busy_hit_cost_ns);
	jw_u64(&jw, "busy-cpus", args.busy_cpus);
	jw_u64(&jw, "memory-bytes", args.memory_bytes);
	jw_u64(&jw, "dev", args.dev);
	jw_u64(&jw, "ino", args.ino);
	write_processes(&jw, pids, args.nr_pids);
	jw_end_object(&jw);
	jw_end_line(&jw);
	return 0;
}

static void write_depths(struct json_writer *jw, const struct mapgc_snapshot_args *args)
{
	int op, depth;

	jw_begin_array(jw, "depth");
	for (op = 0; op < MAPGC_OPS; op++) {
		for (depth = 0; depth < MAPGC_DEPTHS; depth++) {
			if (!args->ops[op][depth] && !args->inferred[op][depth])
				continue;
			jw_begin_object(jw, NULL);
			jw_string(jw, "op", op_name(op));
			jw_u64(jw, "depth", depth + 1);
			jw_u64(jw, "ops", args->ops[op][depth]);
			jw_u64(jw, "inferred", args->inferred[op][depth]);
			jw_u64(jw, "scaled-ops", args->scaled_ops[op][depth]);
			jw_u64(jw, "scaled-inferred", args->scaled_inferred[op][depth]);
			jw_end_object(jw);
		}
	}
	jw_end_array(jw);
}

/* Attributes that may come often are not there where they do not come at all. */
static void write_edges(struct json_writer *jw, const struct mapgc_snapshot_args *args)
{
	bool is_any = false;
	int op;

	for (op = 0; op < MAPGC_OPS; op++) {
		if (!args->edges[op])
			continue;
		if (!is_any)
			jw_begin_array(jw, "edge");
		is_any = true;
		jw_begin_object(jw, NULL);
		jw_string(jw, "op", op_name(op));
		jw_u64(jw, "ops", args->edges[op]);
		jw_u64(jw, "scaled-ops", args->scaled_edges[op]);
		jw_end_object(jw);
	}
	if (is_any)
		jw_end_array(jw);
}

static void write_buckets(struct json_writer *jw, const struct mapgc_hist *hist)
{
	uint32_t i;

	jw_begin_array(jw, "bucket");
	for (i = 0; i < MAPGC_HIST_BUCKETS; i++) {
		if (!hist->buckets[i])
			continue;
		jw_begin_object(jw, NULL);
		jw_u64(jw, "index", i);
		jw_u64(jw, "count", hist->buckets[i]);
		jw_end_object(jw);
	}
	jw_end_array(jw);
}

static void write_pauses(struct json_writer *jw, const struct mapgc_snapshot_args *args)
{
	static const char *const kinds[MAPGC_PAUSES] = {
		"gc-total", "gc-stopping", "other-total", "other-stopping",
	};
	int i;

	jw_begin_array(jw, "pause");
	for (i = 0; i < MAPGC_PAUSES; i++) {
		jw_begin_object(jw, NULL);
		jw_string(jw, "kind", kinds[i]);
		jw_u64(jw, "count", args->pauses[i].count);
		jw_u64(jw, "sum-ns", args->pauses[i].sum_ns);
		jw_u64(jw, "max-ns", args->pauses[i].max_ns);
		write_buckets(jw, &args->pauses[i]);
		jw_end_object(jw);
	}
	jw_end_array(jw);
}

static void write_losses(struct json_writer *jw, const struct mapgc_snapshot_args *args)
{
	char name[64];
	char *at;
	int i;

	jw_begin_object(jw, "losses");
	for (i = 0; i < MAPGC_LOSSES; i++) {
		snprintf(name, sizeof(name), "%s", loss_name(i));
		while ((at = strchr(name, '_')))
			*at = '-';
		jw_u64(jw, name, args->losses[i]);
	}
	jw_end_object(jw);
}

int ctl_snapshot(int device, int argc, char **argv)
{
	static struct mapgc_snapshot_args args;
	struct json_writer jw = { .out = stdout };

	if (argc != 2 || device_snapshot(device, strtoul(argv[1], NULL, 0), &args))
		return complain(argv[0]);
	jw_begin_object(&jw, NULL);
	jw_u64(&jw, "id", args.target_id);
	jw_u64(&jw, "time-ns", args.time_ns);
	jw_u64(&jw, "elapsed-ns", args.elapsed_ns);
	jw_u64(&jw, "armed-ns", args.armed_ns);
	jw_u64(&jw, "windows", args.windows);
	jw_u64(&jw, "hits", args.hits);
	jw_u64(&jw, "ignored", args.ignored);
	jw_u64(&jw, "reexecutions", args.reexecutions);
	jw_u64(&jw, "cycles", args.cycles);
	jw_u64(&jw, "uncounted", args.uncounted);
	jw_u64(&jw, "cold-hits", args.cold_hits);
	jw_u64(&jw, "cpu-ns", args.cpu_ns);
	jw_u64(&jw, "spent-ns", args.spent_ns);
	jw_u64(&jw, "arming-ns", args.arming_ns);
	jw_u64(&jw, "charged-hit-cost-ns", args.charged_hit_cost_ns);
	jw_u64(&jw, "cpu-elapsed-ns", args.cpu_elapsed_ns);
	jw_u64(&jw, "sampled-ns", args.sampled_ns);
	jw_u64(&jw, "sampled-cpu-ns", args.sampled_cpu_ns);
	jw_u64(&jw, "scaled-hits", args.scaled_hits);
	jw_u64(&jw, "steady-sites", args.steady_sites);
	jw_u64(&jw, "steady-hits", args.steady_hits);
	jw_u64(&jw, "held-ns", args.held_ns);
	jw_u64(&jw, "hold-limit-ns", args.hold_limit_ns);
	write_depths(&jw, &args);
	write_edges(&jw, &args);
	write_pauses(&jw, &args);
	write_losses(&jw, &args);
	jw_end_object(&jw);
	jw_end_line(&jw);
	return 0;
}
