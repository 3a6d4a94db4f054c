// SPDX-License-Identifier: GPL-2.0
/* Events as they come, one JSON object per line. Snapshots only tell who is who. */
#include <errno.h>
#include <stdlib.h>

#include "host/clock.h"
#include "text/json_writer.h"
#include "host/pidns.h"
#include "view/output.h"
#include "view/pidmap.h"
#include "view/view.h"

/* What events were lost so far, by whom. */
struct event_losses {
	uint64_t reader;	/* the reader's socket ran over */
	uint64_t dropped;	/* the kernel's queue was full */
	uint64_t unpaired;	/* a pause without a start or an end */
};

struct events_state {
	FILE *out;
	bool is_host_pidns;
	struct event_losses losses;
	struct pidmap pids;
};

static const char *const event_names[] = {
	[EVENT_PAUSE] = "pause",
	[EVENT_PROCESS_START] = "process_start",
	[EVENT_PROCESS_EXIT] = "process_exit",
	[EVENT_TARGET_ATTACH] = "target_attach",
	[EVENT_TARGET_DETACH] = "target_detach",
};

static void begin_event(struct json_writer *jw, const char *name, uint64_t monotonic_ns)
{
	jw_begin_object(jw, NULL);
	jw_string(jw, "schema", "mapgc/1");
	jw_string(jw, "event", name);
	jw_seconds(jw, "time_seconds", clock_monotonic_to_wall_ns(monotonic_ns));
	jw_seconds(jw, "monotonic_seconds", monotonic_ns);
}

static void end_event(struct json_writer *jw)
{
	jw_end_object(jw);
	jw_end_line(jw);
}

static void write_process(struct json_writer *jw, const struct events_state *events,
			  uint32_t host_pid)
{
	uint32_t pid = events->is_host_pidns ? host_pid : pidmap_find(&events->pids, host_pid);

	if (pid)
		jw_u64(jw, "pid", pid);
	else
		jw_null(jw, "pid");
	jw_u64(jw, "host_pid", host_pid);
}

static void write_pause(struct json_writer *jw, const struct event *event)
{
	jw_string(jw, "kind", event->is_gc ? "gc" : "other");
	jw_u64(jw, "cycle", event->cycle);
	jw_seconds(jw, "total_seconds", event->total_ns);
	if (event->has_stopping)
		jw_seconds(jw, "stopping_seconds", event->stopping_ns);
	else
		jw_null(jw, "stopping_seconds");
	jw_seconds(jw, "off_cpu_seconds", event->off_cpu_ns);
	jw_string(jw, "source", event->is_exact ? "runtime" : "probe");
}

static int events_event(void *state, const struct event *event, struct error *err)
{
	struct events_state *events = state;
	struct json_writer jw = { .out = events->out };

	begin_event(&jw, event_names[event->type], event->time_ns);
	jw_u64(&jw, "seq", event->seq);
	jw_u64(&jw, "target", event->target_id);
	if (event->host_pid)
		write_process(&jw, events, event->host_pid);
	if (event->type == EVENT_PAUSE)
		write_pause(&jw, event);
	end_event(&jw);
	return output_flush(events->out, err);
}

static struct event_losses sum_losses(const struct snapshot *snapshot)
{
	struct event_losses ret = { .reader = snapshot->reader_losses };

	for (size_t i = 0; i < snapshot->nr_targets; i++) {
		const __u64 *losses = snapshot->targets[i].figures.losses;

		ret.dropped += losses[MAPGC_LOSS_EVENT_DROPPED];
		ret.unpaired += losses[MAPGC_LOSS_PAUSE_UNPAIRED];
	}
	return ret;
}

static int events_show(void *state, const struct snapshot *prev, const struct snapshot *now,
		       struct error *err)
{
	struct events_state *events = state;
	struct json_writer jw = { .out = events->out };
	struct event_losses losses = sum_losses(now);

	(void)prev;
	if (pidmap_update(&events->pids, now))
		return error_set(err, -ENOMEM, "events: out of memory");
	if (losses.reader == events->losses.reader &&
	    losses.dropped == events->losses.dropped &&
	    losses.unpaired == events->losses.unpaired)
		return 0;
	events->losses = losses;
	begin_event(&jw, "loss", clock_monotonic_ns());
	jw_u64(&jw, "reader_event_lost_total", losses.reader);
	jw_u64(&jw, "event_dropped_total", losses.dropped);
	jw_u64(&jw, "pause_unpaired_total", losses.unpaired);
	end_event(&jw);
	return output_flush(events->out, err);
}

static int events_begin(const struct view_setup *setup, void **state, struct error *err)
{
	struct events_state *events = calloc(1, sizeof(*events));

	if (!events)
		return error_set(err, -ENOMEM, "events: out of memory");
	events->out = setup->out;
	events->is_host_pidns = pidns_is_initial();
	*state = events;
	return 0;
}

static void events_end(void *state)
{
	struct events_state *events = state;

	pidmap_deinit(&events->pids);
	free(events);
}

const struct view_ops events_view = {
	.name = "events",
	.begin = events_begin,
	.show = events_show,
	.event = events_event,
	.end = events_end,
};
