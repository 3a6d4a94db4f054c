/* SPDX-License-Identifier: GPL-2.0 */
/* Histories of stop-the-world pauses, and what the tracker is to make of them. */
#ifndef MAPGC_KUNIT_PAUSE_HISTORY_H
#define MAPGC_KUNIT_PAUSE_HISTORY_H

#include <kunit/test.h>

#include "module/track_pause.h"

#define SINCE_NS	1000000ULL	/* no real clock begins at 0 */
#define HISTORY_NS	(1ULL << 40)	/* longer than any */
#define EVENTS_MAX	6

/**
 * struct event - an event, and what is to come of it
 * @in: the event; @in.time_ns is within its history, from 1
 * @want: the outcome; of a pause that ends, the rest counts, too
 */
struct event {
	struct mapgc_pause_input in;
	struct mapgc_pause_output want;
};

/**
 * struct history - events of one process, up to one without a time
 * @name: what it is about
 * @events: in order
 */
struct history {
	const char *name;
	struct event events[EVENTS_MAX + 1];
};

#define IN(at, what, of, ...)	.in = { .time_ns = (at), .step = MAPGC_STEP_##what, \
					.class = MAPGC_CLASS_##of, ##__VA_ARGS__ }
#define STOP(at)		IN(at, STOP, UNKNOWN)
#define STOPPED(at)		IN(at, STOPPED, UNKNOWN)
#define START(at, of)		IN(at, START, of)
#define END(at)			IN(at, END, UNKNOWN)
/* With Go's own figure. */
#define STOPPED_IN(at, of, ns)	IN(at, STOPPED, of, .has_duration = true, .duration_ns = (ns))
#define RECORD(at, of, ns)	IN(at, RECORD, of, .has_duration = true, .duration_ns = (ns))

/* What an event completes: the pause; and its stopping time, where that is known. */
#define GC(ns)			.want.has_total = true, .want.is_gc = true, .want.total_ns = (ns)
#define OTHER_THAN_GC(ns)	.want.has_total = true, .want.total_ns = (ns)
#define STOPPING_TOOK(ns)	.want.has_stopping = true, .want.stopping_ns = (ns)
#define UNPAIRED		.want.is_unpaired = true

/* Pauses of every kind, each by itself, from its stop to the last event of it. */
#define PAUSE_HISTORIES		13
extern const struct history pause_histories[PAUSE_HISTORIES];

/**
 * pause_history_advance() - one event
 * @track: changed
 * @event: to come
 * @since_ns: when the history began
 * @out: filled
 */
void pause_history_advance(struct mapgc_pause_track *track, const struct event *event,
			   u64 since_ns, struct mapgc_pause_output *out);

/**
 * pause_history_expect() - compare an outcome
 * @test: fails where they differ
 * @name: of the history
 * @event: with what it is to be
 * @out: what it was
 */
void pause_history_expect(struct kunit *test, const char *name, const struct event *event,
			  const struct mapgc_pause_output *out);

/**
 * pause_history_play() - all events, to a process between pauses
 * @test: fails where an outcome is not the one listed
 * @track: changed
 * @history: the events
 * @from: index of the first one to come
 * @since_ns: when the history began
 */
void pause_history_play(struct kunit *test, struct mapgc_pause_track *track,
			const struct history *history, u32 from, u64 since_ns);

#endif /* MAPGC_KUNIT_PAUSE_HISTORY_H */
