// SPDX-License-Identifier: GPL-2.0
#include "view/caption.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "text/units.h"

#define REST_COLUMNS	13	/* " and 256 more" */

const char *caption_feature(char buf[CAPTION_SIZE], const struct target_feature *feature)
{
	if (!feature->is_known)
		return strcpy(buf, "unknown: attached by another reader");
	snprintf(buf, CAPTION_SIZE, "%s%s%s", feature->is_on ? "on" : "off",
		 *feature->reason ? ": " : "", feature->reason);
	return buf;
}

static size_t nr_visible(const struct target *target)
{
	size_t nr = 0;

	for (size_t i = 0; i < target->nr_pids; i++)
		nr += target->pids[i].pid != 0;
	return nr;
}

const char *caption_pids(char buf[CAPTION_SIZE], const struct target *target,
			 unsigned int max_columns)
{
	size_t length, nr_shown = 0;

	if (!target->nr_pids)
		return strcpy(buf, "no process");
	length = sprintf(buf, nr_visible(target) == 1 ? "pid" : "pids");
	for (size_t i = 0; i < target->nr_pids; i++) {
		char pid[16];
		int width = snprintf(pid, sizeof(pid), "%s %u", nr_shown ? "," : "",
				     target->pids[i].pid);

		if (!target->pids[i].pid)
			continue;
		if (length + width + REST_COLUMNS > max_columns ||
		    length + width + REST_COLUMNS >= CAPTION_SIZE)
			break;
		length += sprintf(buf + length, "%s", pid);
		nr_shown++;
	}
	if (!nr_shown)
		sprintf(buf, "%zu process%s elsewhere", target->nr_pids,
			target->nr_pids == 1 ? "" : "es");
	else if (nr_shown < target->nr_pids)
		sprintf(buf + length, " and %zu more", target->nr_pids - nr_shown);
	return buf;
}

const char *caption_coverage(char buf[CAPTION_SIZE], const struct target *target,
			     const struct mapgc_snapshot_args *figures)
{
	if (target->maps.is_known && !target->maps.is_on)
		return strcpy(buf, "-");
	return units_percent(buf, figures->armed_ns, figures->elapsed_ns);
}

const char *caption_budget(char buf[CAPTION_SIZE], const struct target *target)
{
	char spent[UNITS_SIZE], budget[UNITS_SIZE];

	buf[0] = '\0';
	if (target->budget_ppm)
		snprintf(buf, CAPTION_SIZE, "spent %s of %s",
			 units_percent(spent, target->figures.spent_ns, target->figures.cpu_ns),
			 units_percent(budget, target->budget_ppm, 1000000));
	return buf;
}

const char *caption_time(char buf[CAPTION_SIZE], const char *format, uint64_t time_ns)
{
	time_t seconds = time_ns / 1000000000;
	struct tm tm;

	if (!localtime_r(&seconds, &tm) || !strftime(buf, CAPTION_SIZE, format, &tm))
		buf[0] = '\0';
	return buf;
}
