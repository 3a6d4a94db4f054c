/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stop-the-world pauses of one process, from the events at its sites. Pure: the
 * caller brings the state, keeps others away from it, and stores what comes out.
 *
 *	IDLE --stop--> STOPPING --stopped--> STOPPED --start--> STARTING --end, record--> IDLE
 *
 * Where Go records a duration, its own figure is taken as it is, in any state: the
 * pause is complete then. Go >= 1.22 does so for all pauses, at the end of
 * startTheWorldWithSema. Before, it does so for GC pauses alone: sweep termination
 * behind startTheWorldWithSema, mark termination before that is entered.
 *
 * What Go does not record is measured between the events. Such a pause ends where
 * startTheWorldWithSema reads the clock; mark termination, if that has to be
 * measured, where it is entered, because Go takes its own time stamp just before.
 */
#ifndef MAPGC_TRACK_PAUSE_H
#define MAPGC_TRACK_PAUSE_H

#include "types.h"

enum mapgc_pause_state {
	MAPGC_PAUSE_IDLE,
	MAPGC_PAUSE_STOPPING,
	MAPGC_PAUSE_STOPPED,
	MAPGC_PAUSE_STARTING,
	MAPGC_PAUSE_STATES
};

enum mapgc_pause_step {
	MAPGC_STEP_STOP,
	MAPGC_STEP_STOPPED,
	MAPGC_STEP_START,
	MAPGC_STEP_END,
	MAPGC_STEP_RECORD,
	MAPGC_PAUSE_STEPS
};

/**
 * enum mapgc_pause_class - which pause is being ended
 * @MAPGC_CLASS_UNKNOWN: not said by this event
 * @MAPGC_CLASS_GC: sweep termination, or a restart of mark termination
 * @MAPGC_CLASS_GC_MARK: mark termination: it ends with the start event
 * @MAPGC_CLASS_GC_RECORDED: a GC pause whose duration Go records
 * @MAPGC_CLASS_OTHER: not a GC pause
 */
enum mapgc_pause_class {
	MAPGC_CLASS_UNKNOWN,
	MAPGC_CLASS_GC,
	MAPGC_CLASS_GC_MARK,
	MAPGC_CLASS_GC_RECORDED,
	MAPGC_CLASS_OTHER,
};

/**
 * struct mapgc_pause_track - where a process is
 * @state: enum mapgc_pause_state
 * @is_synced: a stop was seen since attach; before that, an end without its
 *	start is no loss, as we may have attached in the middle of a pause
 * @class: said by the start event
 * @stop_ns: when the stop began
 * @stopping_ns: how long it took to stop all, 0 while not known
 * @has_stopping: @stopping_ns is known
 * @is_recorded: Go recorded its duration already
 */
struct mapgc_pause_track {
	u8 state;
	bool is_synced;
	u8 class;
	bool has_stopping;
	bool is_recorded;
	u64 stop_ns;
	u64 stopping_ns;
};

/**
 * struct mapgc_pause_input - one event
 * @step: enum mapgc_pause_step
 * @class: enum mapgc_pause_class
 * @has_duration: @duration_ns is Go's own figure
 * @duration_ns: with MAPGC_STEP_STOPPED the stopping time, with MAPGC_STEP_RECORD the total
 * @time_ns: the kernel's clock at the event
 */
struct mapgc_pause_input {
	u8 step;
	u8 class;
	bool has_duration;
	u64 duration_ns;
	u64 time_ns;
};

/**
 * struct mapgc_pause_output - what an event completes
 * @has_total: a pause ended
 * @has_stopping: the pause that ended has a known stopping time
 * @is_gc: it was a GC pause
 * @is_exact: the total is Go's own
 * @is_unpaired: the event did not fit the state
 * @total_ns: the pause
 * @stopping_ns: its stopping time
 */
struct mapgc_pause_output {
	bool has_total;
	bool has_stopping;
	bool is_gc;
	bool is_exact;
	bool is_unpaired;
	u64 total_ns;
	u64 stopping_ns;
};

/**
 * mapgc_pause_advance() - take one event
 * @track: changed
 * @in: the event
 * @out: filled
 */
void mapgc_pause_advance(struct mapgc_pause_track *track, const struct mapgc_pause_input *in,
			 struct mapgc_pause_output *out);

#endif /* MAPGC_TRACK_PAUSE_H */
