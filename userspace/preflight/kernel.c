// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "preflight/part.h"

/* A series as one number, to be compared. */
#define SERIES(major, minor)	((major) * 1000 + (minor))
#define OLDEST			SERIES(5, 10)
#define NEWEST_TESTED		SERIES(7, 3)

int part_kernel(const struct host *host, struct error *why)
{
	const char *release = host->kernel.release;
	unsigned int major, minor;

	if (strcmp(host->kernel.machine, "x86_64") && strcmp(host->kernel.machine, "aarch64"))
		return error_set(why, -ENOTSUP, "%s: mapgc knows x86_64 and aarch64 only",
				 host->kernel.machine);
	if (sscanf(release, "%u.%u", &major, &minor) != 2)
		return error_set(why, 0, "%s: not a release that mapgc can read", release);
	if (SERIES(major, minor) < OLDEST)
		return error_set(why, -ENOTSUP, "%s is too old: boot 5.10 or newer", release);
	if (SERIES(major, minor) > NEWEST_TESTED)
		return error_set(why, 0, "%s, newer than 7.3, the last one tested", release);
	return error_set(why, 0, "%s", release);
}

/* The kernel's own list of what is in it: true whatever /boot says. */
static int check_symbol(const struct host *host, const char *const symbols[],
			const char *option, struct error *why)
{
	char text[64], line[512];

	if (!host_find_line(host, "/proc/kallsyms", " ", line, sizeof(line)))
		return error_set(why, 0, "not known: /proc/kallsyms is empty");
	for (; *symbols; symbols++) {
		snprintf(text, sizeof(text), " T %s", *symbols);
		if (host_find_line(host, "/proc/kallsyms", text, line, sizeof(line)))
			return error_set(why, 0, "in the kernel");
	}
	return error_set(why, -ENOSYS, "not in this kernel: boot one with %s=y", option);
}

int part_uprobes(const struct host *host, struct error *why)
{
	return check_symbol(host, (const char *const[]) { "uprobe_register", NULL },
			    "CONFIG_UPROBES", why);
}

int part_tracepoints(const struct host *host, struct error *why)
{
	return check_symbol(host, (const char *const[]) { "tracepoint_probe_register", NULL },
			    "CONFIG_TRACEPOINTS", why);
}
