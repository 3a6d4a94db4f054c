// SPDX-License-Identifier: GPL-2.0
#include "stopper.h"

#include <linux/ktime.h>
#include <linux/spinlock.h>

#define STOPPERS_MAX	32

/**
 * struct stopper - a thread in a pause
 * @task: compared, never followed; NULL: free
 * @off_since_ns: since when it is on no CPU, 0 while it is on one
 * @off_ns: sum of the times before
 */
struct stopper {
	const struct task_struct *task;
	u64 off_since_ns;
	u64 off_ns;
};

/*
 * @lock protects @stoppers and writes of @nr; it nests in the runqueue lock, so
 * it is raw and nothing is called under it.
 */
static DEFINE_RAW_SPINLOCK(lock);
static struct stopper stoppers[STOPPERS_MAX];
static int nr;

int mapgc_stopper_begin(void)
{
	int handle = MAPGC_STOPPER_NONE;
	unsigned long flags;
	int i;

	raw_spin_lock_irqsave(&lock, flags);
	for (i = 0; i < STOPPERS_MAX && handle == MAPGC_STOPPER_NONE; i++) {
		if (stoppers[i].task)
			continue;
		stoppers[i].task = current;
		stoppers[i].off_since_ns = 0;
		stoppers[i].off_ns = 0;
		WRITE_ONCE(nr, nr + 1);
		handle = i;
	}
	raw_spin_unlock_irqrestore(&lock, flags);
	return handle;
}

u64 mapgc_stopper_end(int handle)
{
	struct stopper *stopper = &stoppers[handle];
	unsigned long flags;
	u64 off_ns;

	raw_spin_lock_irqsave(&lock, flags);
	off_ns = stopper->off_ns;
	stopper->task = NULL;
	WRITE_ONCE(nr, nr - 1);
	raw_spin_unlock_irqrestore(&lock, flags);
	return off_ns;
}

static void step(struct stopper *stopper, const struct task_struct *prev,
		 const struct task_struct *next, u64 now_ns)
{
	if (stopper->task == prev) {
		stopper->off_since_ns = now_ns;
	} else if (stopper->task == next && stopper->off_since_ns) {
		stopper->off_ns += now_ns - stopper->off_since_ns;
		stopper->off_since_ns = 0;
	}
}

static void step_all(const struct task_struct *prev, const struct task_struct *next)
{
	u64 now_ns = ktime_get_mono_fast_ns();
	int i;

	raw_spin_lock(&lock);
	for (i = 0; i < STOPPERS_MAX; i++) {
		if (stoppers[i].task)
			step(&stoppers[i], prev, next, now_ns);
	}
	raw_spin_unlock(&lock);
}

void mapgc_stopper_switch(const struct task_struct *prev, const struct task_struct *next)
{
	if (unlikely(READ_ONCE(nr)))
		step_all(prev, next);
}
