// SPDX-License-Identifier: GPL-2.0
/* Two threads count in one variable, with and without care. */
#include "sins.h"

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/sched.h>

#define THREADS 2
#define ROUNDS 100000

static u64 torn;
static atomic64_t whole;
static struct task_struct *thread[THREADS];
static struct completion done[THREADS];

static noinline void count_torn(void)
{
	torn++;
}

static noinline void count_whole(void)
{
	atomic64_inc(&whole);
}

static void (*count)(void);
static atomic_t present;

/* Both begin at the same time: one alone would be done before the other is there. */
static int run(void *arg)
{
	int i;

	atomic_inc(&present);
	while (atomic_read(&present) < THREADS)
		schedule_timeout_interruptible(1);
	for (i = 0; i < ROUNDS; i++) {
		count();
		cond_resched();
	}
	complete(arg);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int create(int number)
{
	init_completion(&done[number]);
	thread[number] = kthread_create(run, &done[number], "specimen/%d", number);
	if (IS_ERR(thread[number]))
		return PTR_ERR(thread[number]);
	kthread_bind(thread[number], number % num_online_cpus());
	return 0;
}

static int run_all(void (*with)(void))
{
	int i, err;

	count = with;
	atomic_set(&present, 0);
	for (i = 0; i < THREADS; i++) {
		err = create(i);
		if (err)
			goto err_create;
	}
	for (i = 0; i < THREADS; i++)
		wake_up_process(thread[i]);
	for (i = 0; i < THREADS; i++) {
		wait_for_completion(&done[i]);
		kthread_stop(thread[i]);
	}
	return 0;

err_create:
	while (i--)
		kthread_stop(thread[i]);
	return err;
}

int specimen_race(void)
{
	return run_all(count_torn);
}

int specimen_no_race(void)
{
	return run_all(count_whole);
}
