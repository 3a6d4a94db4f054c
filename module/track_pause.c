// SPDX-License-Identifier: GPL-2.0
#include "track_pause.h"

#define INVALID	MAPGC_PAUSE_STATES

#define IDLE		MAPGC_PAUSE_IDLE
#define STOPPING	MAPGC_PAUSE_STOPPING
#define STOPPED		MAPGC_PAUSE_STOPPED
#define STARTING	MAPGC_PAUSE_STARTING

/*
 * STOPPING may go on without "stopped": Go < 1.22 may have no site for that. A
 * record before the start leaves the state, as the world is still stopped.
 */
static const u8 next_state[MAPGC_PAUSE_STATES][MAPGC_PAUSE_STEPS] = {
	/*	       stop	 stopped  start	    end	     record */
	[IDLE]	   = { STOPPING, INVALID, INVALID,  INVALID, INVALID },
	[STOPPING] = { INVALID,	 STOPPED, STARTING, INVALID, STOPPING },
	[STOPPED]  = { INVALID,	 INVALID, STARTING, INVALID, STOPPED },
	[STARTING] = { INVALID,	 INVALID, INVALID,  IDLE,    IDLE },
};

static void stop(struct mapgc_pause_track *track, const struct mapgc_pause_input *in)
{
	memset(track, 0, sizeof(*track));
	track->state = MAPGC_PAUSE_STOPPING;
	track->is_synced = true;
	track->stop_ns = in->time_ns;
}

static void stopped(struct mapgc_pause_track *track, const struct mapgc_pause_input *in)
{
	track->has_stopping = true;
	track->stopping_ns = in->has_duration ? in->duration_ns : in->time_ns - track->stop_ns;
}

static void complete(struct mapgc_pause_track *track, const struct mapgc_pause_input *in,
		     struct mapgc_pause_output *out)
{
	out->has_total = true;
	out->is_exact = in->has_duration;
	out->total_ns = in->has_duration ? in->duration_ns : in->time_ns - track->stop_ns;
	out->is_gc = (in->class ? in->class : track->class) != MAPGC_CLASS_OTHER;
	out->has_stopping = track->has_stopping;
	out->stopping_ns = track->stopping_ns;
	track->is_recorded = in->has_duration;
}

/*
 * An event that does not fit. Only Go's own total is worth something without
 * its start; and a stop always begins a pause.
 */
static void resync(struct mapgc_pause_track *track, const struct mapgc_pause_input *in,
		   struct mapgc_pause_output *out)
{
	bool is_synced = track->is_synced;

	out->is_unpaired = is_synced;
	memset(track, 0, sizeof(*track));
	track->is_synced = is_synced;
	if (in->step == MAPGC_STEP_STOP)
		stop(track, in);
	else if (in->step == MAPGC_STEP_RECORD)
		complete(track, in, out);
}

static void start(struct mapgc_pause_track *track, const struct mapgc_pause_input *in,
		  struct mapgc_pause_output *out)
{
	track->class = in->class;
	if (in->class == MAPGC_CLASS_GC_MARK)
		complete(track, in, out);
}

static void end(struct mapgc_pause_track *track, const struct mapgc_pause_input *in,
		struct mapgc_pause_output *out)
{
	switch (track->class) {
	case MAPGC_CLASS_GC:
	case MAPGC_CLASS_OTHER:
		complete(track, in, out);
		break;
	case MAPGC_CLASS_GC_RECORDED:
		/* Sweep termination is recorded behind this, mark termination was before. */
		if (!track->is_recorded)
			track->state = MAPGC_PAUSE_STARTING;
		break;
	case MAPGC_CLASS_UNKNOWN:
		out->is_unpaired = true;
		break;
	}
}

void mapgc_pause_advance(struct mapgc_pause_track *track, const struct mapgc_pause_input *in,
			 struct mapgc_pause_output *out)
{
	u8 next = next_state[track->state][in->step];

	memset(out, 0, sizeof(*out));
	if (next == INVALID) {
		resync(track, in, out);
		return;
	}
	track->state = next;
	switch (in->step) {
	case MAPGC_STEP_STOP:
		stop(track, in);
		break;
	case MAPGC_STEP_STOPPED:
		stopped(track, in);
		break;
	case MAPGC_STEP_START:
		start(track, in, out);
		break;
	case MAPGC_STEP_END:
		end(track, in, out);
		break;
	case MAPGC_STEP_RECORD:
		complete(track, in, out);
		break;
	}
}
