// SPDX-License-Identifier: GPL-2.0
#include "synth/sampling.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "cmd/sampling.h"
#include "module/estimate.h"
#include "module/governor.h"
#include "module/loudness.h"
#include "module/pace.h"

#define NS_PER_SECOND	1e9
#define PERIOD_S	(SAMPLING_PERIOD_MS / 1000.0)
#define WINDOW_S	PERIOD_S

/* As in module/period.c. */
#define PERIOD_CHANCE	(1.0 / MAPGC_PERIOD_CHANCE)
#define LONGEST_S	(MAPGC_BUDGET_PERIOD_MS / 1000.0 / (1 + PERIOD_CHANCE))

#define HIT_COST_NS	1000
#define ARMING_NS	1500000
#define NR_HOT		20
#define STEADY_PART	4	/* as in module/period.c */

/* More phases than any program has in a minute. */
#define PHASES_MAX	8192

const struct sampling_program sampling_programs[] = {
	{ "steady", { { 9, 20000, 0.3, 1, 0 } }, 10000 },
	{ "quiet", { { 9, 300, 0.3, 0.5, 0 } }, 10000 },
	{ "waves", { { 2, 40000, 0.2, 1, 0 }, { 1, 4000, 0.6, 0.8, 0 } }, 10000 },
	{ "bursts", { { 0.05, 900000, 0.5, 1.5, 0 }, { 0.1, 5000, 0.1, 0.7, 0 } }, 10000 },
	{ "mostly idle", { { 0.3, 60000, 0.4, 1, 0 }, { 0.5, 0, 0, 0.01, 0 } }, 10000 },
	{ "small budget", { { 9, 50000, 0.3, 2, 0 } }, 2000 },
	{ "rare beside loud", { { 5, 200000, 0.3, 1.5, 50 }, { 1, 20000, 0.3, 1, 5 } }, 10000 },
	{ "rare gets loud", { { 3, 20000, 0.3, 1, 20 }, { 0.3, 20000, 0.3, 1, 20000 } }, 10000 },
	{ "light", { { 9, 3000, 0.3, 0.5, 0 } }, 10000 },
	{ "requests", { { 0.02, 10, 0.3, 0.1, 0 }, { 0.002, 100000, 0.5, 1, 0 } }, 10000 },
	{ NULL, { { 0, 0, 0, 0, 0 } }, 0 },
};

const struct sampling_program sampling_missed_programs[] = {
	{ "a burst in eight seconds, idle",
	  { { 0.2, 100000, 0.5, 1, 0 }, { 8, 100, 0.1, 0.05, 0 } }, 10000 },
	{ "a burst in eight seconds, busy",
	  { { 0.2, 300000, 0.5, 1, 0 }, { 8, 3000, 0.1, 0.8, 0 } }, 10000 },
	{ "a second's work in twelve, idle",
	  { { 1, 200000, 0.5, 1, 0 }, { 12, 0, 0, 0.002, 0 } }, 10000 },
	{ "a second's work in twelve, busy",
	  { { 1, 200000, 0.5, 1, 0 }, { 12, 0, 0, 1, 0 } }, 10000 },
	{ "little CPU time",
	  { { 0.5, 8000, 0.3, 0.2, 0 }, { 2, 200, 0.6, 0.02, 0 } }, 10000 },
	{ NULL, { { 0, 0, 0, 0, 0 } }, 0 },
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
 * @rare: deletions seen in windows
 * @steady: those seen while their probe was armed all the time
 * @flat_ops: what @flat scales
 * @rare_ops: what @rare scales
 * @steady_ops: what @steady scales
 * @loudness: of the function that deletes
 * @is_quiet: its probe stays armed, once the next period begins
 * @is_steady: it is, in this period
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
	struct mapgc_scaled rare;
	struct mapgc_scaled steady;
	uint64_t flat_ops;
	uint64_t rare_ops;
	uint64_t steady_ops;
	struct mapgc_loudness loudness;
	bool is_quiet;
	bool is_steady;
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

/* One that is on at any moment: of an exponential length no less is left than there was. */
static const struct sampling_phase *any_phase(struct run *run,
					      const struct sampling_program *program)
{
	const struct sampling_phase *phase;
	double mean_s = 0;

	for (phase = program->phases; phase->mean_s; phase++)
		mean_s += phase->mean_s;
	mean_s *= uniform(run);
	for (phase = program->phases; mean_s > phase->mean_s; phase++)
		mean_s -= phase->mean_s;
	return phase;
}

static void plan(struct run *run, const struct sampling_program *program, double end_s)
{
	const struct sampling_phase *phase = any_phase(run, program);
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

/* The one that is on at @at_s. */
static size_t phase_at(const struct run *run, double at_s)
{
	size_t low = 0, high = run->nr_phases;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (run->begin_s[middle] <= at_s)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static double overlap_s(const struct run *run, size_t i, double from_s, double to_s)
{
	return fmax(0, fmin(phase_end_s(run, i), to_s) - fmax(run->begin_s[i], from_s));
}

static double cpu_s(const struct run *run, double from_s, double to_s)
{
	double sum = 0;

	for (size_t i = phase_at(run, from_s); i < run->nr_phases && run->begin_s[i] < to_s; i++)
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

/* One hit of those that a phase has in a window, @rate of them in a second. */
static void count(struct run *run, const struct sampling_phase *phase, double rate)
{
	if (uniform(run) * rate >= phase->ops_per_second)
		run->rare_ops++;
	else if (uniform(run) < phase->deep_share)
		run->now.ops[INTERVAL_DEPTH(2)]++;
	else
		run->flat_ops++;
}

static double window_s(const struct run *run, uint32_t hits)
{
	return mapgc_pace_window_ns(&run->pace, WINDOW_S * NS_PER_SECOND, hits) / NS_PER_SECOND;
}

/* Counts what a window sees from @at_s on, until its time or its hits are over. */
static struct mapgc_sample open_window(struct run *run, double at_s, uint32_t hits)
{
	double now_s = at_s, end_s = at_s + window_s(run, hits);
	struct mapgc_sample sample = { 0 };
	uint32_t nr = 0;

	for (size_t i = phase_at(run, at_s); now_s < end_s && nr < hits; i++) {
		const struct sampling_phase *phase = run->phases[i];
		double until_s = fmin(phase_end_s(run, i), end_s), rate = phase->ops_per_second;

		if (!run->is_steady)
			rate += phase->rare_per_second;
		while (rate && nr < hits) {
			now_s += exponential(run, 1 / rate);
			if (now_s >= until_s)
				break;
			nr++;
			count(run, phase, rate);
		}
		if (nr < hits)
			now_s = until_s;
	}
	sample.last_hit = nr == hits ? hits : 0;
	sample.open_ns = (fmin(now_s, end_s) - at_s) * NS_PER_SECOND;
	run->now.armed_ns += sample.open_ns;
	mapgc_pace_note(&run->pace, nr, sample.open_ns, sample.last_hit);
	mapgc_governor_armed(&run->governor, ARMING_NS);
	mapgc_governor_pay(&run->governor, nr, ARMING_NS);
	return sample;
}

/*
 * Counts deletions from @from_s to @to_s, until they were @hits; then the gate is shut for the
 * rest of the period.
 */
static struct mapgc_sample count_steady(struct run *run, double from_s, double to_s,
					uint32_t hits)
{
	struct mapgc_sample sample = { 0 };
	uint32_t nr = 0;

	for (size_t i = phase_at(run, from_s); i < run->nr_phases && nr < hits; i++) {
		double rate = run->phases[i]->rare_per_second, at_s = fmax(run->begin_s[i], from_s);
		double until_s = fmin(phase_end_s(run, i), to_s);

		while (rate && nr < hits && (at_s += exponential(run, 1 / rate)) < until_s)
			if (++nr == hits)
				to_s = at_s;
	}
	run->steady_ops += nr;
	mapgc_governor_pay(&run->governor, nr, 0);
	sample.last_hit = nr == hits ? hits : 0;
	sample.open_ns = (to_s - from_s) * NS_PER_SECOND;
	return sample;
}

static void scale(struct run *run, const struct mapgc_sample *sample,
		  const struct mapgc_sample *steady)
{
	struct interval *now = &run->now;
	uint64_t rare;

	mapgc_estimate_scale(&run->flat, run->flat_ops, sample);
	mapgc_estimate_scale(&run->deep, now->ops[INTERVAL_DEPTH(2)], sample);
	mapgc_estimate_scale(&run->rare, run->rare_ops, sample);
	mapgc_estimate_scale(&run->steady, run->steady_ops, steady);
	rare = run->rare.ops + run->steady.ops;
	now->ops[INTERVAL_KIND(MAPGC_OP_DELETE)] = run->rare_ops + run->steady_ops;
	now->ops[INTERVAL_KIND(MAPGC_OP_READ)] = run->flat_ops + now->ops[INTERVAL_DEPTH(2)];
	now->ops[INTERVAL_DEPTH(1)] =
		run->flat_ops + now->ops[INTERVAL_KIND(MAPGC_OP_DELETE)];
	now->scaled[INTERVAL_KIND(MAPGC_OP_DELETE)] = rare;
	now->scaled[INTERVAL_KIND(MAPGC_OP_READ)] = run->flat.ops + run->deep.ops;
	now->scaled[INTERVAL_DEPTH(1)] = run->flat.ops + rare;
	now->scaled[INTERVAL_DEPTH(2)] = run->deep.ops;
	now->scaled_hits = run->flat.ops + run->deep.ops + run->rare.ops;
	now->sampled_ns += sample->period_ns;
	now->sampled_cpu_ns += sample->cpu_ns;
}

/* Those of a period that is in no estimate. */
static void drop_steady(struct run *run)
{
	const struct mapgc_sample none = { 0 };

	mapgc_estimate_scale(&run->steady, run->steady_ops, &none);
}

/* After the period's window; see module/steady.c. */
static void judge(struct run *run, uint64_t rare_ops, const struct mapgc_sample *sample,
		  uint64_t hits_per_s)
{
	mapgc_loudness_note(&run->loudness, rare_ops, sample->open_ns);
	mapgc_loudness_choose(&run->loudness, 1, hits_per_s, &run->is_quiet);
}

/* What is seen in a period from @begin_s to @end_s, with a window in it at @at_s. */
static void see(struct run *run, double begin_s, double at_s, double end_s,
		uint32_t steady_hits)
{
	uint64_t begin_cpu_ns = run->governor.cpu_ns, rare_ops = run->rare_ops;
	uint64_t steady_ops = run->steady_ops;
	struct mapgc_sample steady = { 0 }, sample;
	uint32_t hits;

	look(run, at_s);
	hits = mapgc_governor_grant(&run->governor);
	if (!hits) {
		drop_steady(run);
		look(run, end_s);
		return;
	}
	sample = open_window(run, at_s, run->is_steady ? hits - hits / STEADY_PART : hits);
	if (run->is_steady)
		steady = count_steady(run, begin_s, end_s, steady_hits);
	look(run, end_s);
	sample.period_ns = (end_s - begin_s) * NS_PER_SECOND;
	sample.cpu_ns = run->governor.cpu_ns - begin_cpu_ns;
	steady.period_ns = sample.period_ns;
	steady.cpu_ns = sample.cpu_ns;
	scale(run, &sample, &steady);
	judge(run, run->is_steady ? run->steady_ops - steady_ops : run->rare_ops - rare_ops,
	      run->is_steady ? &steady : &sample, steady_hits / 2 / (end_s - begin_s));
	run->is_quiet = run->is_quiet && !steady.last_hit;
}

/* As begin_period() and what follows in module/period.c; returns when the next one begins. */
static double period(struct run *run, double begin_s)
{
	uint32_t hits = mapgc_governor_grant(&run->governor);
	double length_s, end_s;

	if (!hits) {
		drop_steady(run);
		look(run, begin_s + PERIOD_S);
		return begin_s + PERIOD_S;
	}
	length_s = mapgc_governor_period_ns(&run->governor, PERIOD_S * NS_PER_SECOND,
					    LONGEST_S * NS_PER_SECOND) / NS_PER_SECOND;
	length_s += uniform(run) * length_s * PERIOD_CHANCE;
	end_s = begin_s + length_s;
	run->is_steady = run->is_quiet;
	see(run, begin_s, begin_s + uniform(run) * (length_s - window_s(run, SAMPLING_WINDOW_HITS)),
	    end_s, hits / STEADY_PART);
	return end_s;
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

/**
 * struct work - operations in some time
 * @time_s: that
 * @ops: reads
 * @deep: those at depth 2
 * @rare: deletions
 */
struct work {
	double time_s;
	double ops;
	double deep;
	double rare;
};

static void add(struct work *work, const struct sampling_phase *phase, double length_s)
{
	work->time_s += length_s;
	work->ops += phase->ops_per_second * length_s;
	work->deep += phase->ops_per_second * phase->deep_share * length_s;
	work->rare += phase->rare_per_second * length_s;
}

static struct sampling_truth truth_of(const struct work *work)
{
	return (struct sampling_truth){ work->ops / work->time_s,
					work->deep / (work->ops + work->rare),
					work->rare / work->time_s };
}

struct sampling_truth sampling_lasting(const struct sampling_program *program)
{
	struct work work = { 0 };

	for (const struct sampling_phase *phase = program->phases; phase->mean_s; phase++)
		add(&work, phase, phase->mean_s);
	return truth_of(&work);
}

static struct sampling_truth truth(const struct run *run, double end_s)
{
	struct work work = { 0 };

	for (size_t i = 0; i < run->nr_phases; i++)
		add(&work, run->phases[i], overlap_s(run, i, 0, end_s));
	return truth_of(&work);
}

struct sampling_truth sampling_run(const struct sampling_program *program, unsigned int seed,
				   struct interval *intervals, size_t nr_seconds)
{
	const struct mapgc_attach_args args = {
		.window_hits = SAMPLING_WINDOW_HITS, .budget_ppm = program->budget_ppm,
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
	return truth(&run, nr_seconds);
}
