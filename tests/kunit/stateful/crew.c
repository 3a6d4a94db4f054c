// SPDX-License-Identifier: GPL-2.0
#include "crew.h"

#include <linux/pid_namespace.h>

static struct pid *pid_of(struct kunit *test, u32 nr)
{
	/* Newer kernels have no room for a number in the structure itself. */
	struct pid *pid = kunit_kzalloc(test, sizeof(*pid) + sizeof(pid->numbers[0]),
					GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pid);
	refcount_set(&pid->count, 1);
	pid->numbers[0].nr = nr;
	pid->numbers[0].ns = &init_pid_ns;
	return pid;
}

struct crew_process *crew_process(struct kunit *test, u32 pid)
{
	struct crew_process *process = kunit_kzalloc(test, sizeof(*process), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, process);
	process->pid = pid_of(test, pid);
	process->signal.pids[PIDTYPE_TGID] = process->pid;
	INIT_LIST_HEAD(&process->signal.thread_head);
	process->task.signal = &process->signal;
	process->task.group_leader = &process->task;
	list_add(&process->task.thread_node, &process->signal.thread_head);
	return process;
}

struct crew_spaces crew_spaces(struct kunit *test, u32 nr)
{
	struct crew_spaces spaces = { .nr = nr };
	u32 i;

	spaces.room = kunit_kzalloc(test, nr * CREW_STEP + sizeof(struct mm_struct), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, spaces.room);
	for (i = 0; i < nr; i++)
		atomic_set(&crew_space(&spaces, i)->mm_count, 1);
	return spaces;
}

int crew_references(const struct mm_struct *mm)
{
	return atomic_read(&mm->mm_count) - 1;
}
