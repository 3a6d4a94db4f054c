// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

#include <linux/cpumask.h>

#include "hist.h"

struct mapgc_stats __percpu *mapgc_stats_create(void)
{
	return alloc_percpu(struct mapgc_stats);
}

void mapgc_stats_destroy(struct mapgc_stats __percpu *stats)
{
	free_percpu(stats);
}

size_t mapgc_stats_bytes(void)
{
	return sizeof(struct mapgc_stats) * num_possible_cpus();
}

void mapgc_stats_pause(struct mapgc_stats __percpu *stats, enum mapgc_pause which,
		       u64 duration_ns)
{
	struct mapgc_stats *cpu_stats = get_cpu_ptr(stats);

	mapgc_hist_add(&cpu_stats->pauses[which], duration_ns);
	put_cpu_ptr(stats);
}

static void sum_depths(const struct mapgc_stats *from, struct mapgc_snapshot_args *ret)
{
	int op, depth;

	for (op = 0; op < MAPGC_OPS; op++) {
		for (depth = 0; depth < MAPGC_DEPTHS; depth++) {
			u64 ops = READ_ONCE(from->ops[op][depth]);
			u64 inferred = READ_ONCE(from->inferred[op][depth]);
			u64 steady = READ_ONCE(from->steady_ops[op][depth]);

			ret->ops[op][depth] += ops + steady;
			ret->inferred[op][depth] += inferred;
			ret->hits += ops + inferred + steady;
			ret->steady_hits += steady;
		}
	}
}

static void sum_edges(const struct mapgc_stats *from, struct mapgc_snapshot_args *ret)
{
	int op;

	for (op = 0; op < MAPGC_OPS; op++) {
		u64 edges = READ_ONCE(from->edges[op]);

		ret->edges[op] += edges;
		ret->hits += edges;
	}
}

/* Hits that are no operations. */
static void sum_others(const struct mapgc_stats *from, struct mapgc_snapshot_args *ret)
{
	u64 ignored = READ_ONCE(from->ignored);
	u64 reexecutions = READ_ONCE(from->reexecutions);
	u64 steady_ignored = READ_ONCE(from->steady_ignored);
	u64 steady_reexecutions = READ_ONCE(from->steady_reexecutions);
	u64 steady = steady_ignored + steady_reexecutions;

	ret->ignored += ignored + steady_ignored;
	ret->reexecutions += reexecutions + steady_reexecutions;
	ret->hits += ignored + reexecutions + steady;
	ret->steady_hits += steady;
}

static void sum_cpu(const struct mapgc_stats *from, struct mapgc_snapshot_args *ret)
{
	int i;

	ret->uncounted += READ_ONCE(from->uncounted);
	ret->cold_hits += READ_ONCE(from->cold_hits);
	ret->cycles += READ_ONCE(from->cycles);
	for (i = 0; i < MAPGC_LOSSES; i++)
		ret->losses[i] += READ_ONCE(from->losses[i]);
	for (i = 0; i < MAPGC_PAUSES; i++)
		mapgc_hist_merge(&ret->pauses[i], &from->pauses[i]);
	sum_depths(from, ret);
	sum_edges(from, ret);
	sum_others(from, ret);
}

static void clear_sums(struct mapgc_snapshot_args *ret)
{
	ret->hits = 0;
	ret->steady_hits = 0;
	ret->ignored = 0;
	ret->reexecutions = 0;
	ret->uncounted = 0;
	ret->cold_hits = 0;
	ret->cycles = 0;
	memset(ret->ops, 0, sizeof(ret->ops));
	memset(ret->inferred, 0, sizeof(ret->inferred));
	memset(ret->edges, 0, sizeof(ret->edges));
	memset(ret->losses, 0, sizeof(ret->losses));
	memset(ret->pauses, 0, sizeof(ret->pauses));
}

void mapgc_stats_sum(struct mapgc_stats __percpu *stats, struct mapgc_snapshot_args *ret)
{
	int cpu;

	clear_sums(ret);
	for_each_possible_cpu(cpu)
		sum_cpu(per_cpu_ptr(stats, cpu), ret);
}

/* One counter, which is at @offset in the figures of a CPU. */
static u64 sum_at(struct mapgc_stats __percpu *stats, size_t offset)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(*(u64 *)((u8 *)per_cpu_ptr(stats, cpu) + offset));
	return sum;
}

#define sum_of(stats, field)	sum_at(stats, offsetof(struct mapgc_stats, field))

/* Of windows. */
static u64 window_hits(struct mapgc_stats __percpu *stats)
{
	u64 hits = sum_of(stats, ignored) + sum_of(stats, reexecutions);
	int op, depth;

	for (op = 0; op < MAPGC_OPS; op++) {
		hits += sum_of(stats, edges[op]);
		for (depth = 0; depth < MAPGC_DEPTHS; depth++)
			hits += sum_of(stats, ops[op][depth]) +
				sum_of(stats, inferred[op][depth]);
	}
	return hits;
}

/*
 * All that comes before the first counter of anything else. Along the figures of each CPU, as
 * this is asked several times in a period.
 */
u64 mapgc_stats_cost_hits(struct mapgc_stats __percpu *stats)
{
	u64 hits = 0;
	size_t i;
	int cpu;

	for_each_possible_cpu(cpu) {
		const u64 *counters = (const u64 *)per_cpu_ptr(stats, cpu);

		for (i = 0; i < offsetof(struct mapgc_stats, cycles) / sizeof(*counters); i++)
			hits += READ_ONCE(counters[i]);
	}
	return hits;
}

void mapgc_stats_scale(struct mapgc_stats __percpu *stats, struct mapgc_estimate *estimate,
		       const struct mapgc_sample *sample)
{
	int op, depth;

	for (op = 0; op < MAPGC_OPS; op++) {
		mapgc_estimate_scale(&estimate->edges[op], sum_of(stats, edges[op]), sample);
		for (depth = 0; depth < MAPGC_DEPTHS; depth++) {
			mapgc_estimate_scale(&estimate->ops[op][depth],
					     sum_of(stats, ops[op][depth]), sample);
			mapgc_estimate_scale(&estimate->inferred[op][depth],
					     sum_of(stats, inferred[op][depth]), sample);
		}
	}
	mapgc_estimate_scale(&estimate->hits, window_hits(stats), sample);
	estimate->sampled_ns += sample->period_ns;
	estimate->sampled_cpu_ns += sample->cpu_ns;
}

void mapgc_stats_scale_steady(struct mapgc_stats __percpu *stats,
			      struct mapgc_estimate *estimate,
			      const struct mapgc_sample *sample)
{
	int op, depth;

	for (op = 0; op < MAPGC_OPS; op++)
		for (depth = 0; depth < MAPGC_DEPTHS; depth++)
			mapgc_estimate_scale(&estimate->steady_ops[op][depth],
					     sum_of(stats, steady_ops[op][depth]), sample);
}
