// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "crowd.h"
#include "deadline.h"
#include "inbox.h"

/* The queue takes fewer. */
#define PUSHES_MAX	5000

/* Fields tell which push it was. */
static bool push(u32 target_id, u64 nr)
{
	const struct mapgc_report report = {
		.type = MAPGC_REPORT_PAUSE,
		.target_id = target_id,
		.host_pid = ~nr,
		.seq = 12345,
		.time_ns = nr,
		.total_ns = nr << 32,
		.off_cpu_ns = ~0ULL - nr,
	};

	return mapgc_report_push(&report);
}

static void expect_push(struct kunit *test, const struct mapgc_report *report, u64 nr)
{
	KUNIT_EXPECT_EQ(test, report->time_ns, nr);
	KUNIT_EXPECT_EQ(test, report->host_pid, (u32)~nr);
	KUNIT_EXPECT_EQ(test, report->total_ns, nr << 32);
	KUNIT_EXPECT_EQ(test, report->off_cpu_ns, ~0ULL - nr);
}

static void reports_arrive_whole_and_in_order(struct kunit *test)
{
	struct inbox *inbox = inbox_open(test);
	u32 i;

	for (i = 0; i < 600; i++)
		KUNIT_EXPECT_TRUE(test, push(1, i));
	inbox_close();
	KUNIT_ASSERT_EQ(test, inbox->nr, 600);
	for (i = 0; i < 600; i++) {
		expect_push(test, &inbox->reports[i], i);
		KUNIT_EXPECT_EQ(test, inbox->reports[i].seq, inbox->reports[0].seq + i);
	}
}

/* Push while one report is held up in the sink, until the queue refuses. */
static u32 fill_queue(struct kunit *test, struct inbox *inbox)
{
	u32 nr = 0;

	WRITE_ONCE(inbox->is_slow, true);
	push(1, nr++);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(inbox->is_holding)));
	while (nr < PUSHES_MAX && push(1, nr))
		nr++;
	return nr;
}

/* What was refused has a number, so that who listens sees the gap. */
static void full_queue_refuses_and_leaves_a_gap(struct kunit *test)
{
	struct inbox *inbox = inbox_open(test);
	u32 i, taken = fill_queue(test, inbox);
	u64 first_seq;

	KUNIT_EXPECT_LT(test, taken, PUSHES_MAX);
	for (i = 0; i < 10; i++)
		KUNIT_EXPECT_FALSE(test, push(1, 100000 + i));
	WRITE_ONCE(inbox->is_slow, false);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(inbox->nr) == taken));
	KUNIT_EXPECT_TRUE(test, push(1, taken));
	inbox_close();

	KUNIT_ASSERT_EQ(test, inbox->nr, taken + 1);
	first_seq = inbox->reports[0].seq;
	for (i = 0; i <= taken; i++)
		expect_push(test, &inbox->reports[i], i);
	for (i = 0; i < taken; i++)
		KUNIT_EXPECT_EQ(test, inbox->reports[i].seq, first_seq + i);
	/* One refusal ended the filling, ten came after. */
	KUNIT_EXPECT_EQ(test, inbox->reports[taken].seq, first_seq + taken + 11);
}

/* The places of the queue are used in turn: begin to fill it at many of them. */
static void queue_holds_as_many_wherever_it_begins(struct kunit *test)
{
	struct inbox *inbox = inbox_open(test);
	u32 round, i, taken = 0;

	for (round = 0; round < 5; round++) {
		u32 nr = fill_queue(test, inbox);

		KUNIT_EXPECT_TRUE(test, !round || nr == taken);
		taken = nr;
		WRITE_ONCE(inbox->is_slow, false);
		KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(inbox->nr) == taken));
		for (i = 0; i < taken; i++)
			expect_push(test, &inbox->reports[i], i);
		for (i = 0; i < 77 * (round + 1); i++)
			push(1, i);
		mapgc_report_exit();
		inbox->nr = 0;
	}
	inbox_close();
}

/**
 * struct chatter - members that all push
 * @nr_taken: by member
 */
struct chatter {
	u32 nr_taken[CROWD_SIZE];
};

static void chat(void *ctx, unsigned int member)
{
	struct chatter *chatter = ctx;
	u32 i;

	for (i = 0; i < INBOX_MAX / CROWD_SIZE; i++)
		chatter->nr_taken[member] += push(member, i);
}

static void everyone_is_heard_in_order(struct kunit *test)
{
	struct inbox *inbox = inbox_open(test);
	struct chatter chatter = {};
	u64 last_nr[CROWD_SIZE] = {}, last_seq = 0;
	u32 nr[CROWD_SIZE] = {}, i;

	crowd_run(test, chat, &chatter);
	inbox_close();
	for (i = 0; i < inbox->nr; i++) {
		const struct mapgc_report *report = &inbox->reports[i];
		u32 member = report->target_id;

		KUNIT_ASSERT_LE(test, member, CROWD_SIZE - 1);
		KUNIT_EXPECT_TRUE(test, !nr[member] || report->time_ns > last_nr[member]);
		KUNIT_EXPECT_GT(test, report->seq, last_seq);
		nr[member]++;
		last_nr[member] = report->time_ns;
		last_seq = report->seq;
	}
	for (i = 0; i < CROWD_SIZE; i++)
		KUNIT_EXPECT_EQ(test, nr[i], chatter.nr_taken[i]);
}

/**
 * struct removal - member 0 takes the sink away, which member 1 lets go on
 * @inbox: what the sink belongs to
 * @was_running: the sink still ran when it was taken away
 */
struct removal {
	struct inbox *inbox;
	bool was_running;
};

static void remove_sink(void *ctx, unsigned int member)
{
	struct removal *removal = ctx;

	if (member == 0) {
		mapgc_report_set_sink(NULL);
		removal->was_running = READ_ONCE(removal->inbox->is_holding);
	} else if (member == 1) {
		/* Time for the other to go wrong. */
		usleep_range(1000, 2000);
		WRITE_ONCE(removal->inbox->is_slow, false);
	}
}

static void sink_that_was_taken_away_does_not_run(struct kunit *test)
{
	struct inbox *inbox = inbox_open(test);
	struct removal removal = { .inbox = inbox };

	WRITE_ONCE(inbox->is_slow, true);
	push(1, 0);
	KUNIT_EXPECT_TRUE(test, wait_until(READ_ONCE(inbox->is_holding)));
	crowd_run(test, remove_sink, &removal);
	KUNIT_EXPECT_FALSE(test, removal.was_running);
	KUNIT_EXPECT_EQ(test, inbox->nr, 1);

	/* Nobody listens: gone, without a loss and without waiting. */
	KUNIT_EXPECT_TRUE(test, push(1, 1));
	inbox_close();
	KUNIT_EXPECT_EQ(test, inbox->nr, 1);
}

static struct kunit_case report_cases[] = {
	KUNIT_CASE(reports_arrive_whole_and_in_order),
	KUNIT_CASE(full_queue_refuses_and_leaves_a_gap),
	KUNIT_CASE(queue_holds_as_many_wherever_it_begins),
	KUNIT_CASE(everyone_is_heard_in_order),
	KUNIT_CASE(sink_that_was_taken_away_does_not_run),
	{}
};

static struct kunit_suite report_suite = {
	.name = "mapgc_report",
	.test_cases = report_cases,
};

kunit_test_suite(report_suite);

MODULE_DESCRIPTION("KUnit suite for the report queue of mapgc");
MODULE_LICENSE("GPL");
