/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The process that loads the suites: the only one here with an address space, a
 * file system and an executable. KUnit runs a suite's init in it, and every case
 * in a kernel thread that has none of these.
 */
#ifndef MAPGC_KUNIT_LOADER_H
#define MAPGC_KUNIT_LOADER_H

#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/sched.h>

/* A process id that the kernel gives to nobody: beyond PID_MAX_LIMIT. */
#define NOBODY	0x7fffffffU

/**
 * struct loader - what a suite keeps of it
 * @task: the process
 * @mm: its address space
 * @exe: its executable
 */
struct loader {
	struct task_struct *task;
	struct mm_struct *mm;
	struct file *exe;
};

/* Of the suite that runs; suites run one after the other. */
extern struct loader loader;

/** loader_suite_init() - for suites that need nothing else */
int loader_suite_init(struct kunit_suite *suite);
void loader_suite_exit(struct kunit_suite *suite);

/**
 * loader_enter() - have its address space as this thread's
 *
 * A case that is given up before loader_leave() drops it at the end of its thread.
 */
void loader_enter(void);
void loader_leave(void);

/**
 * loader_map() - memory of the user, between loader_enter() and loader_leave()
 * @bytes: its size; whoever runs beyond it faults
 *
 * Return: its end, @bytes behind its beginning, or 0. What is not larger than a page
 * is used again after a dozen others.
 */
unsigned long loader_map(size_t bytes);

/** loader_copy() - such memory with contents; its beginning, or 0 */
unsigned long loader_copy(const void *from, size_t bytes);

#endif /* MAPGC_KUNIT_LOADER_H */
