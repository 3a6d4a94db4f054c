// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/cpumask.h>

#include "crowd.h"
#include "module/hist.h"
#include "module/stats.h"

static struct mapgc_stats __percpu *new_stats(struct kunit *test)
{
	struct mapgc_stats __percpu *stats = mapgc_stats_create();

	KUNIT_ASSERT_TRUE(test, stats);
	return stats;
}

/* As whoever calls: not zero, so that a member that is not set is seen. */
static struct mapgc_snapshot_args *new_snapshot(struct kunit *test)
{
	struct mapgc_snapshot_args *args = kunit_kzalloc(test, sizeof(*args), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, args);
	memset(args, 0xa5, sizeof(*args));
	return args;
}

/*
 * Every counter of every CPU, as words, is another number: so whatever is left
 * out, taken twice or put elsewhere changes a sum.
 */
static u64 figure(int cpu, size_t word)
{
	return (word + 1) * (cpu + 1);
}

static void fill_cpu(struct mapgc_stats *stats, int cpu)
{
	u64 *words = (u64 *)stats;
	size_t i;

	for (i = 0; i < sizeof(*stats) / sizeof(u64); i++)
		words[i] = figure(cpu, i);
}

/**
 * struct want - what the sum of a word has to be
 * @cpus: sum of (CPU + 1)
 * @last: the largest (CPU + 1)
 */
struct want {
	u64 cpus;
	u64 last;
};

static struct want fill(struct mapgc_stats __percpu *stats)
{
	struct want want = {};
	int cpu;

	for_each_possible_cpu(cpu) {
		fill_cpu(per_cpu_ptr(stats, cpu), cpu);
		want.cpus += cpu + 1;
		want.last = cpu + 1;
	}
	return want;
}

/* After fill(). */
static u64 want_sum(struct want want, size_t offset)
{
	return want.cpus * (offset / sizeof(u64) + 1);
}

#define WANT(want, member) want_sum(want, offsetof(struct mapgc_stats, member))

static void check_pauses(struct kunit *test, const struct mapgc_snapshot_args *args,
			 struct want want)
{
	u32 i, k;

	for (i = 0; i < MAPGC_PAUSES; i++) {
		KUNIT_EXPECT_EQ(test, args->pauses[i].count, WANT(want, pauses[i].count));
		KUNIT_EXPECT_EQ(test, args->pauses[i].sum_ns, WANT(want, pauses[i].sum_ns));
		KUNIT_EXPECT_EQ(test, args->pauses[i].max_ns * want.cpus,
				WANT(want, pauses[i].max_ns) * want.last);
		for (k = 0; k < MAPGC_HIST_BUCKETS; k++)
			KUNIT_EXPECT_EQ(test, args->pauses[i].buckets[k],
					WANT(want, pauses[i].buckets[k]));
	}
}

/* Of windows, and of all the time. */
static u64 want_both(struct want want, size_t offset, size_t steady_offset)
{
	return want_sum(want, offset) + want_sum(want, steady_offset);
}

#define WANT_BOTH(want, member)	want_both(want, offsetof(struct mapgc_stats, member), \
					  offsetof(struct mapgc_stats, steady_##member))

static u64 check_ops(struct kunit *test, const struct mapgc_snapshot_args *args,
		     struct want want)
{
	u64 hits = 0;
	u32 op, depth;

	for (op = 0; op < MAPGC_OPS; op++) {
		for (depth = 0; depth < MAPGC_DEPTHS; depth++) {
			KUNIT_EXPECT_EQ(test, args->ops[op][depth],
					WANT_BOTH(want, ops[op][depth]));
			KUNIT_EXPECT_EQ(test, args->inferred[op][depth],
					WANT(want, inferred[op][depth]));
			hits += args->ops[op][depth] + args->inferred[op][depth];
		}
		KUNIT_EXPECT_EQ(test, args->edges[op], WANT(want, edges[op]));
		hits += args->edges[op];
	}
	return hits;
}

static u64 want_steady_hits(struct want want)
{
	u64 hits = WANT(want, steady_ignored) + WANT(want, steady_reexecutions);
	u32 op, depth;

	for (op = 0; op < MAPGC_OPS; op++)
		for (depth = 0; depth < MAPGC_DEPTHS; depth++)
			hits += WANT(want, steady_ops[op][depth]);
	return hits;
}

static void every_figure_of_every_cpu_is_summed(struct kunit *test)
{
	struct mapgc_stats __percpu *stats = new_stats(test);
	struct mapgc_snapshot_args *args = new_snapshot(test);
	struct want want = fill(stats);
	u64 hits;
	u32 i;

	mapgc_stats_sum(stats, args);
	hits = check_ops(test, args, want);
	check_pauses(test, args, want);
	for (i = 0; i < MAPGC_LOSSES; i++)
		KUNIT_EXPECT_EQ(test, args->losses[i], WANT(want, losses[i]));
	KUNIT_EXPECT_EQ(test, args->ignored, WANT_BOTH(want, ignored));
	KUNIT_EXPECT_EQ(test, args->reexecutions, WANT_BOTH(want, reexecutions));
	KUNIT_EXPECT_EQ(test, args->uncounted, WANT(want, uncounted));
	KUNIT_EXPECT_EQ(test, args->cold_hits, WANT(want, cold_hits));
	KUNIT_EXPECT_EQ(test, args->cycles, WANT(want, cycles));
	KUNIT_EXPECT_EQ(test, args->hits, hits + args->ignored + args->reexecutions);
	KUNIT_EXPECT_EQ(test, args->steady_hits, want_steady_hits(want));
	KUNIT_EXPECT_EQ(test, mapgc_stats_cost_hits(stats),
			args->hits + args->uncounted + args->cold_hits);
	mapgc_stats_destroy(stats);
}

static void new_figures_are_zero(struct kunit *test)
{
	struct mapgc_stats __percpu *stats = new_stats(test);
	struct mapgc_snapshot_args *args = new_snapshot(test), *want = new_snapshot(test);

	mapgc_stats_sum(stats, args);
	want->hits = 0;
	want->steady_hits = 0;
	want->ignored = 0;
	want->reexecutions = 0;
	want->uncounted = 0;
	want->cold_hits = 0;
	want->cycles = 0;
	memset(want->ops, 0, sizeof(want->ops));
	memset(want->inferred, 0, sizeof(want->inferred));
	memset(want->edges, 0, sizeof(want->edges));
	memset(want->losses, 0, sizeof(want->losses));
	memset(want->pauses, 0, sizeof(want->pauses));
	KUNIT_EXPECT_EQ(test, memcmp(args, want, sizeof(*want)), 0);
	mapgc_stats_destroy(stats);
}

/* Each counter where it belongs, times what the period is of the time that it was counted. */
static void windows_stand_for_periods(struct kunit *test)
{
	const struct mapgc_sample sample = { .period_ns = 50, .cpu_ns = 7, .open_ns = 10 };
	const struct mapgc_sample steady = { .period_ns = 50, .cpu_ns = 7, .open_ns = 25 };
	struct mapgc_stats __percpu *stats = new_stats(test);
	struct mapgc_snapshot_args *args = new_snapshot(test);
	struct mapgc_estimate *estimate = kunit_kzalloc(test, sizeof(*estimate), GFP_KERNEL);
	struct want want;
	u32 op, depth;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, estimate);
	want = fill(stats);
	mapgc_stats_sum(stats, args);
	mapgc_stats_scale(stats, estimate, &sample);
	mapgc_stats_scale(stats, estimate, &sample);
	mapgc_stats_scale_steady(stats, estimate, &steady);
	mapgc_stats_scale_steady(stats, estimate, &steady);
	for (op = 0; op < MAPGC_OPS; op++) {
		KUNIT_EXPECT_EQ(test, estimate->edges[op].ops, 5 * args->edges[op]);
		for (depth = 0; depth < MAPGC_DEPTHS; depth++) {
			KUNIT_EXPECT_EQ(test, estimate->ops[op][depth].ops,
					5 * WANT(want, ops[op][depth]));
			KUNIT_EXPECT_EQ(test, estimate->steady_ops[op][depth].ops,
					2 * WANT(want, steady_ops[op][depth]));
			KUNIT_EXPECT_EQ(test, estimate->inferred[op][depth].ops,
					5 * args->inferred[op][depth]);
		}
	}
	KUNIT_EXPECT_EQ(test, estimate->hits.ops, 5 * (args->hits - args->steady_hits));
	KUNIT_EXPECT_EQ(test, estimate->sampled_ns, 2 * sample.period_ns);
	KUNIT_EXPECT_EQ(test, estimate->sampled_cpu_ns, 2 * sample.cpu_ns);
	mapgc_stats_destroy(stats);
}

static void sum_changes_nothing(struct kunit *test)
{
	struct mapgc_stats __percpu *stats = new_stats(test);
	struct mapgc_snapshot_args *a = new_snapshot(test), *b = new_snapshot(test);

	fill(stats);
	mapgc_stats_sum(stats, a);
	mapgc_stats_sum(stats, b);
	KUNIT_EXPECT_EQ(test, memcmp(a, b, sizeof(*a)), 0);
	mapgc_stats_destroy(stats);
}

static void memory_is_that_of_all_cpus(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mapgc_stats_bytes(),
			num_possible_cpus() * sizeof(struct mapgc_stats));
}

#define WRITES	20000

/**
 * struct writing - members 1 and up write, 0 reads meanwhile
 * @stats: of all
 * @nr_writers: of them, still at it
 * @nr_backward: figures that became less
 * @reads: what member 0 compares
 */
struct writing {
	struct mapgc_stats __percpu *stats;
	atomic_t nr_writers;
	u32 nr_backward;
	struct mapgc_snapshot_args *reads[2];
};

static void write_figures(struct mapgc_stats __percpu *stats, u32 i)
{
	mapgc_stats_inc(stats, ops[i % MAPGC_OPS][i % MAPGC_DEPTHS]);
	mapgc_stats_inc(stats, losses[i % MAPGC_LOSSES]);
	mapgc_stats_pause(stats, i % MAPGC_PAUSES, 1000 + i);
}

static u32 count_backward(const struct mapgc_snapshot_args *before,
			  const struct mapgc_snapshot_args *now)
{
	u32 i, k, nr = now->hits < before->hits;

	for (i = 0; i < MAPGC_PAUSES; i++) {
		nr += now->pauses[i].count < before->pauses[i].count;
		nr += now->pauses[i].sum_ns < before->pauses[i].sum_ns;
		nr += now->pauses[i].max_ns < before->pauses[i].max_ns;
		for (k = 0; k < MAPGC_HIST_BUCKETS; k++)
			nr += now->pauses[i].buckets[k] < before->pauses[i].buckets[k];
	}
	return nr;
}

static void write_or_read(void *ctx, unsigned int member)
{
	struct writing *writing = ctx;
	u32 i, turn = 0;

	for (i = 0; member && i < WRITES; i++)
		write_figures(writing->stats, i);
	if (member) {
		atomic_dec(&writing->nr_writers);
		return;
	}
	mapgc_stats_sum(writing->stats, writing->reads[0]);
	while (atomic_read(&writing->nr_writers)) {
		struct mapgc_snapshot_args *before = writing->reads[turn];
		struct mapgc_snapshot_args *now = writing->reads[turn ^= 1];

		mapgc_stats_sum(writing->stats, now);
		writing->nr_backward += count_backward(before, now);
		cond_resched();
	}
}

static void check_written(struct kunit *test, const struct mapgc_snapshot_args *args)
{
	u64 count = 0, sum_ns = 0, losses = 0, buckets = 0;
	u32 i, k;

	for (i = 0; i < MAPGC_LOSSES; i++)
		losses += args->losses[i];
	for (i = 0; i < MAPGC_PAUSES; i++) {
		count += args->pauses[i].count;
		sum_ns += args->pauses[i].sum_ns;
		for (k = 0; k < MAPGC_HIST_BUCKETS; k++)
			buckets += args->pauses[i].buckets[k];
	}
	KUNIT_EXPECT_EQ(test, args->hits, (CROWD_SIZE - 1) * WRITES);
	KUNIT_EXPECT_EQ(test, losses, (CROWD_SIZE - 1) * WRITES);
	KUNIT_EXPECT_EQ(test, count, (CROWD_SIZE - 1) * WRITES);
	KUNIT_EXPECT_EQ(test, buckets, (CROWD_SIZE - 1) * WRITES);
	KUNIT_EXPECT_EQ(test, sum_ns, (u64)(CROWD_SIZE - 1) *
			(1000ULL * WRITES + (u64)WRITES * (WRITES - 1) / 2));
}

/* Nothing is lost where writers share CPUs, and no reader sees a figure go back. */
static void writers_and_readers_get_along(struct kunit *test)
{
	struct writing writing = { .stats = new_stats(test) };

	writing.reads[0] = new_snapshot(test);
	writing.reads[1] = new_snapshot(test);
	atomic_set(&writing.nr_writers, CROWD_SIZE - 1);
	crowd_run(test, write_or_read, &writing);
	KUNIT_EXPECT_EQ(test, writing.nr_backward, 0);
	mapgc_stats_sum(writing.stats, writing.reads[0]);
	check_written(test, writing.reads[0]);
	mapgc_stats_destroy(writing.stats);
}

static struct kunit_case stats_cases[] = {
	KUNIT_CASE(every_figure_of_every_cpu_is_summed),
	KUNIT_CASE(new_figures_are_zero),
	KUNIT_CASE(windows_stand_for_periods),
	KUNIT_CASE(sum_changes_nothing),
	KUNIT_CASE(memory_is_that_of_all_cpus),
	KUNIT_CASE(writers_and_readers_get_along),
	{}
};

static struct kunit_suite stats_suite = {
	.name = "mapgc_stats",
	.test_cases = stats_cases,
};

kunit_test_suite(stats_suite);

MODULE_DESCRIPTION("KUnit suite for the figures of mapgc");
MODULE_LICENSE("GPL");
