/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of the preflight. Each looks at one thing that mapgc needs and names
 * the obstacle exactly: what is in the way, and the command that gets it out of it.
 */
#ifndef MAPGC_PREFLIGHT_PART_H
#define MAPGC_PREFLIGHT_PART_H

#include "preflight/host.h"
#include "text/error.h"

/** PART_SKIPPED - another part says what is in the way; @why: which one */
#define PART_SKIPPED	1

/*
 * Return: 0, and @why is what was found; negative errno, and @why is the
 * obstacle; or PART_SKIPPED.
 */
typedef int part_fn(const struct host *host, struct error *why);

part_fn part_kernel;		/* series and machine */
part_fn part_uprobes;
part_fn part_tracepoints;
part_fn part_capability;
part_fn part_user_namespace;
part_fn part_pid_namespace;
part_fn part_lockdown;
part_fn part_installed;		/* the module, for the kernel that runs */
part_fn part_loaded;
part_fn part_device;
part_fn part_version;
part_fn part_netlink;

#endif /* MAPGC_PREFLIGHT_PART_H */
