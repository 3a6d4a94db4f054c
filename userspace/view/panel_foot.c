// SPDX-License-Identifier: GPL-2.0
/* What was lost, what it cost, and what can be done here. */
#include "model/loss.h"
#include "text/units.h"
#include "view/caption.h"
#include "view/frame.h"

static void put_losses(struct screen *screen, const struct frame *frame)
{
	const struct mapgc_snapshot_args *figures = &frame->target->figures;
	uint64_t sum = loss_sum(figures) + frame->now->reader_losses;
	int y = frame->layout.loss_y, x = 14;
	char count[UNITS_SIZE];

	if (!sum) {
		screen_put(screen, y, 1, STYLE_PLAIN, "losses  none");
		return;
	}
	/* The sum first: on a narrow screen the rest is cut off. */
	screen_put(screen, y, 1, STYLE_ALARM, "losses  %s", units_count(count, sum));
	for (int i = 0; i < MAPGC_LOSSES; i++) {
		if (!figures->losses[i])
			continue;
		units_count(count, figures->losses[i]);
		screen_put(screen, y, x, STYLE_ALARM, " %s %s", loss_name(i), count);
		x += snprintf(NULL, 0, " %s %s", loss_name(i), count);
	}
	if (frame->now->reader_losses)
		screen_put(screen, y, x, STYLE_ALARM, " reader_event_lost %s",
			   units_count(count, frame->now->reader_losses));
}

static void put_cost(struct screen *screen, const struct frame *frame)
{
	const struct mapgc_snapshot_args *figures = &frame->target->figures;
	char hits[UNITS_SIZE], rate[UNITS_SIZE], windows[UNITS_SIZE], cycles[UNITS_SIZE];
	char budget[CAPTION_SIZE];
	double elapsed_s = frame->added->elapsed_ns / 1e9;

	screen_put(screen, frame->layout.cost_y, 1, STYLE_PLAIN,
		   "cost    %s probe hits, %s/s  %s%s  gc cycles %s  %s",
		   units_count(hits, figures->hits),
		   units_count(rate, elapsed_s > 0 ? frame->added->hits / elapsed_s : 0),
		   frame->target->attach_flags & MAPGC_ATTACH_EXACT ? "always armed" :
		   units_count(windows, figures->windows),
		   frame->target->attach_flags & MAPGC_ATTACH_EXACT ? "" : " windows",
		   units_count(cycles, figures->cycles), caption_budget(budget, frame->target));
}

void panel_foot(struct screen *screen, const struct frame *frame)
{
	put_losses(screen, frame);
	put_cost(screen, frame);
	screen_put(screen, frame->layout.keys_y, 1, STYLE_FAINT, "q quit  p hold%s  ? help",
		   frame->now->nr_targets > 1 ? "  Tab next target" : "");
}

void panel_help(struct screen *screen)
{
	static const char *const lines[] = {
		"mapgc-read --watch",
		"",
		"Tab, arrows   next or previous target",
		"p, space      hold the picture, and go on",
		"q             quit; the probes go with it",
		"?             this help",
		"",
		"depth   1 for m[a], 2 for the second level of m[a][b], and so on",
		"ops/s   map operations at this depth in the last interval",
		"infer.  depth only inferred from the types of the maps",
		"+-      95% confidence, over the last 64 intervals",
		"new     pauses in the last interval",
		"coverage  share of the time in which map operations were counted",
		"spent   share of the target's CPU time that watching it cost",
	};

	for (int i = 0; i < (int)(sizeof(lines) / sizeof(lines[0])); i++)
		screen_put(screen, 1 + i, 2, i ? STYLE_PLAIN : STYLE_TITLE, "%s", lines[i]);
}
