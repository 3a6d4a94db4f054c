/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads that are held in a handler for a moment. All of them may go when it is over, at a
 * signal, or when the first of them has been here for as long as is allowed; later ones do
 * not begin anew.
 */
#ifndef MAPGC_HOLD_H
#define MAPGC_HOLD_H

#include <linux/atomic.h>
#include <linux/types.h>
#include <linux/wait.h>

/**
 * struct mapgc_hold - where they are held
 * @queue: they
 * @is_on: they are to stay
 * @limit_ns: the longest; 0: nobody is held
 * @until_ns: CLOCK_MONOTONIC, from the first of them on; 0 before
 * @held_ns: sum over all threads, ever
 */
struct mapgc_hold {
	wait_queue_head_t queue;
	bool is_on;
	u64 limit_ns;
	atomic64_t until_ns;
	atomic64_t held_ns;
};

void mapgc_hold_init(struct mapgc_hold *hold);

/** mapgc_hold_begin() - threads that come are held for up to @limit_ns; nobody is here now */
void mapgc_hold_begin(struct mapgc_hold *hold, u64 limit_ns);

/** mapgc_hold_end() - let all go; nothing where they may already. Context: any. */
void mapgc_hold_end(struct mapgc_hold *hold);

/**
 * mapgc_hold_thread() - hold the current one
 *
 * Context: uprobe handler; sleeps, a signal ends that.
 */
void mapgc_hold_thread(struct mapgc_hold *hold);

/** mapgc_hold_sum_ns() - how long threads were held, together */
u64 mapgc_hold_sum_ns(const struct mapgc_hold *hold);

#endif /* MAPGC_HOLD_H */
