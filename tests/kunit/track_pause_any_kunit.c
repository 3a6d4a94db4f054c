// SPDX-License-Identifier: GPL-2.0
/* What holds whatever happens, in whatever order. */
#include <kunit/test.h>

#include "pause_history.h"
#include "sequence.h"

/* All that a site can say; times are to be filled in. */
static const struct event kinds[] = {
	{ STOP(0) },
	{ STOPPED(0) },
	{ STOPPED_IN(0, GC, 0) },
	{ START(0, UNKNOWN) },
	{ START(0, GC) },
	{ START(0, GC_MARK) },
	{ START(0, GC_RECORDED) },
	{ START(0, OTHER) },
	{ END(0) },
	{ RECORD(0, GC, 0) },
	{ RECORD(0, OTHER, 0) },
};

static struct mapgc_pause_input any_event(u32 kind, u64 time_ns, u64 *state)
{
	struct mapgc_pause_input in = kinds[kind].in;

	in.time_ns = time_ns;
	if (in.has_duration)
		in.duration_ns = sequence_next(state) % 1000000;
	return in;
}

/**
 * struct witness - what is known of a process, whatever happened to it
 * @has_stop: there was a stop
 * @is_open: and no pause has been measured since
 * @stop_ns: when the last one was
 * @stopping_ns: what the last "stopped" said of it
 */
struct witness {
	bool has_stop;
	bool is_open;
	u64 stop_ns;
	u64 stopping_ns;
};

static void note(struct witness *seen, const struct mapgc_pause_input *in)
{
	if (in->step == MAPGC_STEP_STOP) {
		seen->has_stop = true;
		seen->is_open = true;
		seen->stop_ns = in->time_ns;
	}
	if (in->step == MAPGC_STEP_STOPPED)
		seen->stopping_ns = in->has_duration ? in->duration_ns :
						       in->time_ns - seen->stop_ns;
}

/* Go's own figure as it is; else the time since the last stop, and that once. */
static void check_total(struct kunit *test, struct witness *seen,
			const struct mapgc_pause_input *in,
			const struct mapgc_pause_output *out)
{
	KUNIT_EXPECT_EQ(test, out->is_exact, in->step == MAPGC_STEP_RECORD);
	if (in->step == MAPGC_STEP_RECORD) {
		KUNIT_EXPECT_EQ(test, out->total_ns, in->duration_ns);
		KUNIT_EXPECT_EQ(test, out->is_gc, in->class == MAPGC_CLASS_GC);
		return;
	}
	KUNIT_EXPECT_TRUE(test, seen->is_open);
	KUNIT_EXPECT_EQ(test, out->total_ns, in->time_ns - seen->stop_ns);
	seen->is_open = false;
}

/* One event more, and what holds after any. */
static void witness(struct kunit *test, struct mapgc_pause_track *track, struct witness *seen,
		    const struct mapgc_pause_input *in)
{
	struct mapgc_pause_output out;

	memset(&out, 0x01, sizeof(out));
	note(seen, in);
	mapgc_pause_advance(track, in, &out);
	KUNIT_EXPECT_LT(test, track->state, MAPGC_PAUSE_STATES);
	if (!seen->has_stop) {
		KUNIT_EXPECT_EQ(test, track->state, MAPGC_PAUSE_IDLE);
		KUNIT_EXPECT_FALSE(test, out.is_unpaired);
	}
	if (in->step == MAPGC_STEP_RECORD)
		KUNIT_EXPECT_TRUE(test, out.has_total);
	if (out.has_total)
		check_total(test, seen, in, &out);
	if (out.has_stopping) {
		KUNIT_EXPECT_TRUE(test, out.has_total);
		KUNIT_EXPECT_EQ(test, out.stopping_ns, seen->stopping_ns);
	}
}

/* After any of them the next pause is whole. */
static void every_history_of_four(struct kunit *test)
{
	const u32 base = ARRAY_SIZE(kinds), nr = base * base * base * base;
	u64 state = 1;
	u32 history, digits, i;

	for (history = 0; history < nr; history++) {
		const struct history *next = &pause_histories[history % PAUSE_HISTORIES];
		struct mapgc_pause_track track = { 0 };
		struct witness seen = { 0 };
		struct mapgc_pause_input in;
		u64 time_ns = SINCE_NS;

		for (i = 0, digits = history; i < 4; i++, digits /= base) {
			in = any_event(digits % base, time_ns += 1 + i, &state);
			witness(test, &track, &seen, &in);
		}
		in = any_event(0, time_ns + 1, &state);
		witness(test, &track, &seen, &in);
		pause_history_play(test, &track, next, 1, time_ns);
	}
}

static void long_histories(struct kunit *test)
{
	struct mapgc_pause_track track = { 0 };
	struct witness seen = { 0 };
	u64 state = 2, time_ns = SINCE_NS;
	u32 i;

	for (i = 0; i < 200000; i++) {
		u32 kind = sequence_next(&state) % ARRAY_SIZE(kinds);
		struct mapgc_pause_input in;

		time_ns += sequence_next(&state) % 100000;
		in = any_event(kind, time_ns, &state);
		witness(test, &track, &seen, &in);
	}
}

static struct kunit_case track_pause_any_cases[] = {
	KUNIT_CASE(every_history_of_four),
	KUNIT_CASE(long_histories),
	{}
};

static struct kunit_suite track_pause_any_suite = {
	.name = "mapgc_track_pause_any",
	.test_cases = track_pause_any_cases,
};

kunit_test_suite(track_pause_any_suite);

MODULE_DESCRIPTION("KUnit suite for the pause tracker of mapgc, any order of events");
MODULE_LICENSE("GPL");
