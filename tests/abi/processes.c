// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that come, fork, execute and go while they are watched.
 *
 * usage: processes		the test
 *        processes -		what it executes: one operation, and waiting for the end
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

static int device;
static struct specimen specimen;
static struct mapgc_snapshot_args figures;

/**
 * struct child - a process under test
 * @pid: its id
 * @to: writing a byte lets it take the next step
 * @from: a byte comes with every step it has done
 */
struct child {
	pid_t pid;
	int to;
	int from;
};

/* Waits for leave in a child; what it does next is the caller's. */
static void step(const int *go, const int *done)
{
	char byte = 0;

	if (write(done[1], &byte, 1) != 1 || read(go[0], &byte, 1) != 1)
		_exit(1);
}

static struct child start(void (*life)(const int *go, const int *done))
{
	struct child child = {};
	int go[2], done[2];

	if (pipe(go) || pipe(done))
		exit(1);
	child.pid = fork();
	if (!child.pid) {
		close(go[1]);
		close(done[0]);
		life(go, done);
		_exit(0);
	}
	child.to = go[1];
	child.from = done[0];
	close(go[0]);
	close(done[1]);
	return child;
}

static void await(const struct child *child)
{
	char byte;

	if (read(child->from, &byte, 1) < 0)
		exit(1);
}

static void let(const struct child *child)
{
	char byte = 0;

	if (write(child->to, &byte, 1) != 1)
		exit(1);
}

static int end(struct child *child)
{
	int status = -1;

	close(child->to);
	waitpid(child->pid, &status, 0);
	close(child->from);
	return status;
}

static uint32_t attach(uint32_t flags, pid_t pid)
{
	long id;

	specimen.args.hdr.flags = MAPGC_ATTACH_EXACT | flags;
	specimen.pid = pid;
	id = device_attach(device, &specimen.args);
	if (id > 0)
		return id;
	printf("Bail out! attach: %ld \"%s\"\n", id, device_line);
	exit(1);
}

static bool is_figure(const char *name, uint64_t found, uint64_t expected)
{
	if (found == expected)
		return true;
	tap_note("%s: %llu, expected %llu", name, (unsigned long long)found,
		 (unsigned long long)expected);
	return false;
}

static uint64_t reads(uint32_t id)
{
	return device_snapshot(device, id, &figures) ? UINT64_MAX : figures.ops[0][0];
}

static uint32_t processes(uint32_t id)
{
	struct mapgc_target_args args;

	return device_target(device, id, NULL, 0, &args) ? UINT32_MAX : args.nr_pids;
}

/* What it executes lives until its standard input ends. */
static void live_and_execute(const char *path, const int *go, const int *done)
{
	dup2(go[0], STDIN_FILENO);
	step(go, done);
	specimen_op(MAPGC_OP_READ, 0);
	step(go, done);
	execl(path, path, "-", NULL);
}

static void execute_same(const int *go, const int *done)
{
	live_and_execute("/proc/self/exe", go, done);
}

static void execute_other(const int *go, const int *done)
{
	live_and_execute("/bin/cat", go, done);
}

/* How many processes and reads there are, in the end. */
static bool becomes(uint32_t id, uint32_t nr_processes, uint64_t nr_reads)
{
	int patience = 10000;

	while ((processes(id) != nr_processes || reads(id) != nr_reads) && patience--)
		usleep(1000);
	return is_figure("processes", processes(id), nr_processes) &
	       is_figure("reads", reads(id), nr_reads);
}

static void check_exec(uint32_t flags, bool is_same)
{
	struct child child = start(is_same ? execute_same : execute_other);
	bool is_again = flags && is_same;
	bool is_right;
	uint32_t id;

	await(&child);
	id = attach(flags, child.pid);
	let(&child);
	await(&child);
	is_right = becomes(id, 1, 1);
	let(&child);
	is_right &= becomes(id, is_again, is_again ? 2 : 1);
	is_right &= is_figure("alive", kill(child.pid, 0), 0);
	is_right &= is_figure("status", end(&child), 0);
	is_right &= is_figure("processes in the end", processes(id), 0);
	tap_result(is_right, "%s executes %s", flags ? "one of all" : "one of a list",
		   is_same ? "the same program" : "another program");
	device_detach(device, id);
}

static uint32_t fork_flags;

/* A child of fork() has the breakpoints. Where it does not belong, one goes when it is hit. */
static void be_forked(void)
{
	bool is_kept;

	specimen_op(MAPGC_OP_READ, 0);
	specimen_op(MAPGC_OP_READ, 0);
	is_kept = !specimen_site_intact(MAPGC_OP_READ);
	_exit(is_kept != (fork_flags == MAPGC_ATTACH_ALL));
}

static void fork_and_work(const int *go, const int *done)
{
	int i, status;

	step(go, done);
	for (i = 0; i < 20; i++) {
		if (!fork())
			be_forked();
		specimen_op(MAPGC_OP_READ, 0);
		if (wait(&status) < 0 || status)
			_exit(1);
	}
	step(go, done);
}

static void check_fork(uint32_t flags, uint64_t expected)
{
	struct child child;
	bool is_right;
	uint32_t id;

	fork_flags = flags;
	child = start(fork_and_work);
	await(&child);
	id = attach(flags, child.pid);
	let(&child);
	await(&child);
	let(&child);
	is_right = is_figure("status", end(&child), 0);
	is_right &= is_figure("reads", reads(id), expected);
	is_right &= is_figure("processes", processes(id), 0);
	tap_result(is_right, "%s forks twenty times",
		   flags ? "one of all" : "one of a list");
	device_detach(device, id);
}

static void work_for_ever(const int *go, const int *done)
{
	step(go, done);
	for (;;) {
		specimen_op(MAPGC_OP_READ, 0);
		specimen_pause_step(MAPGC_ROLE_STOP, SPECIMEN_STUB_UNKNOWN);
	}
}

static void check_kill(uint32_t flags)
{
	struct child child = start(work_for_ever);
	bool is_right;
	uint32_t id;

	await(&child);
	id = attach(flags, child.pid);
	let(&child);
	while (!reads(id))
		usleep(1000);
	kill(child.pid, SIGKILL);
	is_right = is_figure("status", end(&child), SIGKILL);
	is_right &= is_figure("processes", processes(id), 0);
	tap_result(is_right, "%s is killed in the middle of a pause",
		   flags ? "one of all" : "one of a list");
	device_detach(device, id);
}

/* A process maps the program without running it: its code is nobody's business. */
static void map_only(const int *go, const int *done)
{
	size_t size = lseek(specimen.args.exe_fd, 0, SEEK_END);
	unsigned char *text;
	int i;

	step(go, done);
	text = mmap(NULL, size, PROT_READ | PROT_EXEC, MAP_PRIVATE, specimen.args.exe_fd, 0);
	for (i = 0; i < SPECIMEN_SITES; i++)
		if (memcmp(text + specimen.sites[i].offset, specimen.sites[i].insn,
			   specimen.sites[i].insn_len))
			_exit(1);
	step(go, done);
}

/* This child is a process of the program, so a list that leaves it out is the case. */
static void check_mapping(void)
{
	struct child child = start(map_only);
	uint32_t id;

	await(&child);
	id = attach(0, getpid());
	let(&child);
	await(&child);
	let(&child);
	tap_result(is_figure("status", end(&child), 0), "no probe in a process that is not listed");
	device_detach(device, id);
}

static int be_executed(void)
{
	char byte;

	specimen_op(MAPGC_OP_READ, 0);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return 0;
}

int main(int argc, char **argv)
{
	uint32_t id;

	(void)argv;
	if (argc > 1)
		return be_executed();
	device = device_open();
	if (device < 0 || specimen_fill(&specimen)) {
		printf("Bail out! /dev/mapgc: %s\n", strerror(-device));
		return 1;
	}
	check_exec(0, false);
	check_exec(0, true);
	check_exec(MAPGC_ATTACH_ALL, false);
	check_exec(MAPGC_ATTACH_ALL, true);
	check_fork(0, 20);
	check_fork(MAPGC_ATTACH_ALL, 60);
	check_kill(0);
	check_kill(MAPGC_ATTACH_ALL);
	check_mapping();
	tap_result(!device_list(device, &id, 1) && specimen_intact(), "nothing is left");
	return tap_end();
}
