/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The processes of a target. Hot handlers ask without a lock whether an address
 * space belongs to it; exit and exec hooks find them by process id, over all targets.
 */
#ifndef MAPGC_PROCESS_H
#define MAPGC_PROCESS_H

#include <linux/hash.h>
#include <linux/mapgc.h>
#include <linux/mm_types.h>
#include <linux/pid.h>
#include <linux/sched.h>

#include "track_pause.h"

struct mapgc_stats;

/**
 * struct mapgc_process - one live process of one target
 * @mm: its address space, pinned (mmgrab), so that the address is not used again
 * @pid: its process id, a reference
 * @target_id: for reports
 * @stats: the target's figures, for the loss of a report
 * @pause: where it is in a stop-the-world
 * @stopper: handle of the open pause, or MAPGC_STOPPER_NONE
 * @has_off_cpu: @off_cpu_ns is known
 * @off_cpu_ns: of the pause that is ending, time in which the stopping thread was on
 *	no CPU
 * @cycles: GC cycles started since it was taken up
 * @cpu_ns: CPU time that it had used when mapgc_process_cpu_ns() looked last
 *
 * Followed and changed in mapgc_process_update() only.
 *
 * private:
 * @by_pid: node in the hash over all targets
 * @slot: index in the table
 * @owner: the table
 * @next_dead: in the list of those to be freed
 */
struct mapgc_process {
	struct mm_struct *mm;
	struct pid *pid;
	u32 target_id;
	struct mapgc_stats __percpu *stats;
	struct mapgc_pause_track pause;
	int stopper;
	bool has_off_cpu;
	u64 off_cpu_ns;
	u64 cycles;
	u64 cpu_ns;
	struct hlist_node by_pid;
	u32 slot;
	struct mapgc_processes *owner;
	struct llist_node next_dead;
};

#define MAPGC_PROCESS_ORDER	9	/* table is at most half full */

/**
 * struct mapgc_processes - the processes of one target
 * @slots: hash by address space, open addressing. An entry never moves, and a
 *	freed one keeps a mark, so that those behind it are still found.
 * @nr: live ones; written under the module-wide process lock, like @slots
 * @is_closed: its target ends, and it takes nobody any more; under the same lock
 * @target_id: for reports
 * @stats: for reports
 */
struct mapgc_processes {
	struct {
		struct mm_struct *mm;
		struct mapgc_process *process;
	} slots[1 << MAPGC_PROCESS_ORDER];
	u32 nr;
	bool is_closed;
	u32 target_id;
	struct mapgc_stats __percpu *stats;
};

/**
 * mapgc_process_find() - whether an address space belongs to the target
 * @processes: the target's
 * @mm: an address space
 *
 * Return: the process, which may only be followed in mapgc_process_update(), or NULL.
 */
static inline struct mapgc_process *mapgc_process_find(const struct mapgc_processes *processes,
						       const struct mm_struct *mm)
{
	u32 mask = (1 << MAPGC_PROCESS_ORDER) - 1;
	u32 first = hash_ptr(mm, MAPGC_PROCESS_ORDER);
	u32 slot = first;

	do {
		/* Pairs with the release when a process is taken up. */
		const struct mm_struct *found = smp_load_acquire(&processes->slots[slot].mm);

		if (likely(found == mm))
			return processes->slots[slot].process;
		if (!found)
			return NULL;
		slot = (slot + 1) & mask;
	} while (slot != first);
	return NULL;
}

/**
 * mapgc_process_add() - take up a process
 * @processes: the target's
 * @task: a thread of it
 * @mm: its address space, which the caller holds
 *
 * Context: may sleep. Return: 0, -EEXIST where it is there already, -ENOSPC with
 * MAPGC_PROCESSES_MAX there, -ENOMEM, -ESRCH where it went away meanwhile, -ENOENT
 * after mapgc_process_remove_all().
 */
int mapgc_process_add(struct mapgc_processes *processes, struct task_struct *task,
		      struct mm_struct *mm);

/**
 * mapgc_process_remove() - let go of a process that lives on
 * @processes: the target's
 * @pid: its process id; no error where the target does not have it
 */
void mapgc_process_remove(struct mapgc_processes *processes, const struct pid *pid);

/**
 * mapgc_process_remove_all() - at the end of a target, when no probe runs any more
 *
 * A call that adds a process may still be on its way: from here on it is refused, or
 * the process would point to a table that is freed.
 */
void mapgc_process_remove_all(struct mapgc_processes *processes);

/**
 * mapgc_process_list() - ids of the live processes
 * @processes: the target's
 * @ret: room for MAPGC_PROCESSES_MAX; ids in the caller's and in the initial PID namespace
 *
 * Return: how many.
 */
u32 mapgc_process_list(struct mapgc_processes *processes, struct mapgc_pid *ret);

/**
 * mapgc_process_cpu_ns() - CPU time that the live processes used since the last call
 * @processes: the target's
 *
 * That of a process counts from when it was taken up; what it used between the last
 * call and its end does not.
 */
u64 mapgc_process_cpu_ns(struct mapgc_processes *processes);

/**
 * mapgc_process_update() - change a process that is kept from going away meanwhile
 * @processes: the target's
 * @mm: its address space
 * @update: called with the process under the module-wide process lock; must not sleep
 * @ctx: passed to it
 *
 * Return: false where the address space does not belong to the target.
 */
bool mapgc_process_update(struct mapgc_processes *processes, const struct mm_struct *mm,
			  void (*update)(struct mapgc_process *process, void *ctx), void *ctx);

/**
 * mapgc_process_exited() - the last thread of a process exits
 * @task: that thread
 *
 * Context: sched_process_exit tracepoint.
 */
void mapgc_process_exited(struct task_struct *task);

/**
 * mapgc_process_execed() - a process executes another program
 * @task: its thread, with the new address space
 *
 * Context: sched_process_exec tracepoint.
 */
void mapgc_process_execed(struct task_struct *task);

/** mapgc_process_exit() - at unload: wait until the dead are freed */
void mapgc_process_exit(void);

#endif /* MAPGC_PROCESS_H */
