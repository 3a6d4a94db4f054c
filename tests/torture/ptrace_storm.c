// SPDX-License-Identifier: GPL-2.0
/*
 * A debugger comes and goes while probes fire: attaches, seizes, reads code and
 * registers, steps over probed instructions one by one, detaches, or is killed.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crew.h"
#include "storm.h"

#define WORKERS		2
#define STEPS		300

enum mark { TRACED, AT_PROBE, CAME, STEPPED, KILLED, ODD };

static struct crew crew;

static int work(void)
{
	unsigned int i;

	for (i = 0; !crew_is_over(); i++) {
		tally_any(i);
		if (i % 64 == 0)
			tally_pause(i & 64, 2000);
	}
	return 0;
}

static bool is_probed(uint64_t address)
{
	unsigned int i;

	for (i = 0; i < SPECIMEN_SITES; i++)
		if (storm_specimen.sites[i].va == address)
			return true;
	return false;
}

/* What is no stop of ours is the target's own, and is handed on. */
static bool await_stop(pid_t pid, int request)
{
	int status;

	while (waitpid(pid, &status, __WALL) == pid && WIFSTOPPED(status)) {
		if (WSTOPSIG(status) == SIGTRAP || WSTOPSIG(status) == SIGSTOP)
			return true;
		ptrace(request, pid, NULL, WSTOPSIG(status));
	}
	return false;
}

static void step(pid_t pid)
{
	struct user_regs_struct regs;
	unsigned int i, steps = storm_chance(STEPS);

	for (i = 0; i < steps; i++) {
		if (ptrace(PTRACE_GETREGS, pid, NULL, &regs))
			return;
		if (is_probed(regs.rip))
			tally_mark(AT_PROBE);
		if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) ||
		    !await_stop(pid, PTRACE_SINGLESTEP)) {
			tally_mark(ODD);
			return;
		}
		tally_mark(STEPPED);
	}
}

/**
 * struct trace - what a debugger is to do
 * @pid: to whom
 * @does_step: before it goes by itself. One that is killed must not: the trap of a step
 *	that nobody takes any more kills the target, with probes or without.
 */
struct trace {
	pid_t pid;
	bool does_step;
};

static int trace_for_a_while(void *arg)
{
	const struct trace *trace = arg;
	pid_t pid = trace->pid;
	bool is_seizing = storm_chance(2);

	if (ptrace(is_seizing ? PTRACE_SEIZE : PTRACE_ATTACH, pid, NULL, NULL))
		return 1;
	if (is_seizing && ptrace(PTRACE_INTERRUPT, pid, NULL, NULL))
		return 1;
	if (!await_stop(pid, PTRACE_CONT))
		return 1;
	tally_mark(TRACED);
	errno = 0;
	ptrace(PTRACE_PEEKTEXT, pid, (void *)(uintptr_t)storm_specimen.sites[0].va, NULL);
	if (errno)
		tally_mark(ODD);
	if (!trace->does_step)
		pause();
	step(pid);
	return ptrace(PTRACE_DETACH, pid, NULL, NULL) != 0;
}

/* The other worker is watched by a reader that comes and goes as the debugger does. */
static void come_and_go(pid_t pid)
{
	struct trace trace = { pid, storm_chance(4) };
	pid_t tracer = storm_spawn(trace_for_a_while, &trace);
	int status, device = device_open();

	storm_attach(device, storm_chance(2) ? MAPGC_ATTACH_EXACT : 0, pid);
	tally_mark(CAME);
	if (!trace.does_step) {
		usleep(storm_chance(10000));
		kill(tracer, SIGKILL);
	}
	close(device);
	waitpid(tracer, &status, 0);
	if (WIFSIGNALED(status))
		tally_mark(KILLED);
	else if (WEXITSTATUS(status))
		tally_mark(ODD);
	/* A debugger that was killed in between may leave a stop behind. */
	kill(pid, SIGCONT);
}

int main(void)
{
	unsigned int i;
	uint32_t id;

	storm_begin(CAME + 1);
	crew_start(&crew, WORKERS, work);
	id = crew_attach(&crew);
	crew_go();
	for (i = 0; storm_goes_on(); i++)
		come_and_go(crew.pids[i % crew.nr]);
	crew_rest(&crew);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all() && !tally_marked(ODD),
		   "%lu debuggers, %lu killed, %lu steps, %lu at probes, %lu readers, %lu odd",
		   tally_marked(TRACED), tally_marked(KILLED),
		   tally_marked(STEPPED), tally_marked(AT_PROBE), tally_marked(CAME),
		   tally_marked(ODD));
	device_detach(storm_device, id);
	crew_dismiss(&crew);
	return storm_end();
}
