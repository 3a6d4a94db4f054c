// SPDX-License-Identifier: GPL-2.0
#include "cmd/check.h"

#include <errno.h>
#include <stdio.h>

#include "cmd/host_json.h"
#include "preflight/preflight.h"
#include "text/json_writer.h"

static void print_table(const struct finding *findings)
{
	static const char *const words[] = {
		[FINDING_OK] = "ok",
		[FINDING_OBSTACLE] = "FAIL",
		[FINDING_SKIPPED] = "-",
	};
	size_t i;

	for (i = 0; i < PREFLIGHT_PARTS; i++)
		printf("%-4s  %-16s  %s\n", words[findings[i].state], findings[i].part,
		       findings[i].text.text);
}

static void write_json(const struct finding *findings)
{
	static const char *const words[] = {
		[FINDING_OK] = "ok",
		[FINDING_OBSTACLE] = "obstacle",
		[FINDING_SKIPPED] = "skipped",
	};
	struct json_writer jw = { .out = stdout };
	size_t i;

	host_json_begin(&jw);
	jw_begin_array(&jw, "checks");
	for (i = 0; i < PREFLIGHT_PARTS; i++) {
		jw_begin_object(&jw, NULL);
		jw_string(&jw, "part", findings[i].part);
		jw_string(&jw, "state", words[findings[i].state]);
		jw_string(&jw, "text", findings[i].text.text);
		jw_end_object(&jw);
	}
	jw_end_array(&jw);
	host_json_end(&jw);
}

int check_main(const struct options *options, struct error *err)
{
	struct finding findings[PREFLIGHT_PARTS];
	size_t nr_obstacles = preflight_run(findings);

	if (options->view == VIEW_JSON)
		write_json(findings);
	else
		print_table(findings);
	return nr_obstacles ? error_set(err, -ENOTSUP, "check: %zu of %d parts fail",
					nr_obstacles, PREFLIGHT_PARTS) : 0;
}
