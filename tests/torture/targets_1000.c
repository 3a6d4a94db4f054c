// SPDX-License-Identifier: GPL-2.0
/*
 * usage: targets_1000		the storm
 *        targets_1000 NUMBER	what its targets execute: operations of one depth
 *
 * A thousand targets, or twenty-five in a short storm: each an executable of its own and a
 * process that runs it, all of one reader. Each has its own figures, and they stay when
 * every second one is killed.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storm.h"
#include "text.h"

#define TARGETS_MAX	1000
#define TARGETS_SHORT	25	/* while the storm is to last less than a minute */
#define OPS		20
#define GO_FD		201	/* reading ends once all are to work */
#define LEAVE_FD	202	/* and once all are to end */

static struct target {
	pid_t pid;
	uint32_t id;
} targets[TARGETS_MAX];
static unsigned int nr_targets;

static char directory[32] = "/tmp/targets-XXXXXX";

static const char *path_of(unsigned int i)
{
	static char path[64];

	snprintf(path, sizeof(path), "%s/%u", directory, i);
	return path;
}

static void await_end(int fd)
{
	char byte;

	while (read(fd, &byte, 1) > 0)
		;
}

static int be_target(unsigned int number)
{
	unsigned int i;

	await_end(GO_FD);
	for (i = 0; i < OPS; i++)
		specimen_op(number % MAPGC_OPS, number % MAPGC_DEPTHS);
	await_end(LEAVE_FD);
	return !specimen_intact();
}

static bool copy_self(unsigned int i)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to = open(path_of(i), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	struct stat stat;
	bool is_whole = !fstat(from, &stat) && sendfile(to, from, NULL, stat.st_size) ==
							stat.st_size;

	close(from);
	close(to);
	return is_whole;
}

static int execute_copy(void *arg)
{
	const unsigned int *number = arg;
	char text[16];

	snprintf(text, sizeof(text), "%u", *number);
	execl(path_of(*number), "target", text, NULL);
	return 1;
}

/* So that it has become the program by the time somebody attaches. */
static bool has_executed(pid_t pid, unsigned int number)
{
	char link[64], name[64];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/%d/exe", (int)pid);
	len = readlink(link, name, sizeof(name) - 1);
	name[len < 0 ? 0 : len] = '\0';
	return !strcmp(name, path_of(number));
}

static bool start(unsigned int i)
{
	if (!copy_self(i))
		return false;
	targets[i].pid = storm_spawn(execute_copy, &i);
	while (!has_executed(targets[i].pid, i)) {
		if (waitpid(targets[i].pid, NULL, WNOHANG))
			return false;
		usleep(100);
	}
	return true;
}

static bool attach(unsigned int i)
{
	struct mapgc_attach_args args = storm_specimen.args;
	uint32_t pids[1] = { targets[i].pid };
	long id;

	args.exe_fd = open(path_of(i), O_RDONLY | O_CLOEXEC);
	args.pids = (uintptr_t)pids;
	snprintf(args.label, sizeof(args.label), "%s", path_of(i));
	id = device_attach(storm_device, &args);
	close(args.exe_fd);
	if (id < 0)
		tap_note("target %u: %ld %s", i, id, device_line);
	targets[i].id = id > 0 ? id : 0;
	return id > 0;
}

static bool has_own_figures(unsigned int i)
{
	return !device_snapshot(storm_device, targets[i].id, &storm_figures) &&
	       storm_figures.hits == OPS &&
	       storm_figures.ops[i % MAPGC_OPS][i % MAPGC_DEPTHS] == OPS;
}

static unsigned int processes_of(unsigned int i, struct mapgc_target_args *ret)
{
	return device_target(storm_device, targets[i].id, NULL, 0, ret) ? UINT32_MAX :
									   ret->nr_pids;
}

static void check_figures(void)
{
	int patience_ms = 120000;
	unsigned int i, right = 0;

	for (i = 0; i < nr_targets; i++) {
		while (!has_own_figures(i) && --patience_ms > 0)
			usleep(1000);
		right += has_own_figures(i);
	}
	tap_result(right == nr_targets, "%u have counted their own operations, no others", right);
}

static void check_killed(void)
{
	struct mapgc_target_args target = {};
	unsigned int i, empty = 0, kept = 0;

	for (i = 0; i < nr_targets; i += 2) {
		kill(targets[i].pid, SIGKILL);
		waitpid(targets[i].pid, NULL, 0);
	}
	for (i = 0; i < nr_targets; i++) {
		empty += processes_of(i, &target) == i % 2;
		kept += has_own_figures(i);
	}
	tap_result(empty == nr_targets && kept == nr_targets,
		   "half are killed: %u have the right processes, %u their figures, %llu bytes each",
		   empty, kept, (unsigned long long)target.memory_bytes);
}

static void end_all(int leave)
{
	unsigned int i, intact = 0, well = 0;
	long compared;

	close(storm_device);
	storm_device = device_open();
	for (i = 1; i < nr_targets; i += 2)
		intact += !text_changed(targets[i].pid, &compared);
	tap_result(intact == nr_targets / 2, "%u have the code of their file", intact);
	close(leave);
	for (i = 1; i < nr_targets; i += 2)
		well += storm_reap(targets[i].pid);
	tap_result(well == nr_targets / 2, "%u are well to the end", well);
	for (i = 0; i < nr_targets; i++)
		unlink(path_of(i));
	rmdir(directory);
}

/* The writing end of a pipe whose reading end is @fd, in all children, too. */
static int make_word(int fd)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) || dup2(ends[0], fd) < 0)
		exit(1);
	close(ends[0]);
	return ends[1];
}

int main(int argc, char **argv)
{
	unsigned int i, attached = 0;
	int go, leave;
	uint32_t id;

	if (argc > 1)
		return be_target(strtoul(argv[1], NULL, 0));
	storm_begin(0);
	nr_targets = storm_seconds() < 60 ? TARGETS_SHORT : TARGETS_MAX;
	go = make_word(GO_FD);
	leave = make_word(LEAVE_FD);
	if (!mkdtemp(directory))
		return 1;
	for (i = 0; i < nr_targets; i++)
		attached += start(i) && attach(i);
	tap_result(attached == nr_targets && device_list(storm_device, &id, 1) == nr_targets,
		   "%u targets are attached", attached);
	close(go);
	check_figures();
	check_killed();
	end_all(leave);
	return storm_end();
}
