// SPDX-License-Identifier: GPL-2.0
/*
 * Signals from all sides while probes fire, as Go's runtime sends SIGURG and a
 * profiler SIGPROF. Handlers run into the same probes, in the middle of an operation, and
 * end that a thread is held; readers come and go meanwhile.
 */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "crew.h"
#include "storm.h"

#define WORKERS		2
#define THREADS		3

enum mark { URGED, PROFILED, STOPPED, CAME, HELD };

static void on_signal(int number)
{
	tally_mark(number == SIGURG ? URGED : PROFILED);
	tally_op(MAPGC_OP_DELETE, 3);
}

static void *work_in_thread(void *arg)
{
	unsigned int i;

	for (i = 0; !crew_is_over(); i++) {
		tally_any(i);
		if (i % 16 == 0)
			syscall(SYS_tgkill, getpid(), gettid(), SIGURG);
	}
	return arg;
}

static int work(void)
{
	const struct itimerval often = { { 0, 2000 }, { 0, 2000 } };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	pthread_t threads[THREADS];
	unsigned int i;

	sigaction(SIGURG, &action, NULL);
	sigaction(SIGPROF, &action, NULL);
	setitimer(ITIMER_PROF, &often, NULL);
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, work_in_thread, NULL))
			return 1;
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	/* From here on nothing may interrupt: somebody looks at the counters. */
	signal(SIGURG, SIG_IGN);
	signal(SIGPROF, SIG_IGN);
	return 0;
}

static void pester(pid_t pid)
{
	unsigned int i;

	for (i = storm_chance(200); i; i--)
		kill(pid, SIGURG);
	kill(pid, SIGSTOP);
	tally_mark(STOPPED);
	usleep(storm_chance(5000));
	kill(pid, SIGCONT);
}

/* Probes come and go in a process that may be stopped at one of them. */
static void come_and_go(pid_t pid)
{
	uint32_t flags = storm_chance(2) ? MAPGC_ATTACH_EXACT : 0;
	int device = device_open();

	kill(pid, SIGSTOP);
	storm_attach(device, flags, pid);
	kill(pid, SIGCONT);
	pester(pid);
	kill(pid, SIGSTOP);
	close(device);
	kill(pid, SIGCONT);
	tally_mark(CAME);
}

/* All its map functions are loud, so its windows hold its threads. */
static void look_whether_held(uint32_t id)
{
	struct mapgc_snapshot_args args;

	if (!device_snapshot(storm_device, id, &args) && args.held_ns)
		tally_mark(HELD);
}

int main(void)
{
	struct crew crew;
	uint32_t id, held_id;
	unsigned int i;

	storm_begin(HELD + 1);
	crew_start(&crew, WORKERS, work);
	id = crew_attach(&crew);
	held_id = storm_attach(storm_device, STORM_GOVERNED, crew.pids[0]);
	crew_go();
	for (i = 0; storm_goes_on(); i++) {
		come_and_go(crew.pids[i % crew.nr]);
		look_whether_held(held_id);
	}
	device_detach(storm_device, held_id);
	crew_rest(&crew);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all(),
		   "%lu SIGURG and %lu SIGPROF handled, %lu times stopped, %lu readers, held in %lu",
		   tally_marked(URGED), tally_marked(PROFILED), tally_marked(STOPPED),
		   tally_marked(CAME), tally_marked(HELD));
	device_detach(storm_device, id);
	crew_dismiss(&crew);
	return storm_end();
}
