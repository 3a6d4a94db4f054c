// SPDX-License-Identifier: GPL-2.0
/* Mistakes with locks that lockdep knows. It reports one and then turns itself off. */
#include "sins.h"

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_MUTEX(left);
static DEFINE_RAW_SPINLOCK(raw);
static DEFINE_SPINLOCK(sleeping_on_rt);

int specimen_lock_inversion(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);

	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
	return 0;
}

/* Zeroes are an unlocked lock, as far as the processor is concerned. */
int specimen_lock_unregistered(void)
{
	spinlock_t *lock = kzalloc(sizeof(*lock), GFP_KERNEL);

	if (!lock)
		return -ENOMEM;
#ifdef CONFIG_DEBUG_SPINLOCK
	lock->rlock.magic = SPINLOCK_MAGIC;
	lock->rlock.owner = SPINLOCK_OWNER_INIT;
	lock->rlock.owner_cpu = -1;
#endif
	spin_lock(lock);
	spin_unlock(lock);
	kfree(lock);
	return 0;
}

/* One that may sleep: on its way out the kernel does so, and would complain of that first. */
int specimen_lock_left(void)
{
	mutex_lock(&left);
	return 0;
}

int specimen_wait_context(void)
{
	raw_spin_lock(&raw);
	spin_lock(&sleeping_on_rt);
	spin_unlock(&sleeping_on_rt);
	raw_spin_unlock(&raw);
	return 0;
}
