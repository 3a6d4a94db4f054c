/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The periods of a target, each with one window at a random time: when it begins, how
 * long it is, what it cost and what it counted.
 */
#ifndef MAPGC_PERIOD_H
#define MAPGC_PERIOD_H

struct mapgc_fault;
struct mapgc_target;

/**
 * mapgc_period_start() - arm what is armed all the time, and begin the first period
 * @target: prepared; nobody else knows it yet
 * @fault: set on failure
 *
 * Return: 0, or negative errno with nothing armed.
 */
int mapgc_period_start(struct mapgc_target *target, struct mapgc_fault *fault);

/**
 * mapgc_period_stop() - disarm for good; when this returns no handler runs any more
 * @target: started
 *
 * Context: sleeps, not under the target's arm_lock.
 */
void mapgc_period_stop(struct mapgc_target *target);

#endif /* MAPGC_PERIOD_H */
