/* SPDX-License-Identifier: GPL-2.0 */
/* The life of a target: from a checked request to armed probes, and back. */
#ifndef MAPGC_ATTACH_H
#define MAPGC_ATTACH_H

#include <linux/types.h>

struct mapgc_fault;
struct mapgc_request;
struct mapgc_target;

/**
 * mapgc_attach() - make a target and start it
 * @request: checked
 * @fault: set on failure
 * @ret_id: set to its id
 *
 * Return: 0, or negative errno with nothing left behind.
 */
int mapgc_attach(const struct mapgc_request *request, struct mapgc_fault *fault, u32 *ret_id);

/**
 * mapgc_attach_process() - one more process for a target that was given a list
 * @target: the target
 * @pid: in the caller's PID namespace
 * @fault: set on failure
 */
int mapgc_attach_process(struct mapgc_target *target, u32 pid, struct mapgc_fault *fault);

/**
 * mapgc_detach() - stop a target
 * @target: the caller has a reference of its own
 *
 * Return: 0, or -ENOENT where somebody else is doing it.
 */
int mapgc_detach(struct mapgc_target *target);

/** mapgc_detach_all() - at unload */
void mapgc_detach_all(void);

#endif /* MAPGC_ATTACH_H */
