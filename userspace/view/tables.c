// SPDX-License-Identifier: GPL-2.0
/* Tables for a person: one screen of text per target and interval, 80 columns. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "model/history.h"
#include "model/loss.h"
#include "model/op.h"
#include "model/quantile.h"
#include "text/escape.h"
#include "text/units.h"
#include "view/bar.h"
#include "view/caption.h"
#include "view/output.h"
#include "view/view.h"

#define COLUMNS		80
#define BAR_COLUMNS	26

struct tables {
	FILE *out;
	bool is_coloured;
	bool has_shown;
	const struct glyphs *glyphs;
	struct history *history;
};

static const struct {
	const char *name;
	enum mapgc_pause pause;
} pause_rows[] = {
	{ "gc total", MAPGC_PAUSE_GC_TOTAL },
	{ "gc stopping", MAPGC_PAUSE_GC_STOPPING },
	{ "other total", MAPGC_PAUSE_OTHER_TOTAL },
	{ "other stopping", MAPGC_PAUSE_OTHER_STOPPING },
};

static const char *bold(const struct tables *tables)
{
	return tables->is_coloured ? "\033[1m" : "";
}

static const char *alarm_colour(const struct tables *tables)
{
	return tables->is_coloured ? "\033[31m" : "";
}

static const char *plain(const struct tables *tables)
{
	return tables->is_coloured ? "\033[0m" : "";
}

static void print_moment(const struct tables *tables, const struct snapshot *now)
{
	char host[4 * sizeof(now->host)], time[CAPTION_SIZE];

	escape_text(host, sizeof(host), now->host, COLUMNS - 24);
	fprintf(tables->out, "%s  %s\n", host, caption_time(time, "%F %T", now->time_ns));
}

static void print_header(const struct tables *tables, const struct target *target)
{
	char exe[1024], version[256], pids[CAPTION_SIZE];
	size_t width = escape_text(version, sizeof(version), target->go_version, 20);

	escape_text(exe, sizeof(exe), target->exe, COLUMNS - 16 - width);
	fprintf(tables->out, "%starget %" PRIu32 "%s  %s  %s\n", bold(tables), target->id,
		plain(tables), exe, version);
	fprintf(tables->out, "  %s\n", caption_pids(pids, target, COLUMNS - 2));
}

static void print_feature(const struct tables *tables, const char *name,
			  const struct target_feature *feature)
{
	char text[CAPTION_SIZE], shown[1024];

	if (!feature->is_known || (feature->is_on && !*feature->reason))
		return;
	escape_text(shown, sizeof(shown), caption_feature(text, feature), CAPTION_SIZE);
	fprintf(tables->out, "  %s %s\n", name, shown);
}

/* "1.23M  (1.20M to 1.26M)", or the reason why there is no figure. */
static void print_estimate(const struct tables *tables, struct estimate estimate, bool is_exact)
{
	char value[UNITS_SIZE], low[UNITS_SIZE], high[UNITS_SIZE];

	if (!estimate.is_known) {
		fputs("       -  nothing armed yet", tables->out);
		return;
	}
	fprintf(tables->out, "%8s", units_count(value, estimate.value));
	if (is_exact)
		fputs("  exact", tables->out);
	else if (estimate.has_high)
		fprintf(tables->out, "  %s to %s", units_count(low, estimate.low),
			units_count(high, estimate.high));
	else if (estimate.has_low)
		fprintf(tables->out, "  at least %s", units_count(low, estimate.low));
	else
		fputs("  needs two intervals", tables->out);
}

static void print_kinds(const struct tables *tables, const struct target *target,
			const struct interval *total, const struct track *track)
{
	bool is_exact = target->attach_flags & MAPGC_ATTACH_EXACT;
	char count[UNITS_SIZE];
	bool is_any = false;

	fprintf(tables->out, "\n%s  %-16s%15s%17s%s%s\n", bold(tables), "map operations",
		"observed", "per second", is_exact ? "" : "  95% confidence", plain(tables));
	for (int op = 0; op < MAPGC_OPS; op++) {
		uint64_t ops = total->ops[INTERVAL_KIND(op)];

		if (!ops)
			continue;
		is_any = true;
		fprintf(tables->out, "  %-16s%15s         ", op_name(op),
			units_grouped(count, ops));
		print_estimate(tables, track_estimate(track, INTERVAL_KIND(op)), is_exact);
		fputc('\n', tables->out);
	}
	if (!is_any)
		fputs("  none seen yet\n", tables->out);
}

/* The largest figure of any depth fills the bar. */
static double max_of_depths(const struct interval *total)
{
	uint64_t max = 0;

	for (int depth = 1; depth <= MAPGC_DEPTHS; depth++) {
		uint64_t ops = total->ops[INTERVAL_DEPTH(depth)] +
			       total->ops[INTERVAL_INFERRED(depth)];

		max = ops > max ? ops : max;
	}
	return max;
}

static void print_depth(const struct tables *tables, const struct interval *total,
			const struct track *track, int depth, double max)
{
	const struct bar_style style = { tables->glyphs, BAR_COLUMNS, max };
	uint64_t known = total->ops[INTERVAL_DEPTH(depth)];
	uint64_t inferred = total->ops[INTERVAL_INFERRED(depth)];
	struct estimate rate = track_estimate(track, INTERVAL_DEPTH(depth));
	struct estimate inferred_rate = track_estimate(track, INTERVAL_INFERRED(depth));
	char count[2][UNITS_SIZE], value[UNITS_SIZE], bar[BAR_SIZE];

	fprintf(tables->out, "  %5d%15s%15s%12s   %s\n", depth, units_grouped(count[0], known),
		units_grouped(count[1], inferred),
		rate.is_known ? units_count(value, rate.value + inferred_rate.value) : "-",
		bar_draw(bar, &style, known, inferred));
}

static void print_depths(const struct tables *tables, const struct interval *total,
			 const struct track *track)
{
	double max = max_of_depths(total);

	if (max == 0)
		return;
	fprintf(tables->out, "\n%s  %5s%15s%15s%12s   %s observed, %s inferred%s\n", bold(tables),
		"depth", "observed", "inferred", "per second",
		tables->glyphs->across[GLYPHS_EIGHTHS - 1], tables->glyphs->inferred,
		plain(tables));
	for (int depth = 1; depth <= MAPGC_DEPTHS; depth++) {
		if (total->ops[INTERVAL_DEPTH(depth)] || total->ops[INTERVAL_INFERRED(depth)])
			print_depth(tables, total, track, depth, max);
	}
}

/* Pads by hand: printf counts bytes, and the micro sign has two. */
static void print_duration(const struct tables *tables, uint64_t value_ns)
{
	char text[UNITS_SIZE], ascii[UNITS_SIZE];
	int width = snprintf(ascii, sizeof(ascii), "%s", units_duration(text, value_ns, "u"));

	fprintf(tables->out, "%*s%s", 11 - width, "",
		units_duration(text, value_ns, tables->glyphs->micro));
}

static void print_pauses(const struct tables *tables, const struct mapgc_snapshot_args *figures)
{
	char count[UNITS_SIZE];

	fprintf(tables->out, "\n%s  %-16s%15s%11s%11s%11s%s   %s gc cycles\n", bold(tables),
		"pauses", "count", "p50", "p99", "max", plain(tables),
		units_grouped(count, figures->cycles));
	for (size_t i = 0; i < sizeof(pause_rows) / sizeof(pause_rows[0]); i++) {
		const struct mapgc_hist *hist = &figures->pauses[pause_rows[i].pause];

		fprintf(tables->out, "  %-16s%15s", pause_rows[i].name,
			units_grouped(count, hist->count));
		if (hist->count) {
			print_duration(tables, quantile_ns(hist, 500));
			print_duration(tables, quantile_ns(hist, 990));
			print_duration(tables, hist->max_ns);
		}
		fputc('\n', tables->out);
	}
}

static void print_losses(const struct tables *tables, const struct mapgc_snapshot_args *figures,
			 uint64_t reader_losses)
{
	char count[UNITS_SIZE];

	if (!loss_sum(figures) && !reader_losses) {
		fputs("\n  losses: none\n", tables->out);
		return;
	}
	fprintf(tables->out, "\n%s  %-24s%15s%s\n", alarm_colour(tables), "losses", "count",
		plain(tables));
	for (int i = 0; i < MAPGC_LOSSES; i++) {
		if (figures->losses[i])
			fprintf(tables->out, "  %-24s%15s\n", loss_name(i),
				units_grouped(count, figures->losses[i]));
	}
	if (reader_losses)
		fprintf(tables->out, "  %-24s%15s\n", "reader_event_lost",
			units_grouped(count, reader_losses));
}

static void print_cost(const struct tables *tables, const struct target *target)
{
	const struct mapgc_snapshot_args *figures = &target->figures;
	char hits[UNITS_SIZE], windows[UNITS_SIZE], coverage[CAPTION_SIZE], budget[CAPTION_SIZE];

	fprintf(tables->out, "  cost: %s probe hits, ", units_grouped(hits, figures->hits));
	if (target->attach_flags & MAPGC_ATTACH_EXACT)
		fputs("always armed", tables->out);
	else
		fprintf(tables->out, "%s windows", units_grouped(windows, figures->windows));
	if (figures->steady_sites)
		fprintf(tables->out, ", %" PRIu64 " quiet map functions always armed",
			(uint64_t)figures->steady_sites);
	fprintf(tables->out, ", coverage %s%s%s\n", caption_coverage(coverage, target, figures),
		target->budget_ppm ? ", " : "", caption_budget(budget, target));
}

static void print_target(const struct tables *tables, const struct target *target,
			 uint64_t reader_losses)
{
	const struct track *track = history_track(tables->history, target->id);
	struct interval total;

	interval_fold(&target->figures, &total);
	print_header(tables, target);
	print_feature(tables, "maps", &target->maps);
	print_feature(tables, "gc", &target->gc);
	if (!target->maps.is_known || target->maps.is_on) {
		print_kinds(tables, target, &total, track);
		print_depths(tables, &total, track);
	}
	if (!target->gc.is_known || target->gc.is_on)
		print_pauses(tables, &target->figures);
	print_losses(tables, &target->figures, reader_losses);
	print_cost(tables, target);
}

static int tables_begin(const struct view_setup *setup, void **state, struct error *err)
{
	struct tables *tables = calloc(1, sizeof(*tables));
	const char *no_color = getenv("NO_COLOR");

	if (tables)
		tables->history = history_create();
	if (!tables || !tables->history) {
		free(tables);
		return error_set(err, -ENOMEM, "tables: out of memory");
	}
	tables->out = setup->out;
	tables->is_coloured = setup->is_terminal && !(no_color && *no_color);
	tables->glyphs = glyphs_choose();
	*state = tables;
	return 0;
}

static int tables_show(void *state, const struct snapshot *prev, const struct snapshot *now,
		       struct error *err)
{
	struct tables *tables = state;

	if (history_add(tables->history, prev, now))
		return error_set(err, -ENOMEM, "tables: out of memory");
	if (tables->has_shown)
		fputc('\n', tables->out);
	tables->has_shown = true;
	print_moment(tables, now);
	if (!now->nr_targets)
		fputs("no target is attached\n", tables->out);
	for (size_t i = 0; i < now->nr_targets; i++) {
		if (i)
			fputc('\n', tables->out);
		print_target(tables, &now->targets[i], now->reader_losses);
	}
	return output_flush(tables->out, err);
}

static void tables_end(void *state)
{
	struct tables *tables = state;

	history_destroy(tables->history);
	free(tables);
}

const struct view_ops tables_view = {
	.name = "tables",
	.begin = tables_begin,
	.show = tables_show,
	.end = tables_end,
};
