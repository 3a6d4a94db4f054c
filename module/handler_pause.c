// SPDX-License-Identifier: GPL-2.0
#include <linux/ktime.h>

#include "goabi.h"
#include "handler.h"
#include "report.h"
#include "stopper.h"
#include "target.h"
#include "track_pause.h"
#include "who.h"

/**
 * struct role - what a hit at a site of this role says
 * @step: enum mapgc_pause_step
 * @class: enum mapgc_pause_class, where the site knows it
 * @is_stack_check: at the stack check of its function
 * @has_duration: Go's own figure is in a register
 */
struct role {
	u8 step;
	u8 class;
	bool is_stack_check;
	bool has_duration;
};

static const struct role roles[MAPGC_ROLES] = {
	[MAPGC_ROLE_STOP]	    = { MAPGC_STEP_STOP, 0, true, false },
	[MAPGC_ROLE_STOPPED]	    = { MAPGC_STEP_STOPPED, 0, false, false },
	[MAPGC_ROLE_START]	    = { MAPGC_STEP_START, 0, true, false },
	[MAPGC_ROLE_START_NOW]	    = { MAPGC_STEP_END, 0, false, false },
	[MAPGC_ROLE_STOPPING_GC]    = { MAPGC_STEP_STOPPED, MAPGC_CLASS_GC, false, true },
	[MAPGC_ROLE_STOPPING_OTHER] = { MAPGC_STEP_STOPPED, MAPGC_CLASS_OTHER, false, true },
	[MAPGC_ROLE_TOTAL_GC]	    = { MAPGC_STEP_RECORD, MAPGC_CLASS_GC, false, true },
	[MAPGC_ROLE_TOTAL_OTHER]    = { MAPGC_STEP_RECORD, MAPGC_CLASS_OTHER, false, true },
};

/* Go < 1.22: which pause ends is known from who calls startTheWorldWithSema. */
static u8 class_of_caller(struct mapgc_target *target, const struct mapgc_probe *probe,
			  const struct pt_regs *regs)
{
	const struct mapgc_callsite *site;
	unsigned long from;

	if (mapgc_goabi_return_address(regs, &from)) {
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_USER_FAULT]);
		return MAPGC_CLASS_UNKNOWN;
	}
	site = mapgc_callsites_find(&target->callsites,
				    from - mapgc_goabi_pc(regs) + probe->key_base);
	switch (site ? site->verdict : MAPGC_VERDICTS) {
	case MAPGC_VERDICT_PAUSE_SWEEP:
	case MAPGC_VERDICT_PAUSE_RESTART:
		return MAPGC_CLASS_GC;
	case MAPGC_VERDICT_PAUSE_MARK:
		return MAPGC_CLASS_GC_MARK;
	case MAPGC_VERDICT_PAUSE_OTHER:
		return MAPGC_CLASS_OTHER;
	default:
		return MAPGC_CLASS_UNKNOWN;
	}
}

static void translate(struct mapgc_target *target, const struct mapgc_probe *probe,
		      const struct pt_regs *regs, struct mapgc_pause_input *ret)
{
	const struct role *role = &roles[probe->role];
	s64 duration_ns = 0;

	if (role->has_duration)
		duration_ns = mapgc_goabi_register(regs, probe->value_reg);

	ret->time_ns = ktime_get_ns();
	ret->step = role->step;
	ret->class = role->class;
	ret->has_duration = role->has_duration;
	/* A clock that went back gives Go a negative time; it counts it as 0, too. */
	ret->duration_ns = duration_ns < 0 ? 0 : duration_ns;
	if (probe->role == MAPGC_ROLE_START)
		ret->class = class_of_caller(target, probe, regs);
	/* Then a GC pause ends where Go records it, and not with these steps. */
	if (target->has_gc_record && !role->has_duration &&
	    (ret->class == MAPGC_CLASS_GC || ret->class == MAPGC_CLASS_GC_MARK))
		ret->class = MAPGC_CLASS_GC_RECORDED;
}

static void leave_stopper(struct mapgc_process *process)
{
	process->has_off_cpu = process->stopper != MAPGC_STOPPER_NONE;
	if (process->has_off_cpu)
		process->off_cpu_ns = mapgc_stopper_end(process->stopper);
	process->stopper = MAPGC_STOPPER_NONE;
}

/*
 * The stopping thread is followed until it begins to start the world: Go's own time
 * stamp of the end lies close behind or before that, and what it waits for later is
 * no part of the pause.
 */
static void follow_stopper(struct mapgc_process *process, u8 step, bool has_ended,
			   struct mapgc_report *report)
{
	if (process->stopper != MAPGC_STOPPER_NONE &&
	    (step == MAPGC_STEP_STOP || step == MAPGC_STEP_START || has_ended))
		leave_stopper(process);
	if (step == MAPGC_STEP_STOP)
		process->stopper = mapgc_stopper_begin();
	if (!has_ended)
		return;
	report->has_off_cpu = process->has_off_cpu;
	/* The probe of the stop comes just before Go's time stamp of the start. */
	report->off_cpu_ns = min(process->off_cpu_ns, report->total_ns);
	process->has_off_cpu = false;
}

/**
 * struct step - a step of a pause, taken under the process lock
 * @in: the event
 * @out: what it completes
 * @report: for whoever listens, where it completes a pause
 */
struct step {
	struct mapgc_pause_input in;
	struct mapgc_pause_output out;
	struct mapgc_report report;
};

static void advance(struct mapgc_process *process, void *ctx)
{
	struct step *step = ctx;
	const struct mapgc_pause_output *out = &step->out;

	mapgc_pause_advance(&process->pause, &step->in, &step->out);
	step->report = (struct mapgc_report){
		.type = MAPGC_REPORT_PAUSE,
		.is_gc = out->is_gc,
		.is_exact = out->is_exact,
		.has_stopping = out->has_stopping,
		.target_id = process->target_id,
		.host_pid = pid_nr(process->pid),
		.time_ns = step->in.time_ns,
		.cycle = process->cycles,
		.total_ns = out->total_ns,
		.stopping_ns = out->stopping_ns,
	};
	follow_stopper(process, step->in.step, out->has_total, &step->report);
}

static void store(struct mapgc_target *target, const struct mapgc_pause_output *out,
		  const struct mapgc_report *report)
{
	enum mapgc_pause total = out->is_gc ? MAPGC_PAUSE_GC_TOTAL : MAPGC_PAUSE_OTHER_TOTAL;
	enum mapgc_pause stopping = out->is_gc ? MAPGC_PAUSE_GC_STOPPING :
						 MAPGC_PAUSE_OTHER_STOPPING;

	if (out->is_unpaired)
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_PAUSE_UNPAIRED]);
	if (!out->has_total)
		return;
	mapgc_stats_pause(target->stats, total, out->total_ns);
	if (out->has_stopping)
		mapgc_stats_pause(target->stats, stopping, out->stopping_ns);
	if (!mapgc_report_push(report))
		mapgc_stats_inc(target->stats, losses[MAPGC_LOSS_EVENT_DROPPED]);
}

MAPGC_UPROBE_HANDLER(mapgc_handle_pause)
{
	const struct mapgc_probe *probe = container_of(uc, struct mapgc_probe, uc);
	struct mapgc_target *target = probe->target;
	struct step step;
	int ret;

	mapgc_stats_inc(target->stats, cold_hits);
	if (roles[probe->role].is_stack_check && mapgc_goabi_will_grow(regs))
		return 0;
	if (!mapgc_process_find(target->processes, current->mm) &&
	    !mapgc_who_admit(target, &ret))
		return ret;
	translate(target, probe, regs, &step.in);
	if (mapgc_process_update(target->processes, current->mm, advance, &step))
		store(target, &step.out, &step.report);
	return 0;
}

static void begin_cycle(struct mapgc_process *process, void *ctx)
{
	process->cycles++;
}

MAPGC_UPROBE_HANDLER(mapgc_handle_cycle)
{
	const struct mapgc_probe *probe = container_of(uc, struct mapgc_probe, uc);
	struct mapgc_target *target = probe->target;
	int ret;

	mapgc_stats_inc(target->stats, cold_hits);
	if (mapgc_goabi_will_grow(regs))
		return 0;
	if (!mapgc_process_find(target->processes, current->mm) &&
	    !mapgc_who_admit(target, &ret))
		return ret;
	if (mapgc_process_update(target->processes, current->mm, begin_cycle, NULL))
		mapgc_stats_inc(target->stats, cycles);
	return 0;
}
