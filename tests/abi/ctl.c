// SPDX-License-Identifier: GPL-2.0
/*
 * usage: ctl [-d FD] COMMAND [ARGUMENT]...
 *
 *   list			ids of all targets
 *   target ID			what one is, as JSON
 *   snapshot ID		its figures, as JSON
 *   detach ID
 *   attach [-x] [-p] [-a] [-w WINDOW_MS,PERIOD_MS,HITS] [-n COUNT] EXE [PID]...
 *				exact, persistent, all; COUNT times. Prints the ids; unless
 *				persistent, stays until standard input ends
 *   rounds ...			as attach; each target is gone at once, every third time
 *				because its owner was killed
 *   calls			tries every call with a valid argument: "NAME: ERRNO"
 *   run [SECONDS]		runs into its own probes, for others to look at
 *   fill [ROUNDS]		the same, once everything that can be counted, ROUNDS times
 *
 * -d: the device is this open file, not to be opened.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ctl.h"
#include "device.h"
#include "specimen.h"

static int complain(const char *what, int err)
{
	fprintf(stderr, "ctl: %s: %s%s%s\n", what, strerror(-err), device_line[0] ? ": " : "",
		device_line);
	return 2;
}

static int ctl_list(int device, int argc, char **argv)
{
	static uint32_t ids[MAPGC_TARGETS_MAX];
	long i, nr = device_list(device, ids, MAPGC_TARGETS_MAX);

	(void)argc;
	if (nr < 0)
		return complain(argv[0], nr);
	for (i = 0; i < nr; i++)
		printf("%u\n", ids[i]);
	return 0;
}

static int ctl_detach(int device, int argc, char **argv)
{
	int err = argc == 2 ? device_detach(device, strtoul(argv[1], NULL, 0)) : -EINVAL;

	return err ? complain(argv[0], err) : 0;
}

static void tell(const char *name, int err)
{
	printf("%s: %s\n", name, err < 0 ? strerrorname_np(-err) : "OK");
}

static int ctl_calls(int device, int argc, char **argv)
{
	static struct mapgc_snapshot_args snapshot;
	struct mapgc_info_args info = { .hdr.size = sizeof(info) };
	struct mapgc_target_args target;
	struct specimen specimen;
	uint32_t ids[1];
	int err;

	(void)argc;
	err = specimen_fill(&specimen);
	if (err)
		return complain(argv[0], err);
	tell("info", device_call(device, MAPGC_IOC_INFO, &info.hdr));
	tell("list", device_list(device, ids, 1));
	tell("attach", device_attach(device, &specimen.args));
	tell("process_add", device_process_add(device, 1, getpid()));
	tell("target", device_target(device, 1, NULL, 0, &target));
	tell("snapshot", device_snapshot(device, 1, &snapshot));
	tell("detach", device_detach(device, 1));
	return 0;
}

/* A pause and some operations, a hundred times a second. */
static int ctl_run(int device, int argc, char **argv)
{
	const struct timespec nap = { .tv_nsec = 10000000 };
	long rounds = argc > 1 ? 100 * strtol(argv[1], NULL, 0) : -1;
	int depth;

	(void)device;
	puts("ready");
	fflush(stdout);
	while (rounds--) {
		for (depth = 0; depth < MAPGC_DEPTHS; depth++)
			specimen_op(depth % MAPGC_OPS, depth);
		specimen_pause(depth % 2, 20000 + rounds % 5000, 1000);
		specimen_cycle();
		nanosleep(&nap, NULL);
	}
	return 0;
}

static int ctl_fill(int device, int argc, char **argv)
{
	long rounds = argc > 1 ? strtol(argv[1], NULL, 0) : 1;

	(void)device;
	while (rounds-- > 0)
		specimen_everything();
	return 0;
}

static const struct command {
	const char *name;
	int (*run)(int device, int argc, char **argv);
	int needs_device;
} commands[] = {
	{ "list", ctl_list, 1 },
	{ "target", ctl_target, 1 },
	{ "snapshot", ctl_snapshot, 1 },
	{ "detach", ctl_detach, 1 },
	{ "attach", ctl_attach, 1 },
	{ "rounds", ctl_rounds, 0 },
	{ "calls", ctl_calls, 1 },
	{ "run", ctl_run, 0 },
	{ "fill", ctl_fill, 0 },
};

static int run(const struct command *command, int device, int argc, char **argv)
{
	if (command->needs_device && device < 0)
		device = device_open();
	if (command->needs_device && device < 0)
		return complain("/dev/mapgc", device);
	return command->run(device, argc, argv);
}

int main(int argc, char **argv)
{
	int device = -1;
	size_t i;

	if (argc > 2 && !strcmp(argv[1], "-d")) {
		device = strtol(argv[2], NULL, 0);
		argc -= 2;
		argv += 2;
	}
	for (i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[1], commands[i].name))
			return run(&commands[i], device, argc - 1, argv + 1);
	fputs("ctl: usage: see the source\n", stderr);
	return 2;
}
