/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When the hot probes of a target count: always, or in fixed windows that end
 * early at a cap of hits. Arming and disarming is done elsewhere; this is the
 * gate that every hit passes, and the clock of the coverage.
 */
#ifndef MAPGC_WINDOW_H
#define MAPGC_WINDOW_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "hold.h"

/**
 * enum mapgc_gate - what a hit meets
 * @MAPGC_GATE_ARMING: probes are being armed: not counted yet
 * @MAPGC_GATE_OPEN: counted
 * @MAPGC_GATE_SHUT: over: the probe may remove itself
 */
enum mapgc_gate {
	MAPGC_GATE_ARMING,
	MAPGC_GATE_OPEN,
	MAPGC_GATE_SHUT,
};

/**
 * struct mapgc_window - gate and clock
 * @gate: enum mapgc_gate
 * @is_capped: hits are limited
 * @credit: hits that this CPU may count before it asks @pool for more
 * @pool: hits left for all CPUs, those while arming included
 * @max_hits: that @pool began with
 * @open_hits: that it had left when all probes were armed
 * @hold: of threads that hit while probes are armed
 * @lock: protects the members below, and changes of @gate; taken by a timer, too
 * @is_spent: it ended because @pool was empty
 * @opened_ns: when the gate opened last
 * @armed_ns: sum of the times that it was open, without the current one
 * @nr_opened: windows
 */
struct mapgc_window {
	int gate;
	bool is_capped;
	int __percpu *credit;
	atomic_t pool;
	u32 max_hits;
	u32 open_hits;
	struct mapgc_hold hold;
	spinlock_t lock;
	bool is_spent;
	u64 opened_ns;
	u64 armed_ns;
	u64 nr_opened;
};

int mapgc_window_init(struct mapgc_window *window, bool is_capped);
void mapgc_window_deinit(struct mapgc_window *window);

/**
 * mapgc_window_arm() - probes will be armed from here on; none is armed now
 * @window: the window
 * @max_hits: that it may have, those before it opens included
 * @hold_ns: threads that hit before that are held for up to so long; 0: they are not
 *
 * mapgc_window_open() or mapgc_window_shut() has to follow.
 */
void mapgc_window_arm(struct mapgc_window *window, u32 max_hits, u64 hold_ns);

/**
 * mapgc_window_open() - all probes are armed: count
 *
 * Return: false where too many hits came before: hardly any are left, or probes are gone
 * again.
 */
bool mapgc_window_open(struct mapgc_window *window);

/**
 * mapgc_window_refill() - go on with @max_hits, or begin to, where it is not open
 *
 * Only for a gate whose probes are armed, or those that are not will not be hit.
 */
void mapgc_window_refill(struct mapgc_window *window, u32 max_hits);

/** mapgc_window_shut() - do not count any more; nothing where it is shut already */
void mapgc_window_shut(struct mapgc_window *window);

/** mapgc_window_early() - hits before mapgc_window_open(), which was called */
u32 mapgc_window_early(const struct mapgc_window *window);

/** mapgc_window_is_spent() - whether the last window ended at its hits */
static inline bool mapgc_window_is_spent(const struct mapgc_window *window)
{
	return READ_ONCE(window->is_spent);
}

/** mapgc_window_left() - hits that it still admits, but for what CPUs took in advance */
u32 mapgc_window_left(struct mapgc_window *window);

/**
 * mapgc_window_clock() - coverage
 * @window: the window
 * @armed_ns: set to the time that the gate was open
 * @nr_opened: set to the number of windows
 */
void mapgc_window_clock(struct mapgc_window *window, u64 *armed_ns, u64 *nr_opened);

/**
 * mapgc_window_refuse() - a hit that does not count
 * @window: the target's
 *
 * One while probes are armed is taken from what the window may have, and its thread may be
 * held; when that is all, the window is over before it began.
 *
 * Return: whether its probe is to be removed.
 */
bool mapgc_window_refuse(struct mapgc_window *window);

/** mapgc_window_take() - mapgc_window_admit() where hits are capped */
bool mapgc_window_take(struct mapgc_window *window);

/**
 * mapgc_window_admit() - whether this hit counts
 * @window: the target's
 *
 * Context: uprobe handler. No shared cache line is written on the usual way.
 */
static inline bool mapgc_window_admit(struct mapgc_window *window)
{
	if (unlikely(READ_ONCE(window->gate) != MAPGC_GATE_OPEN))
		return false;
	return !window->is_capped || mapgc_window_take(window);
}

#endif /* MAPGC_WINDOW_H */
