/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs whose map operations are known for every moment, and what the module and a
 * reader make of them: with the module's own governor and scaling, and random numbers in
 * place of a running program. Hits do not slow these programs down.
 */
#ifndef MAPGC_SYNTH_SAMPLING_H
#define MAPGC_SYNTH_SAMPLING_H

#include <stddef.h>
#include <stdint.h>

#include "model/interval.h"

/**
 * struct sampling_phase - what a program does for some time
 * @mean_s: how long, on average; each time anew from an exponential distribution
 * @ops_per_second: reads, at random times
 * @deep_share: of those, at depth 2; the others are at depth 1
 * @busy: CPUs that it uses
 * @rare_per_second: deletions, at random times and at depth 1, by a function whose probe is
 *	armed all the time
 */
struct sampling_phase {
	double mean_s;
	double ops_per_second;
	double deep_share;
	double busy;
	double rare_per_second;
};

/**
 * struct sampling_program - a program
 * @name: for people; NULL behind the last one
 * @phases: one after the other, again and again; ends with one of no length
 * @budget_ppm: what it is watched with
 */
struct sampling_program {
	const char *name;
	struct sampling_phase phases[4];
	uint32_t budget_ppm;
};

/** sampling_programs - those that windows see enough of in a minute */
extern const struct sampling_program sampling_programs[];

/**
 * sampling_missed_programs - those of whose work much is in so short a time that few windows
 * meet it
 */
extern const struct sampling_program sampling_missed_programs[];

/**
 * struct sampling_truth - what a program did
 * @rate: reads per second
 * @share: of all operations, at depth 2
 * @rare_rate: deletions per second
 */
struct sampling_truth {
	double rate;
	double share;
	double rare_rate;
};

/** sampling_lasting() - what a program does in a very long time */
struct sampling_truth sampling_lasting(const struct sampling_program *program);

/**
 * sampling_run() - watch a program for some seconds
 * @program: which
 * @seed: another one is another run
 * @intervals: nr_seconds of them are filled, of a second each
 * @nr_seconds: how long
 *
 * Return: the truth, by the program's own plan.
 */
struct sampling_truth sampling_run(const struct sampling_program *program, unsigned int seed,
				   struct interval *intervals, size_t nr_seconds);

#endif /* MAPGC_SYNTH_SAMPLING_H */
