// SPDX-License-Identifier: GPL-2.0
/* The right thing in the wrong place. */
#include "sins.h"

#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>

static int __rcu *published;

int specimen_sleep_in_atomic(void)
{
	preempt_disable();
	might_sleep();
	preempt_enable();
	return 0;
}

int specimen_sleep_in_rcu(void)
{
	rcu_read_lock();
	schedule_timeout_uninterruptible(1);
	rcu_read_unlock();
	return 0;
}

int specimen_rcu_unprotected(void)
{
	return rcu_dereference(published) ? 1 : 0;
}

int specimen_cpu_unpinned(void)
{
	return smp_processor_id() * 0;
}
