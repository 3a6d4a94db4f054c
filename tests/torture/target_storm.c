// SPDX-License-Identifier: GPL-2.0
/*
 * usage: target_storm		the storm
 *        target_storm again	what its targets execute: some operations more
 *
 * Targets that fork, clone, execute themselves and others, lose threads, exit and
 * are killed, all of them in the middle of operations and pauses. Attached to every
 * process of the program all the time: what they say they did is what was counted.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storm.h"

#define LIVES		10	/* at once */
#define OPS_MAX		60
#define THREADS		4

enum mark { FORKED, EXECED, EXECED_OTHER, THREADED, DIED, KILLED };

static void work_a_little(void)
{
	unsigned int i, ops = storm_chance(OPS_MAX);

	for (i = 0; i < ops; i++)
		tally_any(i);
}

/* The world stops once at a time: not for those who share their memory. */
static void work_and_pause(void)
{
	work_a_little();
	tally_pause(storm_chance(2), 3000);
}

static int live_and_fork(void)
{
	pid_t child;

	work_and_pause();
	child = fork();
	work_and_pause();
	if (!child)
		return 0;
	tally_mark(FORKED);
	work_and_pause();
	return waitpid(child, NULL, 0) != child;
}

static int execute(void)
{
	tally_mark(EXECED);
	execl("/proc/self/exe", "target_storm", "again", NULL);
	return 1;
}

static int live_and_execute(void)
{
	work_and_pause();
	return execute();
}

static int live_and_execute_other(void)
{
	work_and_pause();
	tally_mark(EXECED_OTHER);
	execl("/bin/true", "true", NULL);
	return 1;
}

/* The child of vfork() works in its parent's memory. */
static __attribute__((noinline)) void vfork_once(bool does_execute)
{
	pid_t child = vfork();

	if (!child) {
		tally_op(MAPGC_OP_WRITE, 2);
		if (does_execute)
			execl("/bin/true", "true", NULL);
		_exit(0);
	}
	tally_mark(FORKED);
	waitpid(child, NULL, 0);
}

static int live_and_vfork(void)
{
	int i;

	for (i = 0; i < 4; i++) {
		work_and_pause();
		vfork_once(i % 2);
	}
	return 0;
}

static int work_in_clone(void *arg)
{
	(void)arg;
	work_a_little();
	return 0;
}

/* A process of its own, in the memory of another, at the same time. */
static int live_and_share(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	pid_t child = clone(work_in_clone, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);

	work_a_little();
	tally_mark(FORKED);
	return waitpid(child, NULL, 0) != child;
}

static void *work_in_thread(void *arg)
{
	work_a_little();
	if (arg && storm_chance(2))
		syscall(SYS_exit_group, 0);
	return NULL;
}

/* Each thread ends when it likes; the first one before the others, or all at once. */
static int live_with_threads(void)
{
	bool is_sudden = storm_chance(2);
	pthread_t thread;
	int i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&thread, NULL, work_in_thread, is_sudden ? &thread : NULL);
	tally_mark(THREADED);
	work_a_little();
	pthread_exit(NULL);
}

static void *execute_in_thread(void *arg)
{
	(void)arg;
	work_a_little();
	execute();
	return NULL;
}

static int live_with_threads_and_execute(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, work_in_thread, NULL);
	pthread_create(&thread, NULL, execute_in_thread, NULL);
	while (!atomic_load(&tally->is_over))
		work_a_little();
	return 1;
}

static int live_and_die(void)
{
	work_and_pause();
	specimen_pause_step(MAPGC_ROLE_STOP, SPECIMEN_STUB_UNKNOWN);
	tally_mark(DIED);
	raise(SIGSEGV);
	return 1;
}

static int live_for_ever(void)
{
	while (!atomic_load(&tally->is_over))
		work_and_pause();
	return 1;
}

static int (*const lives[])(void) = {
	live_and_fork, live_and_execute, live_and_execute_other, live_and_vfork, live_and_share,
	live_with_threads, live_with_threads_and_execute, live_and_die, live_for_ever,
};

static int live(void *arg)
{
	const unsigned int *number = arg;

	/* Who ends them must get to it. */
	if (nice(10) < 0)
		return 1;
	return lives[*number % (sizeof(lives) / sizeof(lives[0]))]();
}

static void end_some(pid_t *pids)
{
	int status;
	unsigned int i;

	usleep(storm_chance(5000 << storm_chance(7)));
	i = storm_chance(LIVES);
	if (pids[i] && kill(pids[i], SIGKILL) == 0)
		tally_mark(KILLED);
	for (i = 0; i < LIVES; i++)
		if (pids[i] && waitpid(pids[i], &status, WNOHANG) == pids[i])
			pids[i] = 0;
}

static unsigned int live_all(void)
{
	pid_t pids[LIVES] = {};
	unsigned int i, number = 0;

	while (storm_goes_on()) {
		for (i = 0; i < LIVES; i++) {
			if (pids[i])
				continue;
			pids[i] = storm_spawn(live, &number);
			number++;
		}
		end_some(pids);
	}
	for (i = 0; i < LIVES; i++) {
		if (!pids[i])
			continue;
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
	return number;
}

/* Grandchildren may have lost their parents, and work on for a moment. */
static bool is_alone(uint32_t id)
{
	struct mapgc_target_args target;
	int patience_ms = 60000;

	do {
		usleep(1000);
		if (device_target(storm_device, id, NULL, 0, &target))
			return false;
	} while (target.nr_pids > 1 && --patience_ms);
	return target.nr_pids == 1;
}

int main(int argc, char **argv)
{
	unsigned int number;
	uint32_t id;

	(void)argv;
	if (argc > 1) {
		if (!tally_join())
			return 1;
		work_a_little();
		return 0;
	}
	storm_begin(KILLED + 1);
	id = storm_attach(storm_device, MAPGC_ATTACH_EXACT | MAPGC_ATTACH_ALL, getpid());
	number = live_all();
	tap_result(is_alone(id), "%u lives have ended", number);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all(),
		   "%lu forked, %lu executed, %lu others, %lu threaded, %lu died, %lu killed",
		   tally_marked(FORKED), tally_marked(EXECED),
		   tally_marked(EXECED_OTHER), tally_marked(THREADED), tally_marked(DIED),
		   tally_marked(KILLED));
	device_detach(storm_device, id);
	return storm_end();
}
