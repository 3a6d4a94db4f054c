// SPDX-License-Identifier: GPL-2.0
#include "who.h"

#include <linux/dcache.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

/* In a filter the address space may be locked for writing: look, do not wait. */
static bool runs_exe(const struct mapgc_target *target, struct mm_struct *mm)
{
	struct file *exe;
	bool is_same;

	rcu_read_lock();
	exe = mapgc_get_file_rcu(&mm->exe_file);
	rcu_read_unlock();
	if (!exe)
		return false;
	is_same = d_real_inode(exe->f_path.dentry) == target->inode;
	fput(exe);
	return is_same;
}

/*
 * Nobody can write to a file while it runs. One that was written over since its
 * sites were checked has other code at these places.
 */
static bool is_unchanged(const struct mapgc_target *target)
{
	struct timespec64 mtime = mapgc_inode_get_mtime(target->inode);

	return timespec64_equal(&mtime, &target->mtime) &&
	       i_size_read(target->inode) == target->size_bytes;
}

static bool wants(const struct mapgc_target *target, struct mm_struct *mm)
{
	if (mapgc_process_find(target->processes, mm))
		return true;
	return target->flags & MAPGC_ATTACH_ALL && runs_exe(target, mm) &&
	       is_unchanged(target);
}

MAPGC_UPROBE_FILTER(mapgc_who_filter_cold)
{
	return wants(container_of(uc, struct mapgc_probe, uc)->target, mm);
}

/* Its own gate bounds one that stays armed. */
static bool stays_armed(const struct mapgc_target *target, u32 mode)
{
	return mapgc_probe_is_steady(mode) && READ_ONCE(target->steady.gate) != MAPGC_GATE_SHUT;
}

MAPGC_UPROBE_FILTER(mapgc_who_filter_hot)
{
	struct mapgc_probe *probe = container_of(uc, struct mapgc_probe, uc);
	const struct mapgc_target *target = probe->target;

	if (!wants(target, mm))
		return false;
	if (READ_ONCE(target->window.gate) != MAPGC_GATE_SHUT)
		return true;
	/*
	 * Else a program that starts after the window would be armed again; and since 6.12
	 * a breakpoint that a handler wants out stays in where the filter wants it. A probe
	 * that a process has no breakpoint of is silent there, not quiet: it cannot stay.
	 */
	return stays_armed(target,
			   cmpxchg(&probe->mode, MAPGC_PROBE_WINDOW, MAPGC_PROBE_REMOVED));
}

bool mapgc_who_admit(struct mapgc_target *target, int *ret)
{
	int err = -ENOSPC;

	/* A child of fork() inherits breakpoints, whatever the filter says. */
	*ret = UPROBE_HANDLER_REMOVE;
	if (!(target->flags & MAPGC_ATTACH_ALL) || !runs_exe(target, current->mm))
		return false;
	*ret = 0;
	if (READ_ONCE(target->processes->nr) < MAPGC_PROCESSES_MAX)
		err = mapgc_process_add(target->processes, current, current->mm);
	if (!err || err == -EEXIST)
		return true;
	mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_PROCESS_REFUSED]);
	return false;
}

/* The leader may have exited before its other threads. */
static struct mm_struct *get_process_mm(struct task_struct *leader)
{
	struct mm_struct *mm = NULL;
	struct task_struct *thread;

	rcu_read_lock();
	for_each_thread(leader, thread) {
		mm = get_task_mm(thread);
		if (mm)
			break;
	}
	rcu_read_unlock();
	return mm;
}

static int add_task(struct mapgc_target *target, struct task_struct *leader)
{
	struct mm_struct *mm = get_process_mm(leader);
	int err = -EXDEV;

	if (!mm)
		return -ESRCH;
	if (runs_exe(target, mm) && is_unchanged(target))
		err = mapgc_process_add(target->processes, leader, mm);
	mmput(mm);
	return err;
}

int mapgc_who_add(struct mapgc_target *target, u32 pid)
{
	struct pid *found = find_get_pid(pid);
	struct task_struct *leader = get_pid_task(found, PIDTYPE_TGID);
	int err = -ESRCH;

	put_pid(found);
	if (leader) {
		err = add_task(target, leader);
		put_task_struct(leader);
	}
	return err;
}

void mapgc_who_remove(struct mapgc_target *target, u32 pid)
{
	struct pid *found = find_get_pid(pid);

	mapgc_process_remove(target->processes, found);
	put_pid(found);
}
