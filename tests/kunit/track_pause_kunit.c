// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "pause_history.h"

static const struct history told_by_the_start[] = {
	{ "record of an other pause", {
		{ STOP(1) },
		{ START(101, OTHER) },
		{ RECORD(111, UNKNOWN, 107), OTHER_THAN_GC(107) },
	} },
	{ "record of a GC pause", {
		{ STOP(1) },
		{ START(101, GC_RECORDED) },
		{ RECORD(111, UNKNOWN, 107), GC(107) },
	} },
};

/* Each leaves a process between pauses. */
static const struct history mishaps[] = {
	{ "stopped without stop", {
		{ STOPPED(1), UNPAIRED },
	} },
	{ "start without stop", {
		{ START(1, OTHER), UNPAIRED },
		{ END(6), UNPAIRED },
	} },
	{ "start of mark termination without stop", {
		{ START(1, GC_MARK), UNPAIRED },
		{ END(6), UNPAIRED },
	} },
	{ "end right after stop", {
		{ STOP(1) },
		{ END(31), UNPAIRED },
	} },
	{ "end without start", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ END(31), UNPAIRED },
	} },
	{ "record alone", {
		{ RECORD(1, GC, 50), UNPAIRED, GC(50) },
	} },
	{ "record twice", {
		{ STOP(1) },
		{ STOPPED(6) },
		{ START(11, UNKNOWN) },
		{ RECORD(12, OTHER, 10), OTHER_THAN_GC(10), STOPPING_TOOK(5) },
		{ RECORD(13, GC, 50), UNPAIRED, GC(50) },
	} },
	{ "stopped twice", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ STOPPED(31), UNPAIRED },
	} },
	{ "start twice", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ START(31, OTHER) },
		{ START(41, OTHER), UNPAIRED },
	} },
	{ "end of nobody knows what", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ START(31, UNKNOWN) },
		{ END(41), UNPAIRED },
	} },
	{ "stop after stop", {
		{ STOP(1) },
		{ STOP(51), UNPAIRED },
		{ STOPPED(61) },
		{ START(101, OTHER) },
		{ END(106), OTHER_THAN_GC(55), STOPPING_TOOK(10) },
	} },
	{ "stop after stopped", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ STOP(51), UNPAIRED },
		{ START(101, OTHER) },
		{ END(106), OTHER_THAN_GC(55) },
	} },
	{ "stop after start", {
		{ STOP(1) },
		{ START(31, OTHER) },
		{ STOP(51), UNPAIRED },
		{ STOPPED(61) },
		{ START(101, GC_MARK), GC(50), STOPPING_TOOK(10) },
		{ END(106) },
	} },
	{ "a record that does not come, a record before", {
		{ STOP(1) },
		{ START(31, GC_RECORDED) },
		{ END(36) },
		{ STOP(51), UNPAIRED },
		{ START(61, GC) },
		{ END(66), GC(15) },
	} },
	{ "a record that does not come after one that did", {
		{ STOP(1) },
		{ RECORD(11, GC, 10), GC(10) },
		{ STOP(21), UNPAIRED },
		{ START(31, GC_RECORDED) },
		{ END(36) },
		{ RECORD(41, GC, 19), GC(19) },
	} },
};

static void play(struct kunit *test, struct mapgc_pause_track *track,
		 const struct history *history, u64 since_ns)
{
	pause_history_play(test, track, history, 0, since_ns);
}

/* One after the other in one process: each comes out once, and nothing is lost. */
static void pauses_of_every_kind(struct kunit *test)
{
	struct mapgc_pause_track track = { 0 };
	u64 since_ns = SINCE_NS;
	u32 first, second;

	for (first = 0; first < PAUSE_HISTORIES; first++) {
		for (second = 0; second < PAUSE_HISTORIES; second++) {
			play(test, &track, &pause_histories[first], since_ns += HISTORY_NS);
			play(test, &track, &pause_histories[second], since_ns += HISTORY_NS);
		}
	}
}

static void class_is_the_starts_where_a_record_has_none(struct kunit *test)
{
	struct mapgc_pause_track track = { 0 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(told_by_the_start); i++)
		play(test, &track, &told_by_the_start[i], SINCE_NS + HISTORY_NS * i);
}

/* The pause that follows is whole. */
static void mishaps_are_counted_once_and_over(struct kunit *test)
{
	u32 i, next;

	for (i = 0; i < ARRAY_SIZE(mishaps); i++) {
		for (next = 0; next < PAUSE_HISTORIES; next++) {
			struct mapgc_pause_track track = { 0 };

			play(test, &track, &pause_histories[0], SINCE_NS);
			play(test, &track, &mishaps[i], SINCE_NS + HISTORY_NS);
			play(test, &track, &pause_histories[next], SINCE_NS + 2 * HISTORY_NS);
		}
	}
}

/*
 * We come in the middle of a pause: what is left of it is no loss, and no pause
 * but for what Go records itself, of which the stopping time is not known.
 */
static void join(struct kunit *test, struct mapgc_pause_track *track,
		 const struct history *history, u32 from)
{
	struct mapgc_pause_output out;
	const struct event *event;

	for (event = &history->events[from]; event->in.time_ns; event++) {
		struct event left = *event;

		left.want.has_stopping = false;
		left.want.has_total = event->in.step == MAPGC_STEP_RECORD;
		pause_history_advance(track, &left, SINCE_NS, &out);
		pause_history_expect(test, history->name, &left, &out);
	}
}

static void attach_in_the_middle_loses_nothing(struct kunit *test)
{
	u32 i, from, next;

	for (i = 0; i < PAUSE_HISTORIES; i++) {
		for (from = 1; pause_histories[i].events[from].in.time_ns; from++) {
			for (next = 0; next < PAUSE_HISTORIES; next++) {
				struct mapgc_pause_track track = { 0 };

				join(test, &track, &pause_histories[i], from);
				play(test, &track, &pause_histories[next], SINCE_NS + HISTORY_NS);
			}
		}
	}
}

#define IDLE		MAPGC_PAUSE_IDLE
#define STOPPING	MAPGC_PAUSE_STOPPING
#define HALTED		MAPGC_PAUSE_STOPPED
#define STARTING	MAPGC_PAUSE_STARTING

/**
 * struct rule - what an event does in a state
 * @to: the state after it
 * @is_unpaired: it does not fit
 * @has_total: it ends a pause
 */
struct rule {
	u8 to;
	bool is_unpaired;
	bool has_total;
};

/* Of a process that was seen to stop, in a pause that is not a GC's. */
static const struct rule rules[MAPGC_PAUSE_STATES][MAPGC_PAUSE_STEPS] = {
	[IDLE] = {
		[MAPGC_STEP_STOP]    = { STOPPING, false, false },
		[MAPGC_STEP_STOPPED] = { IDLE, true, false },
		[MAPGC_STEP_START]   = { IDLE, true, false },
		[MAPGC_STEP_END]     = { IDLE, true, false },
		[MAPGC_STEP_RECORD]  = { IDLE, true, true },
	},
	[STOPPING] = {
		[MAPGC_STEP_STOP]    = { STOPPING, true, false },
		[MAPGC_STEP_STOPPED] = { HALTED, false, false },
		[MAPGC_STEP_START]   = { STARTING, false, false },
		[MAPGC_STEP_END]     = { IDLE, true, false },
		[MAPGC_STEP_RECORD]  = { STOPPING, false, true },
	},
	[HALTED] = {
		[MAPGC_STEP_STOP]    = { STOPPING, true, false },
		[MAPGC_STEP_STOPPED] = { IDLE, true, false },
		[MAPGC_STEP_START]   = { STARTING, false, false },
		[MAPGC_STEP_END]     = { IDLE, true, false },
		[MAPGC_STEP_RECORD]  = { HALTED, false, true },
	},
	[STARTING] = {
		[MAPGC_STEP_STOP]    = { STOPPING, true, false },
		[MAPGC_STEP_STOPPED] = { IDLE, true, false },
		[MAPGC_STEP_START]   = { IDLE, true, false },
		[MAPGC_STEP_END]     = { IDLE, false, true },
		[MAPGC_STEP_RECORD]  = { IDLE, false, true },
	},
};

/* By a pause that goes through all of them. */
static void bring_to(struct mapgc_pause_track *track, u8 state)
{
	static const struct event way[] = {
		{ STOP(1) }, { STOPPED(2) }, { START(3, OTHER) }, { END(4) },
	};
	struct mapgc_pause_output out;
	u32 i = 0;

	memset(track, 0, sizeof(*track));
	do {
		pause_history_advance(track, &way[i++], SINCE_NS, &out);
	} while (track->state != state && i < ARRAY_SIZE(way));
}

static void every_step_in_every_state(struct kunit *test)
{
	static const struct event steps[MAPGC_PAUSE_STEPS] = {
		{ STOP(100) }, { STOPPED(100) }, { START(100, OTHER) }, { END(100) },
		{ RECORD(100, OTHER, 50) },
	};
	u32 state, step;

	for (state = 0; state < MAPGC_PAUSE_STATES; state++) {
		for (step = 0; step < MAPGC_PAUSE_STEPS; step++) {
			const struct rule *rule = &rules[state][step];
			struct mapgc_pause_output out;
			struct mapgc_pause_track track;

			bring_to(&track, state);
			KUNIT_EXPECT_EQ(test, track.state, state);
			pause_history_advance(&track, &steps[step], SINCE_NS, &out);
			KUNIT_EXPECT_EQ_MSG(test, track.state, rule->to, "%u, %u", state, step);
			KUNIT_EXPECT_EQ_MSG(test, out.is_unpaired, rule->is_unpaired, "%u, %u",
					    state, step);
			KUNIT_EXPECT_EQ_MSG(test, out.has_total, rule->has_total, "%u, %u",
					    state, step);
		}
	}
}

static struct kunit_case track_pause_cases[] = {
	KUNIT_CASE(pauses_of_every_kind),
	KUNIT_CASE(class_is_the_starts_where_a_record_has_none),
	KUNIT_CASE(mishaps_are_counted_once_and_over),
	KUNIT_CASE(attach_in_the_middle_loses_nothing),
	KUNIT_CASE(every_step_in_every_state),
	{}
};

static struct kunit_suite track_pause_suite = {
	.name = "mapgc_track_pause",
	.test_cases = track_pause_cases,
};

kunit_test_suite(track_pause_suite);

MODULE_DESCRIPTION("KUnit suite for the pause tracker of mapgc");
MODULE_LICENSE("GPL");
