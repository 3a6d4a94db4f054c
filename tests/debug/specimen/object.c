// SPDX-License-Identifier: GPL-2.0
/* Kernel objects used out of their order. */
#include "sins.h"

#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/timer.h>

static void never(struct timer_list *timer)
{
}

/* The kernel stops the timer before it frees the memory, and says so. */
int specimen_free_active(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return -ENOMEM;
	timer_setup(timer, never, 0);
	mod_timer(timer, jiffies + 3600 * HZ);
	kfree(timer);
	return 0;
}

int specimen_list_twice(void)
{
	struct list_head entry;
	LIST_HEAD(list);

	list_add(&entry, &list);
	list_add(&entry, &list);
	return 0;
}

int specimen_refcount(void)
{
	refcount_t count = REFCOUNT_INIT(0);

	refcount_inc(&count);
	return 0;
}
