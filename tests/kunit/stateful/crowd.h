/* SPDX-License-Identifier: GPL-2.0 */
/* Threads that do something at the same time. */
#ifndef MAPGC_KUNIT_CROWD_H
#define MAPGC_KUNIT_CROWD_H

#include <kunit/test.h>

/* Enough to be preempted in the middle of things on every CPU. */
#define CROWD_SIZE	4

/**
 * crowd_run() - have CROWD_SIZE threads run a function, and wait for all
 * @test: fails where they cannot be started
 * @run: the function; @member counts from 0
 * @ctx: passed to it
 */
void crowd_run(struct kunit *test, void (*run)(void *ctx, unsigned int member), void *ctx);

#endif /* MAPGC_KUNIT_CROWD_H */
