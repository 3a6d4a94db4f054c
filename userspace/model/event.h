/* SPDX-License-Identifier: GPL-2.0 */
/* One thing that happened in a target, as it comes from the kernel's events group. */
#ifndef MAPGC_MODEL_EVENT_H
#define MAPGC_MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/mapgc.h>

enum event_type {
	EVENT_PAUSE,		/* a stop-the-world ended */
	EVENT_PROCESS_START,	/* a process of a target was seen for the first time */
	EVENT_PROCESS_EXIT,	/* a process of a target ended or executed another program */
	EVENT_TARGET_ATTACH,
	EVENT_TARGET_DETACH,
};

/**
 * struct event - one event
 * @type: what
 * @target_id: of which target
 * @host_pid: process id in the initial PID namespace; 0 for target events
 * @time_ns: CLOCK_MONOTONIC of the event (a pause: of its end)
 * @seq: counts all events of the host; a gap is a loss
 * @is_gc: EVENT_PAUSE: a GC pause
 * @is_exact: EVENT_PAUSE: total_ns is Go's own figure (Go >= 1.22), else from the kernel's clock
 * @has_stopping: EVENT_PAUSE: stopping_ns is known
 * @cycle: EVENT_PAUSE: GC cycles of this process since attach at that moment, 0 before the first
 * @total_ns: EVENT_PAUSE: total pause
 * @stopping_ns: EVENT_PAUSE: time until all had stopped
 * @off_cpu_ns: EVENT_PAUSE: time that the stopping thread was not on a CPU during the pause
 */
struct event {
	enum event_type type;
	uint32_t target_id;
	uint32_t host_pid;
	uint64_t time_ns;
	uint64_t seq;
	bool is_gc;
	bool is_exact;
	bool has_stopping;
	uint64_t cycle;
	uint64_t total_ns;
	uint64_t stopping_ns;
	uint64_t off_cpu_ns;
};

#endif /* MAPGC_MODEL_EVENT_H */
