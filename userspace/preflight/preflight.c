// SPDX-License-Identifier: GPL-2.0
#include "preflight/preflight.h"

#include "preflight/part.h"

/* In the order in which obstacles are met. */
static const struct {
	const char *name;
	part_fn *look;
} parts[] = {
	{ "kernel", part_kernel },
	{ "uprobes", part_uprobes },
	{ "tracepoints", part_tracepoints },
	{ "capability", part_capability },
	{ "user namespace", part_user_namespace },
	{ "PID namespace", part_pid_namespace },
	{ "lockdown", part_lockdown },
	{ "module installed", part_installed },
	{ "module loaded", part_loaded },
	{ "device", part_device },
	{ "version", part_version },
	{ "netlink", part_netlink },
};

_Static_assert(sizeof(parts) / sizeof(parts[0]) == PREFLIGHT_PARTS, "one finding each");

static enum finding_state state_of(int code)
{
	if (code == PART_SKIPPED)
		return FINDING_SKIPPED;
	return code ? FINDING_OBSTACLE : FINDING_OK;
}

size_t preflight_run(struct finding ret[PREFLIGHT_PARTS])
{
	struct host host = { .root = "" };
	size_t i, nr_obstacles = 0;

	uname(&host.kernel);
	for (i = 0; i < PREFLIGHT_PARTS; i++) {
		ret[i].part = parts[i].name;
		ret[i].state = state_of(parts[i].look(&host, &ret[i].text));
		nr_obstacles += ret[i].state == FINDING_OBSTACLE;
	}
	return nr_obstacles;
}
