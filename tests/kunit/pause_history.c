// SPDX-License-Identifier: GPL-2.0
#include "pause_history.h"

/* Times are such that what is measured differs from what Go records. */
const struct history pause_histories[PAUSE_HISTORIES] = {
	{ "Go >= 1.22, GC", {
		{ STOP(1) },
		{ STOPPED_IN(21, GC, 19) },
		{ START(101, UNKNOWN) },
		{ RECORD(111, GC, 107), GC(107), STOPPING_TOOK(19) },
	} },
	{ "Go >= 1.22, other", {
		{ STOP(1) },
		{ STOPPED_IN(21, OTHER, 19) },
		{ START(101, UNKNOWN) },
		{ RECORD(111, OTHER, 107), OTHER_THAN_GC(107), STOPPING_TOOK(19) },
	} },
	{ "Go < 1.22, sweep termination", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ START(101, GC_RECORDED) },
		{ END(106) },
		{ RECORD(111, GC, 107), GC(107), STOPPING_TOOK(20) },
	} },
	{ "Go < 1.22, mark termination", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ RECORD(81, GC, 77), GC(77), STOPPING_TOOK(20) },
		{ START(101, GC_RECORDED) },
		{ END(106) },
	} },
	{ "Go < 1.22, other", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ START(101, OTHER) },
		{ END(106), OTHER_THAN_GC(105), STOPPING_TOOK(20) },
	} },
	{ "no site for stopped, sweep termination", {
		{ STOP(1) },
		{ START(101, GC_RECORDED) },
		{ END(106) },
		{ RECORD(111, GC, 107), GC(107) },
	} },
	{ "no site for stopped, mark termination", {
		{ STOP(1) },
		{ RECORD(81, GC, 77), GC(77) },
		{ START(101, GC_RECORDED) },
		{ END(106) },
	} },
	{ "no site for stopped, other", {
		{ STOP(1) },
		{ START(101, OTHER) },
		{ END(106), OTHER_THAN_GC(105) },
	} },
	{ "no record, sweep termination", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ START(101, GC) },
		{ END(106), GC(105), STOPPING_TOOK(20) },
	} },
	{ "no record, mark termination", {
		{ STOP(1) },
		{ STOPPED(21) },
		{ START(101, GC_MARK), GC(100), STOPPING_TOOK(20) },
		{ END(106) },
	} },
	{ "a minute, recorded", {
		{ STOP(1) },
		{ STOPPED_IN(20000000001, GC, 20000000000) },
		{ START(60000000001, UNKNOWN) },
		{ RECORD(60000000006, GC, 60000000003), GC(60000000003),
		  STOPPING_TOOK(20000000000) },
	} },
	{ "a minute, measured", {
		{ STOP(1) },
		{ STOPPED(20000000001) },
		{ START(60000000001, OTHER) },
		{ END(60000000006), OTHER_THAN_GC(60000000005), STOPPING_TOOK(20000000000) },
	} },
	{ "over at once", {
		{ STOP(1) },
		{ STOPPED_IN(1, GC, 0) },
		{ START(1, UNKNOWN) },
		{ RECORD(1, GC, 0), GC(0), STOPPING_TOOK(0) },
	} },
};

void pause_history_advance(struct mapgc_pause_track *track, const struct event *event,
			   u64 since_ns, struct mapgc_pause_output *out)
{
	struct mapgc_pause_input in = event->in;

	in.time_ns += since_ns;
	/* Rubbish, every member true: nothing of it may be left. */
	memset(out, 0x01, sizeof(*out));
	mapgc_pause_advance(track, &in, out);
}

void pause_history_expect(struct kunit *test, const char *name, const struct event *event,
			  const struct mapgc_pause_output *out)
{
	const struct mapgc_pause_output *want = &event->want;
	unsigned long long at = event->in.time_ns;

	KUNIT_EXPECT_EQ_MSG(test, out->is_unpaired, want->is_unpaired, "%s, %llu", name, at);
	KUNIT_EXPECT_EQ_MSG(test, out->has_total, want->has_total, "%s, %llu", name, at);
	KUNIT_EXPECT_EQ_MSG(test, out->has_stopping, want->has_stopping, "%s, %llu", name, at);
	if (want->has_stopping)
		KUNIT_EXPECT_EQ_MSG(test, out->stopping_ns, want->stopping_ns, "%s, %llu", name,
				    at);
	if (!want->has_total)
		return;
	KUNIT_EXPECT_EQ_MSG(test, out->total_ns, want->total_ns, "%s, %llu", name, at);
	KUNIT_EXPECT_EQ_MSG(test, out->is_gc, want->is_gc, "%s, %llu", name, at);
	KUNIT_EXPECT_EQ_MSG(test, out->is_exact, event->in.has_duration, "%s, %llu", name, at);
}

void pause_history_play(struct kunit *test, struct mapgc_pause_track *track,
			const struct history *history, u32 from, u64 since_ns)
{
	const struct event *event;
	struct mapgc_pause_output out;

	for (event = &history->events[from]; event->in.time_ns; event++) {
		pause_history_advance(track, event, since_ns, &out);
		pause_history_expect(test, history->name, event, &out);
	}
	KUNIT_EXPECT_EQ_MSG(test, track->state, MAPGC_PAUSE_IDLE, "%s", history->name);
}
