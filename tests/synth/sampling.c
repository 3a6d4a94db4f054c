// SPDX-License-Identifier: GPL-2.0
#include "synth/sampling.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "module/estimate.h"
#include "module/governor.h"
#include "module/pace.h"

#define NS_PER_SECOND	1e9
#define WINDOW_S	0.02
#define PERIOD_S	1.0
#define LONGEST_S	10.0
#define WINDOW_HITS	2000
#define HIT_COST_NS	1000
#define ARMING_NS	1500000
#define NR_HOT		20

/* More phases than any program has in a minute. */
#define PHASES_MAX	4096

const struct sampling_program sampling_programs[] = {
	{ "steady", { { 9, 20000, 0.3, 1 } }, 10000 },
	{ "quiet", { { 9, 300, 0.3, 0.5 } }, 10000 },
	{ "waves", { { 2, 40000, 0.2, 1 }, { 1, 4000, 0.6, 0.8 } }, 10000 },
	{ "bursts", { { 0.05, 900000, 0.5, 1.5 }, { 0.1, 5000, 0.1, 0.7 } }, 10000 },
	{ "mostly idle", { { 0.3, 60000, 0.4, 1 }, { 0.5, 0, 0, 0.01 } }, 10000 },
	{ "small budget", { { 9, 50000, 0.3, 2 } }, 2000 },
	{ NULL, { { 0, 0, 0, 0 } }, 0 },
};

/**
 * struct run - of a program
 * @random: state of the random numbers
 * @begin_s: of its phases
 * @phases: what they are
 * @nr_phases: how many, until beyond the end
 * @governor: of its target
 * @pace: of its windows
 * @deep: operations at depth 2
 * @flat: those at depth 1
 * @now: figures so far; of the scaled ones only what the module has
 * @looked_s: when the CPU time was looked at last
 */
struct run {
	uint64_t random;
	double begin_s[PHASES_MAX];
	const struct sampling_phase *phases[PHASES_MAX];
	size_t nr_phases;
	struct mapgc_governor governor;
	struct mapgc_pace pace;
	struct mapgc_scaled deep;
	struct mapgc_scaled flat;
	struct interval now;
	double looked_s;
};

static double uniform(struct run *run)
{
	run->random ^= run->random << 13;
	run->random ^= run->random >> 7;
	run->random ^= run->random << 17;
	return ((run->random >> 11) + 0.5) / 9007199254740992.0;
}

static double exponential(struct run *run, double mean)
{
	return -mean * log(uniform(run));
}

static void plan(struct run *run, const struct sampling_program *program, double end_s)
{
	const struct sampling_phase *phase = program->phases;
	double at_s = 0;

	while (at_s < end_s && run->nr_phases < PHASES_MAX) {
		run->begin_s[run->nr_phases] = at_s;
		run->phases[run->nr_phases++] = phase;
		at_s += exponential(run, phase->mean_s);
		phase++;
		if (!phase->mean_s)
			phase = program->phases;
	}
}

static double phase_end_s(const struct run *run, size_t i)
{
	return i + 1 < run->nr_phases ? run->begin_s[i + 1] : INFINITY;
}

static double overlap_s(const struct run *run, size_t i, double from_s, double to_s)
{
	return fmax(0, fmin(phase_end_s(run, i), to_s) - fmax(run->begin_s[i], from_s));
}

static double cpu_s(const struct run *run, double from_s, double to_s)
{
	double sum = 0;

	for (size_t i = 0; i < run->nr_phases; i++)
		sum += run->phases[i]->busy * overlap_s(run, i, from_s, to_s);
	return sum;
}

static void look(struct run *run, double at_s)
{
	uint64_t used_ns = cpu_s(run, run->looked_s, at_s) * NS_PER_SECOND;

	mapgc_governor_earn(&run->governor, used_ns, (at_s - run->looked_s) * NS_PER_SECOND);
	run->looked_s = at_s;
	run->now.cpu_ns = run->governor.cpu_ns;
	run->now.cpu_elapsed_ns = at_s * NS_PER_SECOND;
}

/* Counts what a window sees from @at_s on, until its time or its hits are over. */
static struct mapgc_sample open_window(struct run *run, double at_s, uint32_t hits)
{
	double now_s = at_s, end_s = at_s + mapgc_pace_window_ns(&run->pace,
				WINDOW_S * NS_PER_SECOND, hits) / NS_PER_SECOND;
	struct mapgc_sample sample = { 0 };
	uint32_t nr = 0;

	for (size_t i = 0; i < run->nr_phases && nr < hits; i++) {
		const struct sampling_phase *phase = run->phases[i];
		double until_s = fmin(phase_end_s(run, i), end_s);

		if (until_s <= now_s)
			continue;
		while (phase->ops_per_second && nr < hits) {
			now_s += exponential(run, 1 / phase->ops_per_second);
			if (now_s >= until_s)
				break;
			nr++;
			if (uniform(run) < phase->deep_share)
				run->now.ops[INTERVAL_DEPTH(2)]++;
			else
				run->now.ops[INTERVAL_DEPTH(1)]++;
		}
		if (nr < hits)
			now_s = until_s;
	}
	sample.last_hit = nr == hits ? hits : 0;
	sample.open_ns = (fmin(now_s, end_s) - at_s) * NS_PER_SECOND;
	run->now.armed_ns += sample.open_ns;
	mapgc_pace_note(&run->pace, nr, sample.open_ns);
	mapgc_governor_armed(&run->governor, ARMING_NS);
	mapgc_governor_pay(&run->governor, nr, ARMING_NS);
	return sample;
}

static void scale(struct run *run, const struct mapgc_sample *sample)
{
	struct interval *now = &run->now;

	now->ops[INTERVAL_KIND(MAPGC_OP_READ)] =
		now->ops[INTERVAL_DEPTH(1)] + now->ops[INTERVAL_DEPTH(2)];
	mapgc_estimate_scale(&run->flat, now->ops[INTERVAL_DEPTH(1)], sample);
	mapgc_estimate_scale(&run->deep, now->ops[INTERVAL_DEPTH(2)], sample);
	now->scaled[INTERVAL_DEPTH(1)] = run->flat.ops;
	now->scaled[INTERVAL_DEPTH(2)] = run->deep.ops;
	now->scaled[INTERVAL_KIND(MAPGC_OP_READ)] = run->flat.ops + run->deep.ops;
	now->scaled_hits = run->flat.ops + run->deep.ops;
	now->sampled_ns += sample->period_ns;
	now->sampled_cpu_ns += sample->cpu_ns;
}

/* As begin_period() and what follows in module/arm.c; returns when the next one begins. */
static double period(struct run *run, double begin_s)
{
	uint64_t begin_cpu_ns = run->governor.cpu_ns;
	struct mapgc_sample sample;
	double length_s, at_s;
	uint32_t hits;

	if (!mapgc_governor_grant(&run->governor)) {
		look(run, begin_s + PERIOD_S);
		return begin_s + PERIOD_S;
	}
	length_s = mapgc_governor_period_ns(&run->governor, PERIOD_S * NS_PER_SECOND,
					    LONGEST_S * NS_PER_SECOND) / NS_PER_SECOND;
	at_s = begin_s + uniform(run) * (length_s - WINDOW_S);
	look(run, at_s);
	hits = mapgc_governor_grant(&run->governor);
	if (hits)
		sample = open_window(run, at_s, hits);
	look(run, begin_s + length_s);
	if (hits) {
		sample.period_ns = length_s * NS_PER_SECOND;
		sample.cpu_ns = run->governor.cpu_ns - begin_cpu_ns;
		scale(run, &sample);
	}
	return begin_s + length_s;
}

#define MEMBERS	(sizeof(struct interval) / sizeof(uint64_t))

static void subtract(const struct interval *prev, const struct interval *now,
		     struct interval *ret)
{
	uint64_t a[MEMBERS], b[MEMBERS];

	memcpy(a, prev, sizeof(a));
	memcpy(b, now, sizeof(b));
	for (size_t i = 0; i < MEMBERS; i++)
		b[i] -= a[i];
	memcpy(ret, b, sizeof(b));
	ret->elapsed_ns = NS_PER_SECOND;
	ret->hit_cost_ns = HIT_COST_NS;
}

static void tell_truth(const struct run *run, double end_s, double *rate, double *share)
{
	double ops = 0, deep = 0;

	for (size_t i = 0; i < run->nr_phases; i++) {
		double now = run->phases[i]->ops_per_second * overlap_s(run, i, 0, end_s);

		ops += now;
		deep += now * run->phases[i]->deep_share;
	}
	*rate = ops / end_s;
	*share = deep / ops;
}

void sampling_run(const struct sampling_program *program, unsigned int seed,
		  struct interval *intervals, size_t nr_seconds, double *true_rate,
		  double *true_share)
{
	const struct mapgc_attach_args args = {
		.window_hits = WINDOW_HITS, .budget_ppm = program->budget_ppm,
		.hit_cost_ns = HIT_COST_NS, .busy_hit_cost_ns = HIT_COST_NS, .busy_cpus = 2,
	};
	static struct run run;
	struct interval last;
	size_t done = 0;
	double at_s = 0;

	memset(&run, 0, sizeof(run));
	memset(&last, 0, sizeof(last));
	run.random = 88172645463325252ull + 2654435761ull * seed;
	plan(&run, program, nr_seconds);
	mapgc_governor_init(&run.governor, &args, NR_HOT);
	while (done < nr_seconds) {
		struct interval before = run.now;

		at_s = period(&run, at_s);
		/* The seconds until its end have seen nothing of it. */
		for (; done < nr_seconds && done + 1 <= at_s; done++) {
			subtract(&last, &before, &intervals[done]);
			last = before;
		}
	}
	tell_truth(&run, nr_seconds, true_rate, true_share);
}
