// SPDX-License-Identifier: GPL-2.0
/* One JSON object per interval and line, schema mapgc/1. */
#include <errno.h>
#include <stdlib.h>

#include "model/histogram.h"
#include "model/history.h"
#include "model/loss.h"
#include "model/op.h"
#include "text/json_writer.h"
#include "view/caption.h"
#include "view/output.h"
#include "view/view.h"

/* Go records when the world had stopped since this minor version. */
#define STOPPING_GO_MINOR	22

struct json_state {
	FILE *out;
	struct history *history;
};

static void write_pids(struct json_writer *jw, const struct target *target)
{
	jw_begin_array(jw, "pids");
	for (size_t i = 0; i < target->nr_pids; i++) {
		if (target->pids[i].pid)
			jw_u64(jw, NULL, target->pids[i].pid);
	}
	jw_end_array(jw);
	jw_begin_array(jw, "host_pids");
	for (size_t i = 0; i < target->nr_pids; i++)
		jw_u64(jw, NULL, target->pids[i].host_pid);
	jw_end_array(jw);
}

static void write_features(struct json_writer *jw, const struct target *target)
{
	char text[CAPTION_SIZE];

	jw_begin_object(jw, "features");
	jw_string(jw, "maps", caption_feature(text, &target->maps));
	jw_string(jw, "alloc", caption_feature(text, &target->alloc));
	jw_string(jw, "gc", caption_feature(text, &target->gc));
	jw_end_object(jw);
}

static void write_budget(struct json_writer *jw, const struct target *target)
{
	const struct mapgc_snapshot_args *figures = &target->figures;

	if (!target->budget_ppm) {
		jw_null(jw, "budget_ratio");
		jw_null(jw, "spent_ratio");
		jw_null(jw, "hit_cost_seconds");
		return;
	}
	jw_ratio(jw, "budget_ratio", target->budget_ppm, 1000000);
	if (figures->cpu_ns)
		jw_ratio(jw, "spent_ratio", figures->spent_ns, figures->cpu_ns);
	else
		jw_null(jw, "spent_ratio");
	jw_seconds(jw, "hit_cost_seconds", figures->charged_hit_cost_ns);
	jw_seconds(jw, "window_hits_cost_seconds",
		   target->window_hits * figures->charged_hit_cost_ns +
		   figures->hold_limit_ns);
	jw_seconds(jw, "cpu_seconds", figures->cpu_ns);
	jw_seconds(jw, "spent_seconds", figures->spent_ns);
	jw_seconds(jw, "arming_seconds", figures->arming_ns);
	jw_seconds(jw, "held_seconds", figures->held_ns);
}

static void write_cost(struct json_writer *jw, const struct target *target)
{
	const struct mapgc_snapshot_args *figures = &target->figures;

	jw_begin_object(jw, "cost");
	write_budget(jw, target);
	jw_ratio(jw, "coverage_ratio", figures->armed_ns, figures->elapsed_ns);
	jw_seconds(jw, "elapsed_seconds", figures->elapsed_ns);
	jw_seconds(jw, "armed_seconds", figures->armed_ns);
	jw_u64(jw, "windows_total", figures->windows);
	jw_u64(jw, "steady_sites", figures->steady_sites);
	jw_u64(jw, "hits_total", figures->hits);
	jw_u64(jw, "steady_hits_total", figures->steady_hits);
	jw_u64(jw, "ignored_hits_total", figures->ignored);
	jw_u64(jw, "reexecuted_hits_total", figures->reexecutions);
	jw_u64(jw, "uncounted_hits_total", figures->uncounted);
	jw_u64(jw, "cold_hits_total", figures->cold_hits);
	jw_end_object(jw);
}

static void write_bound(struct json_writer *jw, const char *key, bool is_known, double value)
{
	if (is_known)
		jw_real(jw, key, value);
	else
		jw_null(jw, key);
}

static void write_estimate(struct json_writer *jw, const char *key, struct estimate estimate)
{
	jw_begin_object(jw, key);
	write_bound(jw, "value", estimate.is_known, estimate.value);
	write_bound(jw, "low", estimate.has_low, estimate.low);
	write_bound(jw, "high", estimate.has_high, estimate.high);
	jw_end_object(jw);
}

static void write_rate(struct json_writer *jw, const char *key, const struct track *track,
		       unsigned int series)
{
	struct estimate unknown = { 0 };

	write_estimate(jw, key, track ? track_estimate(track, series) : unknown);
}

static void write_share(struct json_writer *jw, const struct track *track, int depth)
{
	struct estimate unknown = { 0 };

	write_estimate(jw, "estimated_share_ratio", track ? track_share(track, depth) : unknown);
}

static void write_by_kind(struct json_writer *jw, const char *key,
			  const __u64 ops[MAPGC_OPS][MAPGC_DEPTHS], int depth)
{
	jw_begin_object(jw, key);
	for (int op = 0; op < MAPGC_OPS; op++)
		jw_u64(jw, op_name(op), ops[op][depth - 1]);
	jw_end_object(jw);
}

static void write_depth(struct json_writer *jw, const struct mapgc_snapshot_args *figures,
			const struct interval *total, const struct track *track, int depth)
{
	jw_begin_object(jw, NULL);
	jw_u64(jw, "depth", depth);
	jw_u64(jw, "observed_ops_total", total->ops[INTERVAL_DEPTH(depth)]);
	jw_u64(jw, "inferred_ops_total", total->ops[INTERVAL_INFERRED(depth)]);
	write_by_kind(jw, "observed_by_kind", figures->ops, depth);
	write_by_kind(jw, "inferred_by_kind", figures->inferred, depth);
	write_rate(jw, "estimated_ops_per_second", track, INTERVAL_DEPTH(depth));
	write_rate(jw, "inferred_estimated_ops_per_second", track, INTERVAL_INFERRED(depth));
	write_share(jw, track, depth);
	jw_end_object(jw);
}

static void write_maps(struct json_writer *jw, const struct target *target,
		       const struct track *track)
{
	struct interval total;

	interval_fold(&target->figures, &total);
	jw_begin_object(jw, "maps");
	jw_begin_object(jw, "observed_ops_total");
	for (int op = 0; op < MAPGC_OPS; op++)
		jw_u64(jw, op_name(op), total.ops[INTERVAL_KIND(op)]);
	jw_end_object(jw);
	jw_begin_object(jw, "edge_ops_total");
	for (int op = 0; op < MAPGC_OPS; op++)
		jw_u64(jw, op_name(op), target->figures.edges[op]);
	jw_end_object(jw);
	if (track)
		jw_seconds(jw, "estimated_over_seconds", track_estimate_ns(track));
	else
		jw_null(jw, "estimated_over_seconds");
	jw_begin_object(jw, "estimated_ops_per_second");
	for (int op = 0; op < MAPGC_OPS; op++)
		write_rate(jw, op_name(op), track, INTERVAL_KIND(op));
	jw_end_object(jw);
	jw_begin_array(jw, "depth");
	for (int depth = 1; depth <= MAPGC_DEPTHS; depth++) {
		if (total.ops[INTERVAL_DEPTH(depth)] || total.ops[INTERVAL_INFERRED(depth)])
			write_depth(jw, &target->figures, &total, track, depth);
	}
	jw_end_array(jw);
	jw_end_object(jw);
}

static void write_histogram(struct json_writer *jw, const char *key, const struct mapgc_hist *hist)
{
	jw_begin_object(jw, key);
	jw_u64(jw, "count", hist->count);
	jw_seconds(jw, "sum_seconds", hist->sum_ns);
	jw_seconds(jw, "max_seconds", hist->max_ns);
	jw_begin_array(jw, "buckets");
	for (unsigned int i = 0; i < MAPGC_HIST_BUCKETS; i++) {
		if (!hist->buckets[i])
			continue;
		jw_begin_object(jw, NULL);
		if (histogram_high_ns(i) == HISTOGRAM_UNBOUNDED)
			jw_null(jw, "le_seconds");
		else
			jw_seconds(jw, "le_seconds", histogram_high_ns(i));
		jw_u64(jw, "count", hist->buckets[i]);
		jw_end_object(jw);
	}
	jw_end_array(jw);
	jw_end_object(jw);
}

static void write_pauses(struct json_writer *jw, const char *key, const struct target *target,
			 enum mapgc_pause total, enum mapgc_pause stopping)
{
	const struct mapgc_hist *pauses = target->figures.pauses;

	jw_begin_object(jw, key);
	write_histogram(jw, "total", &pauses[total]);
	if (target->go_minor < STOPPING_GO_MINOR && !pauses[stopping].count)
		jw_null(jw, "stopping");
	else
		write_histogram(jw, "stopping", &pauses[stopping]);
	jw_end_object(jw);
}

static void write_gc(struct json_writer *jw, const struct target *target)
{
	jw_begin_object(jw, "gc");
	jw_u64(jw, "cycles_total", target->figures.cycles);
	jw_begin_object(jw, "pauses");
	write_pauses(jw, "gc", target, MAPGC_PAUSE_GC_TOTAL, MAPGC_PAUSE_GC_STOPPING);
	write_pauses(jw, "other", target, MAPGC_PAUSE_OTHER_TOTAL, MAPGC_PAUSE_OTHER_STOPPING);
	jw_end_object(jw);
	jw_end_object(jw);
}

static void write_losses(struct json_writer *jw, const struct mapgc_snapshot_args *figures,
			 uint64_t reader_losses)
{
	char key[64];

	jw_begin_object(jw, "losses");
	for (int i = 0; i < MAPGC_LOSSES; i++) {
		snprintf(key, sizeof(key), "%s_total", loss_name(i));
		jw_u64(jw, key, figures->losses[i]);
	}
	jw_u64(jw, "reader_event_lost_total", reader_losses);
	jw_end_object(jw);
}

static void write_target(struct json_writer *jw, const struct target *target,
			 const struct track *track, uint64_t reader_losses)
{
	/* Nothing was counted, which is not the same as a rate of zero. */
	if (target->maps.is_known && !target->maps.is_on)
		track = NULL;
	jw_begin_object(jw, NULL);
	jw_u64(jw, "id", target->id);
	jw_string(jw, "exe", target->exe);
	jw_string(jw, "go_version", target->go_version);
	write_pids(jw, target);
	write_features(jw, target);
	write_cost(jw, target);
	write_maps(jw, target, track);
	write_gc(jw, target);
	write_losses(jw, &target->figures, reader_losses);
	jw_end_object(jw);
}

static int json_begin(const struct view_setup *setup, void **state, struct error *err)
{
	struct json_state *json = calloc(1, sizeof(*json));

	if (json)
		json->history = history_create();
	if (!json || !json->history) {
		free(json);
		return error_set(err, -ENOMEM, "json: out of memory");
	}
	json->out = setup->out;
	*state = json;
	return 0;
}

static int json_show(void *state, const struct snapshot *prev, const struct snapshot *now,
		     struct error *err)
{
	struct json_state *json = state;
	struct json_writer jw = { .out = json->out };

	if (history_add(json->history, prev, now))
		return error_set(err, -ENOMEM, "json: out of memory");
	jw_begin_object(&jw, NULL);
	jw_string(&jw, "schema", "mapgc/1");
	jw_string(&jw, "host", now->host);
	jw_seconds(&jw, "time_seconds", now->time_ns);
	jw_begin_array(&jw, "targets");
	for (size_t i = 0; i < now->nr_targets; i++) {
		const struct target *target = &now->targets[i];

		write_target(&jw, target, history_track(json->history, target->id),
			     now->reader_losses);
	}
	jw_end_array(&jw);
	jw_end_object(&jw);
	jw_end_line(&jw);
	return output_flush(json->out, err);
}

static void json_end(void *state)
{
	struct json_state *json = state;

	history_destroy(json->history);
	free(json);
}

const struct view_ops json_view = {
	.name = "json",
	.begin = json_begin,
	.show = json_show,
	.end = json_end,
};
