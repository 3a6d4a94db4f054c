/* SPDX-License-Identifier: GPL-2.0 */
/* Waiting for what another thread does. */
#ifndef MAPGC_KUNIT_DEADLINE_H
#define MAPGC_KUNIT_DEADLINE_H

#include <linux/delay.h>
#include <linux/jiffies.h>

/* An emulated guest on a busy host may take its time. */
#define DEADLINE_SECONDS	60

/* True as soon as the condition is, false where it never was before the deadline. */
#define wait_until(condition) ({						\
	unsigned long end_ = jiffies + DEADLINE_SECONDS * HZ;			\
	bool is_true_;								\
										\
	for (;;) {								\
		is_true_ = (condition);						\
		if (is_true_ || time_after(jiffies, end_))			\
			break;							\
		usleep_range(50, 500);						\
	}									\
	is_true_;								\
})

#endif /* MAPGC_KUNIT_DEADLINE_H */
