// SPDX-License-Identifier: GPL-2.0
#include "hold.h"

#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/sched.h>

void mapgc_hold_init(struct mapgc_hold *hold)
{
	init_waitqueue_head(&hold->queue);
}

void mapgc_hold_begin(struct mapgc_hold *hold, u64 limit_ns)
{
	WRITE_ONCE(hold->limit_ns, limit_ns);
	atomic64_set(&hold->until_ns, 0);
	/* Who sees that it is on sees the limit. */
	smp_store_release(&hold->is_on, !!limit_ns);
}

void mapgc_hold_end(struct mapgc_hold *hold)
{
	WRITE_ONCE(hold->is_on, false);
	wake_up_all(&hold->queue);
}

/* The first sets it. */
static u64 deadline_ns(struct mapgc_hold *hold, u64 now_ns)
{
	s64 first_ns = now_ns + READ_ONCE(hold->limit_ns), until_ns = 0;

	if (atomic64_try_cmpxchg(&hold->until_ns, &until_ns, first_ns))
		return first_ns;
	return until_ns;
}

void mapgc_hold_thread(struct mapgc_hold *hold)
{
	u64 now_ns, until_ns;

	/* The limit comes after that. */
	if (!smp_load_acquire(&hold->is_on))
		return;
	now_ns = ktime_get_ns();
	until_ns = deadline_ns(hold, now_ns);
	if (until_ns <= now_ns)
		return;
	/* Why it ended is nobody's business: what comes now is the same. */
	(void)wait_event_interruptible_hrtimeout(hold->queue, !READ_ONCE(hold->is_on),
						 ns_to_ktime(until_ns - now_ns));
	atomic64_add(ktime_get_ns() - now_ns, &hold->held_ns);
}

u64 mapgc_hold_sum_ns(const struct mapgc_hold *hold)
{
	return atomic64_read(&hold->held_ns);
}
