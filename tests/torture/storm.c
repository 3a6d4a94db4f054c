// SPDX-License-Identifier: GPL-2.0
#include "storm.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

#define SECONDS_DEFAULT		2
#define ROUNDS_LEAST		6	/* however slow the machine is */
#define PATIENCE_SECONDS	30
#define LACK_SECONDS		120	/* more for what is still to be seen */
#define WINDOW_MS		10
#define PERIOD_MS		20
#define WINDOW_HITS		1000
#define HIT_COST_NS		2000

int storm_device;
struct specimen storm_specimen;
struct mapgc_snapshot_args storm_figures;

static time_t length_s = SECONDS_DEFAULT;
static time_t end_s;
static unsigned int wanted_marks;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static time_t now_s(void)
{
	return now_ns() / 1000000000;
}

static void bail_out(const char *what, int err)
{
	printf("Bail out! %s: %s %s\n", what, strerror(err), device_line);
	exit(1);
}

void storm_begin(unsigned int nr_marks)
{
	const char *seconds = getenv("MAPGC_TORTURE_SECONDS");
	int err;

	if (!tally_create())
		bail_out("tally", errno);
	wanted_marks = nr_marks;
	storm_device = device_open();
	if (storm_device < 0)
		bail_out("/dev/mapgc", -storm_device);
	err = specimen_fill(&storm_specimen);
	if (err)
		bail_out("specimen", -err);
	if (seconds)
		length_s = strtol(seconds, NULL, 0);
}

unsigned int storm_seconds(void)
{
	return length_s;
}

bool storm_has_seen_all(void)
{
	unsigned int i;

	for (i = 0; i < wanted_marks; i++)
		if (!tally_marked(i))
			return false;
	return true;
}

bool storm_goes_on(void)
{
	static unsigned int rounds;

	if (!end_s)
		end_s = now_s() + length_s;
	return rounds++ < ROUNDS_LEAST || now_s() < end_s ||
	       (!storm_has_seen_all() && now_s() < end_s + LACK_SECONDS);
}

long storm_try_attach(int device, uint32_t flags, pid_t pid)
{
	struct mapgc_attach_args args = storm_specimen.args;
	uint32_t pids[1] = { pid };

	args.hdr.flags = flags;
	args.pids = (uintptr_t)pids;
	if (!(flags & MAPGC_ATTACH_EXACT)) {
		args.window_ms = WINDOW_MS;
		args.period_ms = PERIOD_MS;
		args.window_hits = WINDOW_HITS;
	}
	if (flags == STORM_GOVERNED) {
		args.hdr.flags = 0;
		args.budget_ppm = MAPGC_BUDGET_PPM_MAX;
		args.hit_cost_ns = HIT_COST_NS;
		args.busy_hit_cost_ns = HIT_COST_NS;
		args.busy_cpus = 1;
	}
	return device_attach(device, &args);
}

uint32_t storm_attach(int device, uint32_t flags, pid_t pid)
{
	long id = storm_try_attach(device, flags, pid);

	if (id < 0)
		bail_out("attach", -id);
	return id;
}

pid_t storm_spawn(int (*life)(void *arg), void *arg)
{
	pid_t pid, parent = getpid(), seen;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		bail_out("fork", errno);
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have gone before that. From a namespace of one's own nobody is seen. */
	seen = getppid();
	if (seen && seen != parent)
		_exit(1);
	_exit(life(arg));
}

bool storm_reap(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		tap_note("process %d is not ours", (int)pid);
	else if (WIFSIGNALED(status))
		tap_note("process %d ended by signal %d", (int)pid, WTERMSIG(status));
	else if (WEXITSTATUS(status))
		tap_note("process %d ended with status %d", (int)pid, WEXITSTATUS(status));
	else
		return true;
	return false;
}

uint32_t storm_chance(uint32_t limit)
{
	static __thread uint64_t state;

	/* The first process of any process id namespace is 1: the time is another one. */
	if (!state)
		state = ((uint64_t)gettid() + now_ns()) * 0x9e3779b97f4a7c15 | 1;
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 32) % limit;
}

bool storm_settles(uint32_t id)
{
	time_t until_s = now_s() + PATIENCE_SECONDS;

	while (now_s() < until_s) {
		if (device_snapshot(storm_device, id, &storm_figures))
			return false;
		if (tally_agrees(&storm_figures, false))
			return true;
		usleep(1000);
	}
	return tally_agrees(&storm_figures, true);
}

int storm_end(void)
{
	long compared, changed = text_changed(getpid(), &compared);
	uint32_t id;

	tap_result(!device_list(storm_device, &id, 1), "no target is left");
	tap_result(!changed, "%ld bytes of code compared", compared);
	if (changed)
		tap_note("%ld bytes differ", changed);
	return tap_end();
}
