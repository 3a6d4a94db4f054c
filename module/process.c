// SPDX-License-Identifier: GPL-2.0
#include "process.h"

#include <linux/hashtable.h>
#include <linux/llist.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/ktime.h>
#include <linux/workqueue.h>

#include "report.h"
#include "stats.h"
#include "stopper.h"

#define FREED	((struct mm_struct *)1)

/*
 * @lock protects every process, by_pid, nr_processes, and every target's slots
 * and nr. Taken in tracepoints of exit and exec, so nothing sleeps under it; the
 * stoppers' lock and the report queue's nest in it. Raw, because the core calls
 * these tracepoints with preemption off, where a real-time kernel's other locks
 * cannot be waited for.
 */
static DEFINE_RAW_SPINLOCK(lock);
static DEFINE_HASHTABLE(by_pid, 10);
static u32 nr_processes;

static LLIST_HEAD(dead);

static void reap(struct work_struct *work)
{
	struct mapgc_process *process, *next;

	llist_for_each_entry_safe(process, next, llist_del_all(&dead), next_dead) {
		mmdrop(process->mm);
		put_pid(process->pid);
		kfree(process);
	}
}

static DECLARE_WORK(reap_work, reap);

static void report(const struct mapgc_process *process, enum mapgc_report_type type)
{
	struct mapgc_report report = {
		.type = type,
		.target_id = process->target_id,
		.host_pid = pid_nr(process->pid),
		.time_ns = ktime_get_ns(),
	};

	if (!mapgc_report_push(&report))
		mapgc_stats_inc(process->stats, losses[MAPGC_LOSS_EVENT_DROPPED]);
}

/* Threads that have ended left theirs with the process. */
static u64 cpu_ns_of(struct pid *pid)
{
	struct task_struct *leader, *thread;
	u64 sum_ns = 0;

	rcu_read_lock();
	leader = pid_task(pid, PIDTYPE_TGID);
	if (leader) {
		sum_ns = READ_ONCE(leader->signal->sum_sched_runtime);
		for_each_thread(leader, thread)
			sum_ns += READ_ONCE(thread->se.sum_exec_runtime);
	}
	rcu_read_unlock();
	return sum_ns;
}

static struct mapgc_process *create(struct mapgc_processes *owner, struct task_struct *task,
				    struct mm_struct *mm)
{
	struct mapgc_process *process = kzalloc(sizeof(*process), GFP_KERNEL);

	if (!process)
		return NULL;
	mmgrab(mm);
	process->mm = mm;
	process->pid = get_pid(task_tgid(task));
	process->cpu_ns = cpu_ns_of(process->pid);
	process->target_id = owner->target_id;
	process->stats = owner->stats;
	process->owner = owner;
	process->stopper = MAPGC_STOPPER_NONE;
	return process;
}

static void bury(struct mapgc_process *process)
{
	llist_add(&process->next_dead, &dead);
	schedule_work(&reap_work);
}

static int insert(struct mapgc_processes *owner, struct mapgc_process *process)
{
	u32 mask = (1 << MAPGC_PROCESS_ORDER) - 1;
	u32 slot = hash_ptr(process->mm, MAPGC_PROCESS_ORDER);

	lockdep_assert_held(&lock);
	if (owner->is_closed)
		return -ENOENT;
	if (owner->nr == MAPGC_PROCESSES_MAX)
		return -ENOSPC;
	while (owner->slots[slot].mm && owner->slots[slot].mm != FREED)
		slot = (slot + 1) & mask;
	process->slot = slot;
	WRITE_ONCE(owner->nr, owner->nr + 1);
	WRITE_ONCE(nr_processes, nr_processes + 1);
	hash_add(by_pid, &process->by_pid, (unsigned long)process->pid);
	owner->slots[slot].process = process;
	/* mm last: pairs with mapgc_process_find(). */
	smp_store_release(&owner->slots[slot].mm, process->mm);
	return 0;
}

/* The last one out clears the marks, so that churn does not make searches long. */
static void unlink(struct mapgc_process *process)
{
	struct mapgc_processes *owner = process->owner;
	u32 i;

	lockdep_assert_held(&lock);
	hash_del(&process->by_pid);
	WRITE_ONCE(nr_processes, nr_processes - 1);
	WRITE_ONCE(owner->slots[process->slot].mm, FREED);
	WRITE_ONCE(owner->nr, owner->nr - 1);
	if (owner->nr)
		return;
	for (i = 0; i < ARRAY_SIZE(owner->slots); i++)
		WRITE_ONCE(owner->slots[i].mm, NULL);
}

static void drop(struct mapgc_process *process)
{
	unlink(process);
	if (process->stopper != MAPGC_STOPPER_NONE)
		mapgc_stopper_end(process->stopper);
	report(process, MAPGC_REPORT_PROCESS_EXIT);
	bury(process);
}

static bool has_mm(struct task_struct *task, const struct mm_struct *mm)
{
	struct task_struct *thread;
	bool found = false;

	rcu_read_lock();
	for_each_thread(task, thread)
		found |= READ_ONCE(thread->mm) == mm;
	rcu_read_unlock();
	return found;
}

int mapgc_process_add(struct mapgc_processes *processes, struct task_struct *task,
		      struct mm_struct *mm)
{
	struct mapgc_process *process = create(processes, task, mm);
	int err = -EEXIST;

	if (!process)
		return -ENOMEM;
	raw_spin_lock(&lock);
	if (!mapgc_process_find(processes, mm))
		err = insert(processes, process);
	if (!err) {
		report(process, MAPGC_REPORT_PROCESS_START);
		/* Its exit hook may have come before the insertion. */
		if (!has_mm(task, mm)) {
			drop(process);
			err = -ESRCH;
		}
		raw_spin_unlock(&lock);
		return err;
	}
	raw_spin_unlock(&lock);
	bury(process);
	return err;
}

void mapgc_process_remove_all(struct mapgc_processes *processes)
{
	struct mm_struct *mm;
	u32 i;

	raw_spin_lock(&lock);
	processes->is_closed = true;
	raw_spin_unlock(&lock);
	for (i = 0; i < ARRAY_SIZE(processes->slots); i++) {
		raw_spin_lock(&lock);
		mm = processes->slots[i].mm;
		if (mm && mm != FREED)
			drop(processes->slots[i].process);
		raw_spin_unlock(&lock);
	}
}

u32 mapgc_process_list(struct mapgc_processes *processes, struct mapgc_pid *ret)
{
	struct mm_struct *mm;
	u32 i, nr = 0;

	raw_spin_lock(&lock);
	for (i = 0; i < ARRAY_SIZE(processes->slots); i++) {
		mm = processes->slots[i].mm;
		if (!mm || mm == FREED)
			continue;
		ret[nr].pid = pid_vnr(processes->slots[i].process->pid);
		ret[nr++].host_pid = pid_nr(processes->slots[i].process->pid);
	}
	raw_spin_unlock(&lock);
	return nr;
}

static struct pid *pid_in(const struct mapgc_processes *processes, u32 slot)
{
	const struct mm_struct *mm;
	struct pid *pid = NULL;

	raw_spin_lock(&lock);
	mm = processes->slots[slot].mm;
	if (mm && mm != FREED)
		pid = get_pid(processes->slots[slot].process->pid);
	raw_spin_unlock(&lock);
	return pid;
}

/* A thread that ends just now may be missing in between: time does not go back. */
static u64 look(struct mapgc_processes *processes, u32 slot, const struct pid *pid, u64 cpu_ns)
{
	struct mm_struct *mm;
	u64 used_ns = 0;

	raw_spin_lock(&lock);
	mm = processes->slots[slot].mm;
	if (mm && mm != FREED) {
		struct mapgc_process *process = processes->slots[slot].process;

		if (process->pid == pid && cpu_ns > process->cpu_ns) {
			used_ns = cpu_ns - process->cpu_ns;
			process->cpu_ns = cpu_ns;
		}
	}
	raw_spin_unlock(&lock);
	return used_ns;
}

u64 mapgc_process_cpu_ns(struct mapgc_processes *processes)
{
	u64 sum_ns = 0;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(processes->slots); i++) {
		struct pid *pid;

		if (!READ_ONCE(processes->slots[i].mm))
			continue;
		pid = pid_in(processes, i);
		/* As many threads as there may be: not under the lock. */
		if (pid)
			sum_ns += look(processes, i, pid, cpu_ns_of(pid));
		put_pid(pid);
	}
	return sum_ns;
}

bool mapgc_process_update(struct mapgc_processes *processes, const struct mm_struct *mm,
			  void (*update)(struct mapgc_process *process, void *ctx), void *ctx)
{
	struct mapgc_process *process;

	raw_spin_lock(&lock);
	process = mapgc_process_find(processes, mm);
	if (process)
		update(process, ctx);
	raw_spin_unlock(&lock);
	return process;
}

/* Of one target, or of all where @owner is NULL; not the one with the address space @keep. */
static void drop_by_pid(const struct pid *pid, const struct mapgc_processes *owner,
			const struct mm_struct *keep)
{
	struct mapgc_process *process;
	struct hlist_node *next;

	if (!READ_ONCE(nr_processes))
		return;
	raw_spin_lock(&lock);
	hash_for_each_possible_safe(by_pid, process, next, by_pid, (unsigned long)pid) {
		if (process->pid == pid && process->mm != keep &&
		    (!owner || process->owner == owner))
			drop(process);
	}
	raw_spin_unlock(&lock);
}

void mapgc_process_remove(struct mapgc_processes *processes, const struct pid *pid)
{
	drop_by_pid(pid, processes, NULL);
}

void mapgc_process_exited(struct task_struct *task)
{
	drop_by_pid(task_tgid(task), NULL, NULL);
}

void mapgc_process_execed(struct task_struct *task)
{
	/* Its new address space may have been taken up already. */
	drop_by_pid(task_tgid(task), NULL, task->mm);
}

void mapgc_process_exit(void)
{
	flush_work(&reap_work);
}
