/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The budget of a target: an account in nanoseconds. CPU time of its processes earns a
 * share of itself; hits and arming are paid from it. A window is granted only what
 * the account already has, so that no change of rate can overdraw it, and an idle
 * target cannot save up for a long one.
 *
 * Pure. The caller keeps other users of the same account away, but for those who only read
 * what was charged and spent: each such member is written at once.
 */
#ifndef MAPGC_GOVERNOR_H
#define MAPGC_GOVERNOR_H

#include <linux/mapgc.h>

#include "types.h"

/**
 * struct mapgc_governor - the account of one target
 * @budget_ppm: as in struct mapgc_attach_args; 0: everything is granted, nothing is paid
 * @hit_cost_ns: the same
 * @busy_hit_cost_ns: the same
 * @busy_cpus: the same
 * @window_hits: most hits that are granted at once
 * @credit_ns: what can be spent; negative where a window cost more than was expected
 * @earned_rest: millionths of a nanosecond that are not in @credit_ns yet
 * @charged_hit_cost_ns: by the CPUs that were busy lately
 * @busy_milli: CPUs that the target kept busy lately, in thousandths
 * @expected_arming_ns: of one window, from those before
 * @cpu_ns: sum of what was earned from
 * @spent_ns: sum of what was paid
 * @arming_ns: of which for arming
 */
struct mapgc_governor {
	u32 budget_ppm;
	u32 hit_cost_ns;
	u32 busy_hit_cost_ns;
	u32 busy_cpus;
	u32 window_hits;
	s64 credit_ns;
	u32 earned_rest;
	u32 charged_hit_cost_ns;
	u64 busy_milli;
	u64 expected_arming_ns;
	u64 cpu_ns;
	u64 spent_ns;
	u64 arming_ns;
};

/**
 * mapgc_governor_init() - open an account, with nothing in it
 * @governor: the account
 * @args: budget, costs and window_hits, checked
 * @nr_hot: probes that a window arms
 */
void mapgc_governor_init(struct mapgc_governor *governor, const struct mapgc_attach_args *args,
			 u32 nr_hot);

/**
 * mapgc_governor_earn() - the target ran
 * @governor: the account
 * @cpu_ns: CPU time of its processes since the last call
 * @elapsed_ns: time since then
 */
void mapgc_governor_earn(struct mapgc_governor *governor, u64 cpu_ns, u64 elapsed_ns);

/**
 * mapgc_governor_pay() - the probes cost something
 * @governor: the account
 * @hits: of any probe, counted or not, since the last call
 * @arming_ns: CPU time of arming and disarming since then
 */
void mapgc_governor_pay(struct mapgc_governor *governor, u64 hits, u64 arming_ns);

/** mapgc_governor_armed() - a window cost so much to arm and disarm: the next will, too */
void mapgc_governor_armed(struct mapgc_governor *governor, u64 arming_ns);

/**
 * mapgc_governor_grant() - hits that the next window may have
 *
 * Return: up to window_hits; 0 where the account does not pay for a useful window yet.
 */
u32 mapgc_governor_grant(const struct mapgc_governor *governor);

/** mapgc_governor_hits_cost_ns() - of the most hits that are granted at once; 0 without a budget */
u64 mapgc_governor_hits_cost_ns(const struct mapgc_governor *governor);

/**
 * mapgc_governor_period_ns() - the time in which the next full window will be earned
 * @governor: the account
 * @shortest_ns: lower limit
 * @longest_ns: upper limit
 *
 * By the CPUs that are busy at present; with none the longest.
 */
u64 mapgc_governor_period_ns(const struct mapgc_governor *governor, u64 shortest_ns,
			     u64 longest_ns);

#endif /* MAPGC_GOVERNOR_H */
