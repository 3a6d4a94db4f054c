// SPDX-License-Identifier: GPL-2.0
/* Who is shown. */
#include <string.h>

#include "text/escape.h"
#include "view/caption.h"
#include "view/frame.h"

static void put_host(struct screen *screen, const struct frame *frame)
{
	char host[4 * sizeof(frame->now->host)], time[CAPTION_SIZE], right[64];

	escape_text(host, sizeof(host), frame->now->host, frame->layout.columns - 50);
	screen_put(screen, 0, 1, STYLE_TITLE, "mapgc");
	screen_put(screen, 0, 8, STYLE_PLAIN, "%s  %s  every %gs", host,
		   caption_time(time, "%T", frame->now->time_ns), frame->interval_ns / 1e9);
	snprintf(right, sizeof(right), "%starget %zu of %zu", frame->is_held ? "HELD  " : "",
		 frame->number, frame->now->nr_targets);
	screen_put(screen, 0, frame->layout.columns - 1 - (int)strlen(right),
		   frame->is_held ? STYLE_ALARM : STYLE_PLAIN, "%s", right);
}

void panel_head(struct screen *screen, const struct frame *frame)
{
	const struct target *target = frame->target;
	char exe[1024], version[256], pids[CAPTION_SIZE], coverage[CAPTION_SIZE], right[320];
	int room = frame->layout.columns - 2, width;

	put_host(screen, frame);
	escape_text(version, sizeof(version), target->go_version, 16);
	width = snprintf(right, sizeof(right), "  %s  coverage %s", version,
			 caption_coverage(coverage, target, frame->added));
	caption_pids(pids, target, room / 3);
	width += 2 + strlen(pids);
	escape_text(exe, sizeof(exe), target->exe, room > width ? room - width : 0);
	screen_put(screen, 1, 1, STYLE_PLAIN, "%s%s  %s", exe, right, pids);
}
