// SPDX-License-Identifier: GPL-2.0
/* Whether this process may use the module, and how much it sees from where it is. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "preflight/part.h"

#define CAP_SYS_PTRACE_BIT	(1ULL << 19)
#define CAP_SYS_ADMIN_BIT	(1ULL << 21)
#define CAP_PERFMON_BIT		(1ULL << 38)

/* Of the initial user namespace: PROC_USER_INIT_INO of the kernel, the same everywhere. */
#define INITIAL_USER_NS		"user:[4026531837]"

/* The short way for a container: what it takes one by one is in the man page. */
static const char *way_in(const struct host *host)
{
	return host_is_container(host) ?
	       "start the container with --privileged --pid=host --network=host" : "run as root";
}

int part_capability(const struct host *host, struct error *why)
{
	char line[256];
	uint64_t caps;

	if (!host_find_line(host, "/proc/self/status", "CapEff:", line, sizeof(line)))
		return error_set(why, -ENOENT, "not known: no /proc: mount it");
	caps = strtoull(strchr(line, ':') + 1, NULL, 16);
	if (!(caps & (CAP_SYS_ADMIN_BIT | CAP_PERFMON_BIT)))
		return error_set(why, -EPERM, "neither CAP_SYS_ADMIN nor CAP_PERFMON: %s",
				 way_in(host));
	if (!(caps & CAP_SYS_PTRACE_BIT))
		return error_set(why, -EPERM, "no CAP_SYS_PTRACE, to look into processes: %s",
				 way_in(host));
	if (!(caps & CAP_SYS_ADMIN_BIT))
		return error_set(why, 0, "CAP_PERFMON (--events needs CAP_SYS_ADMIN)");
	return error_set(why, 0, "CAP_SYS_ADMIN");
}

int part_user_namespace(const struct host *host, struct error *why)
{
	char link[PATH_MAX];

	host_link(host, "/proc/self/ns/user", link);
	if (*link && strcmp(link, INITIAL_USER_NS))
		return error_set(why, -EPERM, "not the host's, so root here is not root there; "
				 "run on the host, or start the container with --userns=host");
	return error_set(why, 0, "the host's");
}

/* In a namespace of its own, the reader works for what it sees. */
int part_pid_namespace(const struct host *host, struct error *why)
{
	if (host_is_container(host))
		return error_set(why, 0, "a container's: only its processes can be chosen; "
				 "for all, start it with --pid=host");
	return error_set(why, 0, "the host's");
}
