/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a running process has its structures where the manifest says. */
#ifndef MAPGC_CMD_PROCESS_LAYOUT_H
#define MAPGC_CMD_PROCESS_LAYOUT_H

#include <sys/types.h>

#include "resolve/manifest.h"

/**
 * process_layout_check() - look at goroutines and map types of a process
 * @pid: the process
 * @manifest: of its executable
 * @why: filled where something contradicts: field and values
 *
 * Some of its goroutines must have the end of their stack where the layout has it, and the
 * program's map types their element's type. Nothing is said of what cannot be looked at: a
 * process that ended or has not come so far, code in which the addresses were not found.
 *
 * Return: how many goroutines and types fit, or -EINVAL where the layout is another one.
 */
int process_layout_check(pid_t pid, const struct manifest *manifest, struct error *why);

#endif /* MAPGC_CMD_PROCESS_LAYOUT_H */
