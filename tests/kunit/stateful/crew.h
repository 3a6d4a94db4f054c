/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Many processes that do not exist: of each there is as much as is looked at here.
 */
#ifndef MAPGC_KUNIT_CREW_H
#define MAPGC_KUNIT_CREW_H

#include <kunit/test.h>
#include <linux/mm_types.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

/**
 * struct crew_process - one process
 * @task: its only thread
 * @signal: of @task
 * @pid: its id
 */
struct crew_process {
	struct task_struct task;
	struct signal_struct signal;
	struct pid *pid;
};

/**
 * struct crew_spaces - room for address spaces
 * @room: of this only the reference counts of the address spaces in it are used,
 *	which lie CREW_STEP apart, so that there are many for little memory
 * @nr: how many there are
 */
struct crew_spaces {
	char *room;
	u32 nr;
};

#define CREW_STEP	64

/** crew_process() - a new process without an address space; ends with the case */
struct crew_process *crew_process(struct kunit *test, u32 pid);

/** crew_spaces() - @nr address spaces with one reference each; end with the case */
struct crew_spaces crew_spaces(struct kunit *test, u32 nr);

static inline struct mm_struct *crew_space(const struct crew_spaces *spaces, u32 i)
{
	return (struct mm_struct *)(spaces->room + i * CREW_STEP);
}

/** crew_references() - on an address space, beyond the first */
int crew_references(const struct mm_struct *mm);

#endif /* MAPGC_KUNIT_CREW_H */
