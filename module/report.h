/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Things that happened, on their way from a handler to whoever listens: a
 * bounded queue, emptied by a worker, so that a handler never waits for a socket.
 */
#ifndef MAPGC_REPORT_H
#define MAPGC_REPORT_H

#include <linux/types.h>

enum mapgc_report_type {
	MAPGC_REPORT_PAUSE,		/* a stop-the-world ended */
	MAPGC_REPORT_PROCESS_START,	/* a process was taken up */
	MAPGC_REPORT_PROCESS_EXIT,	/* it exited, or executes another program */
	MAPGC_REPORT_TARGET_ATTACH,
	MAPGC_REPORT_TARGET_DETACH,
};

/**
 * struct mapgc_report - one event
 * @type: enum mapgc_report_type
 * @is_gc: pause: of the garbage collector
 * @is_exact: pause: durations are Go's own
 * @has_stopping: pause: @stopping_ns is known
 * @has_off_cpu: pause: @off_cpu_ns is known
 * @target_id: of which target
 * @host_pid: process id in the initial PID namespace, 0 for target events
 * @seq: counts all events since load, also dropped ones; set by mapgc_report_push()
 * @time_ns: CLOCK_MONOTONIC; a pause: its end
 * @cycle: pause: GC cycles that the process started since it was taken up
 * @total_ns: pause
 * @stopping_ns: pause
 * @off_cpu_ns: pause: time in which the stopping thread was on no CPU, until it began to
 *	start the world; at most @total_ns
 */
struct mapgc_report {
	u8 type;
	bool is_gc;
	bool is_exact;
	bool has_stopping;
	bool has_off_cpu;
	u32 target_id;
	u32 host_pid;
	u64 seq;
	u64 time_ns;
	u64 cycle;
	u64 total_ns;
	u64 stopping_ns;
	u64 off_cpu_ns;
};

/** mapgc_report_exit() - after the last push; what is queued is delivered first */
void mapgc_report_exit(void);

/**
 * mapgc_report_set_sink() - who gets the reports, in process context
 * @sink: called from one worker, in order; may sleep. NULL: nobody, and when
 *	this returns the former sink does not run any more.
 */
void mapgc_report_set_sink(void (*sink)(const struct mapgc_report *report));

/**
 * mapgc_report_push() - queue a report
 * @report: copied
 *
 * Context: process context, also with preemption off; not with a runqueue lock held.
 * Return: false where the queue was full; the caller counts the loss.
 */
bool mapgc_report_push(const struct mapgc_report *report);

#endif /* MAPGC_REPORT_H */
