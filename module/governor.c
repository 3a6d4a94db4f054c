// SPDX-License-Identifier: GPL-2.0
#include "governor.h"

#define PPM		1000000
#define MILLI		1000

/* Before anything was measured: what arming and disarming a probe is taken to cost. */
#define ARMING_GUESS_NS	250000

/* Fewer hits than this are not worth their arming, unless a window has no more. */
#define USEFUL_HITS	64

/* An account holds at most so many windows. */
#define WINDOWS_SAVED	2

/* A window that costs more is not for any period that there can be. */
#define COST_MAX_US	8000000000ULL

/* As much as one look takes in: a quarter of an hour. */
#define EARN_MAX_NS	1000000000000ULL

static bool is_governed(const struct mapgc_governor *governor)
{
	return governor->budget_ppm;
}

void mapgc_governor_init(struct mapgc_governor *governor, const struct mapgc_attach_args *args,
			 u32 nr_hot)
{
	memset(governor, 0, sizeof(*governor));
	governor->budget_ppm = args->budget_ppm;
	governor->hit_cost_ns = args->hit_cost_ns;
	governor->busy_hit_cost_ns = args->busy_hit_cost_ns;
	governor->busy_cpus = args->busy_cpus;
	governor->window_hits = args->window_hits;
	/* Nothing is known of the target: the dearest. */
	governor->charged_hit_cost_ns = args->busy_hit_cost_ns;
	governor->expected_arming_ns = (u64)nr_hot * ARMING_GUESS_NS;
}

u64 mapgc_governor_hits_cost_ns(const struct mapgc_governor *governor)
{
	return (u64)governor->window_hits * governor->charged_hit_cost_ns;
}

static u64 window_cost_ns(const struct mapgc_governor *governor)
{
	return governor->expected_arming_ns + mapgc_governor_hits_cost_ns(governor);
}

/* Between the cost on one CPU and that on all that were measured, by those busy now. */
static void choose_hit_cost(struct mapgc_governor *governor)
{
	u64 most = (u64)governor->busy_cpus * MILLI, busy = governor->busy_milli;
	u64 more = governor->busy_hit_cost_ns - governor->hit_cost_ns;
	u32 cost_ns;

	if (busy >= most)
		cost_ns = governor->busy_hit_cost_ns;
	else if (busy <= MILLI)
		cost_ns = governor->hit_cost_ns;
	else
		cost_ns = governor->hit_cost_ns + more * (busy - MILLI) / (most - MILLI);
	WRITE_ONCE(governor->charged_hit_cost_ns, cost_ns);
}

/* Up at once, down by and by: a rate that falls earns less than was expected. */
static void follow_busy(struct mapgc_governor *governor, u64 cpu_ns, u64 elapsed_ns)
{
	const u64 most = MAPGC_BUSY_CPUS_MAX * MILLI;
	u64 now = most;

	/* Both are shortened alike, for the product. */
	while (cpu_ns > EARN_MAX_NS || elapsed_ns > EARN_MAX_NS) {
		cpu_ns >>= 1;
		elapsed_ns >>= 1;
	}
	if (!cpu_ns)
		now = 0;
	else if (elapsed_ns && cpu_ns * MILLI / elapsed_ns < most)
		now = cpu_ns * MILLI / elapsed_ns;
	if (now >= governor->busy_milli)
		governor->busy_milli = now;
	else
		governor->busy_milli -= (governor->busy_milli - now + 1) / 2;
}

void mapgc_governor_earn(struct mapgc_governor *governor, u64 cpu_ns, u64 elapsed_ns)
{
	u64 parts, most_ns;

	governor->cpu_ns += cpu_ns;
	if (!is_governed(governor))
		return;
	follow_busy(governor, cpu_ns, elapsed_ns);
	choose_hit_cost(governor);
	if (cpu_ns > EARN_MAX_NS)
		cpu_ns = EARN_MAX_NS;
	parts = cpu_ns * governor->budget_ppm + governor->earned_rest;
	governor->credit_ns += parts / PPM;
	governor->earned_rest = parts % PPM;
	most_ns = WINDOWS_SAVED * window_cost_ns(governor);
	if (governor->credit_ns > (s64)most_ns)
		governor->credit_ns = most_ns;
}

void mapgc_governor_pay(struct mapgc_governor *governor, u64 hits, u64 arming_ns)
{
	u64 cost_ns = hits * governor->charged_hit_cost_ns + arming_ns;

	if (!is_governed(governor))
		return;
	/* Snapshots read both without a lock. */
	WRITE_ONCE(governor->spent_ns, governor->spent_ns + cost_ns);
	WRITE_ONCE(governor->arming_ns, governor->arming_ns + arming_ns);
	governor->credit_ns -= cost_ns;
}

void mapgc_governor_armed(struct mapgc_governor *governor, u64 arming_ns)
{
	u64 less_ns = governor->expected_arming_ns - governor->expected_arming_ns / 8;

	governor->expected_arming_ns = arming_ns > less_ns ? arming_ns : less_ns;
}

u32 mapgc_governor_grant(const struct mapgc_governor *governor)
{
	s64 left_ns = governor->credit_ns - (s64)governor->expected_arming_ns;
	u32 useful = governor->window_hits < USEFUL_HITS ? governor->window_hits : USEFUL_HITS;
	u64 hits;

	if (!is_governed(governor))
		return governor->window_hits;
	if (left_ns <= 0)
		return 0;
	hits = (u64)left_ns / governor->charged_hit_cost_ns;
	if (hits < useful)
		return 0;
	return hits < governor->window_hits ? hits : governor->window_hits;
}

u64 mapgc_governor_period_ns(const struct mapgc_governor *governor, u64 shortest_ns,
			     u64 longest_ns)
{
	/* What is earned in a billion nanoseconds. */
	u64 rate = governor->busy_milli * governor->budget_ppm;
	u64 cost_us = window_cost_ns(governor) / 1000 + 1, period_ns;

	if (!is_governed(governor))
		return shortest_ns;
	if (!rate || cost_us > COST_MAX_US)
		return longest_ns;
	period_ns = cost_us * MILLI * PPM / rate * 1000;
	if (period_ns < shortest_ns)
		return shortest_ns;
	return period_ns < longest_ns ? period_ns : longest_ns;
}
