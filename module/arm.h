/* SPDX-License-Identifier: GPL-2.0 */
/* Arming and disarming the probes of a target, cold ones once, hot ones by window. */
#ifndef MAPGC_ARM_H
#define MAPGC_ARM_H

struct mapgc_fault;
struct mapgc_site;
struct mapgc_target;

int mapgc_arm_init(void);
void mapgc_arm_exit(void);

/** mapgc_arm_prepare() - fill the target's probes from checked sites, cold ones first */
void mapgc_arm_prepare(struct mapgc_target *target, const struct mapgc_site *sites);

/**
 * mapgc_arm_start() - arm what is armed all the time, and start the windows
 * @target: prepared; nobody else knows it yet
 * @fault: set on failure
 *
 * Return: 0, or negative errno with nothing armed.
 */
int mapgc_arm_start(struct mapgc_target *target, struct mapgc_fault *fault);

/** mapgc_arm_stop() - disarm for good; when this returns no handler runs any more */
void mapgc_arm_stop(struct mapgc_target *target);

/**
 * mapgc_arm_refresh() - arm in a process that was added
 *
 * Context: under the target's arm_lock.
 * Return: 0, -ENODEV where the target is being detached, or what arming said.
 */
int mapgc_arm_refresh(struct mapgc_target *target);

#endif /* MAPGC_ARM_H */
