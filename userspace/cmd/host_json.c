// SPDX-License-Identifier: GPL-2.0
#include "cmd/host_json.h"

#include <unistd.h>

#include "host/clock.h"

void host_json_begin(struct json_writer *jw)
{
	char host[65] = "";

	gethostname(host, sizeof(host) - 1);
	jw_begin_object(jw, NULL);
	jw_string(jw, "schema", "mapgc/1");
	jw_string(jw, "host", host);
	jw_seconds(jw, "time_seconds", clock_wall_ns());
}

void host_json_end(struct json_writer *jw)
{
	jw_end_object(jw);
	jw_end_line(jw);
}
