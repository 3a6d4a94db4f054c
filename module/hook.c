// SPDX-License-Identifier: GPL-2.0
#include "hook.h"

#include <linux/mutex.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>

#include "compat.h"
#include "process.h"
#include "stopper.h"

static MAPGC_SCHED_SWITCH(hook_switch)
{
	mapgc_stopper_switch(prev, next);
}

static MAPGC_SCHED_PROCESS_EXIT(hook_exit)
{
	if (mapgc_is_group_dead(task))
		mapgc_process_exited(task);
}

static void hook_exec(void *data, struct task_struct *task, pid_t old_pid,
		      struct linux_binprm *bprm)
{
	mapgc_process_execed(task);
}

/* Tracepoints are registered through void pointers: have the compiler look at the types. */
static __maybe_unused void check_prototypes(void)
{
	check_trace_callback_type_sched_switch(hook_switch);
	check_trace_callback_type_sched_process_exit(hook_exit);
	check_trace_callback_type_sched_process_exec(hook_exec);
}

/**
 * struct hook - a tracepoint that modules can only find by its name
 * @name: of the tracepoint
 * @probe: called at it
 * @tracepoint: found; NULL before
 * @is_attached: @probe is called
 */
struct hook {
	const char *name;
	void *probe;
	struct tracepoint *tracepoint;
	bool is_attached;
};

static struct hook hooks[] = {
	{ .name = "sched_switch", .probe = hook_switch },
	{ .name = "sched_process_exit", .probe = hook_exit },
	{ .name = "sched_process_exec", .probe = hook_exec },
};

/* @lock: hooks and users. Taken before the kernel's own tracepoint locks. */
static DEFINE_MUTEX(lock);
static unsigned int users;

static void find(struct tracepoint *tracepoint, void *priv)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++)
		if (!strcmp(tracepoint->name, hooks[i].name))
			hooks[i].tracepoint = tracepoint;
}

static void detach(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		if (hooks[i].is_attached)
			tracepoint_probe_unregister(hooks[i].tracepoint, hooks[i].probe, NULL);
		hooks[i].is_attached = false;
	}
	tracepoint_synchronize_unregister();
}

static int attach(void)
{
	size_t i;
	int err;

	for_each_kernel_tracepoint(find, NULL);
	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		err = -ENODEV;
		if (hooks[i].tracepoint)
			err = tracepoint_probe_register(hooks[i].tracepoint, hooks[i].probe,
							NULL);
		if (err) {
			detach();
			return err;
		}
		hooks[i].is_attached = true;
	}
	return 0;
}

int mapgc_hook_get(void)
{
	int err = 0;

	mutex_lock(&lock);
	if (!users)
		err = attach();
	if (!err)
		users++;
	mutex_unlock(&lock);
	return err;
}

void mapgc_hook_put(void)
{
	mutex_lock(&lock);
	if (!--users)
		detach();
	mutex_unlock(&lock);
}
