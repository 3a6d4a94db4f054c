// SPDX-License-Identifier: GPL-2.0
#include "calibrate/crew.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "calibrate/loop.h"

/* A round is short enough to be over before the scheduler comes, most times. */
#define ROUNDS		9
#define ROUND_HITS	500

enum gate {
	GATE_SHUT,
	GATE_OPEN,	/* all are there */
	GATE_CANCELLED,	/* not all could be started */
};

/**
 * struct start - what the members wait for, to begin together
 * @lock: protects @gate
 * @turned: it is shut no more
 * @gate: enum gate
 */
struct start {
	pthread_mutex_t lock;
	pthread_cond_t turned;
	enum gate gate;
};

/**
 * struct member - one thread
 * @thread: its handle
 * @start: of all of them
 * @rounds_ns: CPU time of a turn, of each round
 */
struct member {
	pthread_t thread;
	struct start *start;
	double rounds_ns[ROUNDS];
};

static double cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void run_rounds(double rounds_ns[ROUNDS])
{
	/* A goroutine whose stack has no lower limit and ends at the highest address. */
	static const uint64_t g[] = { 0, UINT64_MAX, 0, 0 }, type[16];

	for (int i = 0; i < ROUNDS; i++) {
		double begin_ns = cpu_ns();

		calibrate_loop(ROUND_HITS, type, g);
		rounds_ns[i] = (cpu_ns() - begin_ns) / ROUND_HITS;
	}
}

static enum gate wait_at(struct start *start)
{
	enum gate gate;

	pthread_mutex_lock(&start->lock);
	while (start->gate == GATE_SHUT)
		pthread_cond_wait(&start->turned, &start->lock);
	gate = start->gate;
	pthread_mutex_unlock(&start->lock);
	return gate;
}

static void turn(struct start *start, enum gate gate)
{
	pthread_mutex_lock(&start->lock);
	start->gate = gate;
	pthread_cond_broadcast(&start->turned);
	pthread_mutex_unlock(&start->lock);
}

static void *run_member(void *arg)
{
	struct member *member = arg;

	if (wait_at(member->start) == GATE_OPEN)
		run_rounds(member->rounds_ns);
	return NULL;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double median(double *values, size_t nr)
{
	qsort(values, nr, sizeof(*values), compare);
	return values[nr / 2];
}

static uint32_t start_all(struct member *members, uint32_t nr, struct start *start)
{
	uint32_t i;

	for (i = 0; i < nr; i++) {
		members[i].start = start;
		if (pthread_create(&members[i].thread, NULL, run_member, &members[i]))
			break;
	}
	return i;
}

static int run_crew(struct member *members, double *values, uint32_t nr)
{
	struct start start = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, GATE_SHUT };
	uint32_t nr_started = start_all(members, nr, &start);

	turn(&start, nr_started == nr ? GATE_OPEN : GATE_CANCELLED);
	for (uint32_t i = 0; i < nr_started; i++) {
		pthread_join(members[i].thread, NULL);
		for (int k = 0; k < ROUNDS; k++)
			values[i * ROUNDS + k] = members[i].rounds_ns[k];
	}
	return nr_started == nr ? 0 : -EAGAIN;
}

int crew_measure(uint32_t nr_threads, double *ret_ns)
{
	struct member *members = calloc(nr_threads, sizeof(*members));
	double *values = calloc(nr_threads, ROUNDS * sizeof(*values));
	int code = members && values ? run_crew(members, values, nr_threads) : -ENOMEM;

	if (!code)
		*ret_ns = median(values, (size_t)nr_threads * ROUNDS);
	free(members);
	free(values);
	return code;
}
