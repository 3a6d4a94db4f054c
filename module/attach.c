// SPDX-License-Identifier: GPL-2.0
#include "attach.h"

#include <linux/err.h>
#include <linux/ktime.h>

#include "arm.h"
#include "fault.h"
#include "hook.h"
#include "period.h"
#include "report.h"
#include "request.h"
#include "target.h"
#include "who.h"

static void report(struct mapgc_target *target, enum mapgc_report_type type)
{
	struct mapgc_report report = {
		.type = type,
		.target_id = target->id,
		.time_ns = ktime_get_ns(),
	};

	if (!mapgc_report_push(&report))
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_EVENT_DROPPED]);
}

static int refuse_pid(struct mapgc_fault *fault, int err, const char *name, u32 pid)
{
	switch (err) {
	case -ESRCH:
		return mapgc_fault(fault, err, "%s: no process %u", name, pid);
	case -EXDEV:
		return mapgc_fault(fault, err, "%s: process %u runs another executable", name,
				   pid);
	case -ENOSPC:
		return mapgc_fault(fault, err, "%s: %u processes are the most of a target", name,
				   MAPGC_PROCESSES_MAX);
	default:
		return mapgc_fault(fault, err, "%s: process %u cannot be taken up", name, pid);
	}
}

/* With ATTACH_ALL the list is only a start: one that is gone already is no error. */
static int add_processes(struct mapgc_target *target, const struct mapgc_request *request,
			 struct mapgc_fault *fault)
{
	u32 i;
	int err;

	for (i = 0; i < request->args.nr_pids; i++) {
		err = mapgc_who_add(target, request->pids[i]);
		if (err == -EEXIST || (err == -ESRCH && target->flags & MAPGC_ATTACH_ALL))
			continue;
		if (err)
			return refuse_pid(fault, err, "pids", request->pids[i]);
	}
	return 0;
}

/* Whoever detaches it waits for the lock, and reports that only then. */
static int publish(struct mapgc_target *target)
{
	int err;

	mutex_lock(&target->arm_lock);
	err = mapgc_target_publish(target);
	if (!err)
		report(target, MAPGC_REPORT_TARGET_ATTACH);
	mutex_unlock(&target->arm_lock);
	return err;
}

static int start(struct mapgc_target *target, const struct mapgc_request *request,
		 struct mapgc_fault *fault)
{
	int err;

	err = mapgc_hook_get();
	if (err)
		return mapgc_fault(fault, err, "tracepoints of the scheduler: not available");
	err = add_processes(target, request, fault);
	if (err)
		goto err_remove_processes;
	mapgc_arm_prepare(target, request->sites);
	err = mapgc_period_start(target, fault);
	if (err)
		goto err_remove_processes;
	err = publish(target);
	if (!err)
		return 0;
	mapgc_fault(fault, err, "targets: %u are the most", MAPGC_TARGETS_MAX);
	mapgc_period_stop(target);
err_remove_processes:
	mapgc_process_remove_all(target->processes);
	mapgc_hook_put();
	return err;
}

int mapgc_attach(const struct mapgc_request *request, struct mapgc_fault *fault, u32 *ret_id)
{
	struct mapgc_target *target = mapgc_target_create(request);
	int err;

	if (IS_ERR(target))
		return mapgc_fault(fault, PTR_ERR(target), "target: no memory");
	err = start(target, request, fault);
	*ret_id = target->id;
	mapgc_target_put(target);
	return err;
}

/* One that cannot be armed is let go again; nobody else may count on it meanwhile. */
static int take_up(struct mapgc_target *target, u32 pid)
{
	bool is_new;
	int err;

	mutex_lock(&target->arm_lock);
	err = mapgc_who_add(target, pid);
	is_new = !err;
	if (is_new || err == -EEXIST)
		err = mapgc_arm_refresh(target);
	if (is_new && err)
		mapgc_who_remove(target, pid);
	mutex_unlock(&target->arm_lock);
	return err;
}

int mapgc_attach_process(struct mapgc_target *target, u32 pid, struct mapgc_fault *fault)
{
	int err;

	if (target->flags & MAPGC_ATTACH_ALL)
		return mapgc_fault(fault, -EINVAL,
				   "target_id: %u has every process of its executable",
				   target->id);
	err = take_up(target, pid);
	if (err == -ENOENT || err == -ENODEV)
		return mapgc_fault(fault, -ENOENT, "target_id: %u is being detached", target->id);
	if (err)
		return refuse_pid(fault, err, "pid", pid);
	return 0;
}

int mapgc_detach(struct mapgc_target *target)
{
	if (!mapgc_target_unpublish(target))
		return -ENOENT;
	mapgc_period_stop(target);
	mapgc_process_remove_all(target->processes);
	mapgc_hook_put();
	report(target, MAPGC_REPORT_TARGET_DETACH);
	return 0;
}

void mapgc_detach_all(void)
{
	struct mapgc_target *target = mapgc_target_next(0);

	while (target) {
		mapgc_detach(target);
		mapgc_target_put(target);
		target = mapgc_target_next(0);
	}
}
