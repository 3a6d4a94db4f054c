// SPDX-License-Identifier: GPL-2.0
#include "window.h"

#include <linux/errno.h>
#include <linux/ktime.h>

/* How many hits a CPU takes from the pool at once. */
#define BATCH	16

/* A window that has one of so many of its hits left is not worth opening. */
#define LEAST_PART	32

int mapgc_window_init(struct mapgc_window *window, bool is_capped)
{
	spin_lock_init(&window->lock);
	mapgc_hold_init(&window->hold);
	window->is_capped = is_capped;
	window->gate = MAPGC_GATE_ARMING;
	window->credit = alloc_percpu(int);
	return window->credit ? 0 : -ENOMEM;
}

void mapgc_window_deinit(struct mapgc_window *window)
{
	free_percpu(window->credit);
}

void mapgc_window_arm(struct mapgc_window *window, u32 max_hits, u64 hold_ns)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		int *credit = per_cpu_ptr(window->credit, cpu);

		*credit = 0;
	}
	window->max_hits = max_hits;
	window->open_hits = max_hits;
	atomic_set(&window->pool, max_hits);
	mapgc_hold_begin(&window->hold, hold_ns);
	WRITE_ONCE(window->is_spent, false);
	WRITE_ONCE(window->gate, MAPGC_GATE_ARMING);
}

bool mapgc_window_open(struct mapgc_window *window)
{
	bool is_open;

	spin_lock_bh(&window->lock);
	window->open_hits = atomic_read(&window->pool);
	is_open = window->gate == MAPGC_GATE_ARMING &&
		  (!window->is_capped || window->open_hits > window->max_hits / LEAST_PART);
	if (is_open) {
		window->opened_ns = ktime_get_ns();
		WRITE_ONCE(window->nr_opened, window->nr_opened + 1);
		WRITE_ONCE(window->gate, MAPGC_GATE_OPEN);
	}
	spin_unlock_bh(&window->lock);
	mapgc_hold_end(&window->hold);
	return is_open;
}

void mapgc_window_refill(struct mapgc_window *window, u32 max_hits)
{
	if (READ_ONCE(window->gate) == MAPGC_GATE_OPEN) {
		atomic_set(&window->pool, max_hits);
		return;
	}
	mapgc_window_arm(window, max_hits, 0);
	mapgc_window_open(window);
}

u32 mapgc_window_early(const struct mapgc_window *window)
{
	return window->max_hits - window->open_hits;
}

u32 mapgc_window_left(struct mapgc_window *window)
{
	return READ_ONCE(window->gate) == MAPGC_GATE_OPEN ? atomic_read(&window->pool) : 0;
}

void mapgc_window_clock(struct mapgc_window *window, u64 *armed_ns, u64 *nr_opened)
{
	spin_lock_bh(&window->lock);
	*armed_ns = window->armed_ns;
	*nr_opened = window->nr_opened;
	if (window->gate == MAPGC_GATE_OPEN)
		*armed_ns += ktime_get_ns() - window->opened_ns;
	spin_unlock_bh(&window->lock);
}

/* It may have opened meanwhile. */
static void give_up(struct mapgc_window *window)
{
	spin_lock_bh(&window->lock);
	if (window->gate == MAPGC_GATE_ARMING)
		WRITE_ONCE(window->gate, MAPGC_GATE_SHUT);
	spin_unlock_bh(&window->lock);
	mapgc_hold_end(&window->hold);
}

bool mapgc_window_refuse(struct mapgc_window *window)
{
	if (READ_ONCE(window->gate) == MAPGC_GATE_ARMING && window->is_capped) {
		if (atomic_add_unless(&window->pool, -1, 0))
			mapgc_hold_thread(&window->hold);
		else
			give_up(window);
	}
	return READ_ONCE(window->gate) == MAPGC_GATE_SHUT;
}

static int take_from_pool(struct mapgc_window *window)
{
	int left = atomic_read(&window->pool);
	int taken;

	do {
		taken = min(left, BATCH);
		if (!taken)
			return 0;
	} while (!atomic_try_cmpxchg(&window->pool, &left, left - taken));
	return taken;
}

static void shut(struct mapgc_window *window)
{
	lockdep_assert_held(&window->lock);
	if (window->gate == MAPGC_GATE_OPEN)
		window->armed_ns += ktime_get_ns() - window->opened_ns;
	WRITE_ONCE(window->gate, MAPGC_GATE_SHUT);
}

void mapgc_window_shut(struct mapgc_window *window)
{
	spin_lock_bh(&window->lock);
	shut(window);
	spin_unlock_bh(&window->lock);
	mapgc_hold_end(&window->hold);
}

/* By the first hit that is too many. */
static void spend(struct mapgc_window *window)
{
	spin_lock_bh(&window->lock);
	if (window->gate == MAPGC_GATE_OPEN)
		WRITE_ONCE(window->is_spent, true);
	shut(window);
	spin_unlock_bh(&window->lock);
}

bool mapgc_window_take(struct mapgc_window *window)
{
	int taken;

	if (this_cpu_dec_return(*window->credit) >= 0)
		return true;
	this_cpu_inc(*window->credit);
	taken = take_from_pool(window);
	if (!taken) {
		spend(window);
		return false;
	}
	this_cpu_add(*window->credit, taken - 1);
	return true;
}
