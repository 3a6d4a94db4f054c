// SPDX-License-Identifier: GPL-2.0
#include "view/append.h"

#include <inttypes.h>

#include "model/loss.h"
#include "model/quantile.h"
#include "text/escape.h"
#include "text/units.h"
#include "view/bar.h"
#include "view/caption.h"

#define EXE_COLUMNS	40

static struct estimate latest(const struct track *track, unsigned int series)
{
	return track_length(track) ? track_rate(track, track_latest(track), series) :
				     track_estimate(track, series);
}

static double depth_rate(const struct track *track, int depth)
{
	return latest(track, INTERVAL_DEPTH(depth)).value +
	       latest(track, INTERVAL_INFERRED(depth)).value;
}

static void append_spark(FILE *out, const struct glyphs *glyphs, const struct track *track,
			 int last_depth, double max)
{
	fputs("  ", out);
	for (int depth = 1; depth <= last_depth; depth++)
		fputs(bar_up(glyphs, bar_eighths(depth_rate(track, depth), max, 1, 0)), out);
}

static void append_depths(FILE *out, const struct glyphs *glyphs, const struct target *target,
			  const struct track *track)
{
	char text[CAPTION_SIZE], shown[1024], value[UNITS_SIZE];
	double max = 0;
	int last = 0;

	fputs("  depth ops/s", out);
	if (target->maps.is_known && !target->maps.is_on) {
		escape_text(shown, sizeof(shown), caption_feature(text, &target->maps),
			    CAPTION_SIZE);
		fprintf(out, "  %s\n", shown);
		return;
	}
	for (int depth = 1; depth <= MAPGC_DEPTHS; depth++) {
		double rate = depth_rate(track, depth);
		bool is_inferred = latest(track, INTERVAL_INFERRED(depth)).value > 0;

		if (rate <= 0)
			continue;
		last = depth;
		max = rate > max ? rate : max;
		fprintf(out, "  %d:%s%s", depth, units_count(value, rate), is_inferred ? "~" : "");
	}
	if (last)
		append_spark(out, glyphs, track, last, max);
	else
		fputs(latest(track, INTERVAL_DEPTH(1)).is_known ? "  none" : "  not armed", out);
	fputc('\n', out);
}

static void append_hist(FILE *out, const struct glyphs *glyphs, const char *name,
			const struct mapgc_hist *hist)
{
	char count[UNITS_SIZE], p50[UNITS_SIZE], p99[UNITS_SIZE], max[UNITS_SIZE];

	if (!hist->count)
		return;
	fprintf(out, "  %-13s%s  p50 %s  p99 %s  max %s\n", name,
		units_count(count, hist->count),
		units_duration(p50, quantile_ns(hist, 500), glyphs->micro),
		units_duration(p99, quantile_ns(hist, 990), glyphs->micro),
		units_duration(max, hist->max_ns, glyphs->micro));
}

static void append_losses(FILE *out, const struct mapgc_snapshot_args *figures,
			  uint64_t reader_losses)
{
	if (!loss_sum(figures) && !reader_losses)
		return;
	fputs("  losses     ", out);
	for (int i = 0; i < MAPGC_LOSSES; i++) {
		if (figures->losses[i])
			fprintf(out, "  %s %" PRIu64, loss_name(i), (uint64_t)figures->losses[i]);
	}
	if (reader_losses)
		fprintf(out, "  reader_event_lost %" PRIu64, reader_losses);
	fputc('\n', out);
}

static void append_target(FILE *out, const struct glyphs *glyphs, const struct target *target,
			  const struct track *track, const char *time)
{
	const struct mapgc_snapshot_args *figures = &target->figures;
	char exe[1024], version[256], coverage[CAPTION_SIZE];

	escape_text(exe, sizeof(exe), target->exe, EXE_COLUMNS);
	escape_text(version, sizeof(version), target->go_version, 16);
	fprintf(out, "%s  target %" PRIu32 "  %s  %s  coverage %s\n", time, target->id, exe,
		version, caption_coverage(coverage, target, figures));
	append_depths(out, glyphs, target, track);
	append_hist(out, glyphs, "gc pauses", &figures->pauses[MAPGC_PAUSE_GC_TOTAL]);
	append_hist(out, glyphs, "other pauses", &figures->pauses[MAPGC_PAUSE_OTHER_TOTAL]);
}

void append_snapshot(FILE *out, const struct glyphs *glyphs, const struct history *history,
		     const struct snapshot *now)
{
	char time[CAPTION_SIZE];

	caption_time(time, "%T", now->time_ns);
	if (!now->nr_targets)
		fprintf(out, "%s  no target is attached\n", time);
	for (size_t i = 0; i < now->nr_targets; i++) {
		const struct target *target = &now->targets[i];

		append_target(out, glyphs, target, history_track(history, target->id), time);
		append_losses(out, &target->figures, now->reader_losses);
	}
}
