// SPDX-License-Identifier: GPL-2.0
/* Attaching to a Go program, or to ctl itself, which is a specimen. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "resolve/manifest.h"

#include "ctl.h"
#include "device.h"
#include "specimen.h"

static struct specimen specimen;
static struct manifest manifest;

static bool is_self(int fd)
{
	struct stat self, other;

	return !stat("/proc/self/exe", &self) && !fstat(fd, &other) &&
	       self.st_ino == other.st_ino && self.st_dev == other.st_dev;
}

static int fill_of_go(int fd, const char *exe, struct mapgc_attach_args *args)
{
	struct error err = {};

	if (manifest_resolve(fd, exe, &manifest, &err)) {
		fprintf(stderr, "ctl: %s\n", err.text);
		return -EINVAL;
	}
	args->sites = (uintptr_t)manifest.sites;
	args->nr_sites = manifest.nr_sites;
	args->callsites = (uintptr_t)manifest.callsites;
	args->nr_callsites = manifest.nr_callsites;
	args->transitions = (uintptr_t)manifest.transitions;
	args->nr_transitions = manifest.nr_transitions;
	args->text_va = manifest.text_va;
	args->layout = manifest.layout;
	memcpy(args->go_version, manifest.go_version, sizeof(args->go_version));
	return 0;
}

static int fill_of_self(struct mapgc_attach_args *args)
{
	int err = specimen_fill(&specimen);

	*args = specimen.args;
	close(specimen.args.exe_fd);
	return err;
}

static int resolve(int fd, const char *exe, struct mapgc_attach_args *args)
{
	size_t len = strlen(exe);
	int err;

	err = is_self(fd) ? fill_of_self(args) : fill_of_go(fd, exe, args);
	memset(args->label, 0, sizeof(args->label));
	memcpy(args->label, exe, len < sizeof(args->label) ? len : sizeof(args->label) - 1);
	args->hdr.size = sizeof(*args);
	args->exe_fd = fd;
	return err;
}

static int parse(int argc, char **argv, struct mapgc_attach_args *args, unsigned int *count)
{
	unsigned int flags = 0;
	int option;

	while ((option = getopt(argc, argv, "xpaw:n:")) != -1) {
		switch (option) {
		case 'x':
			flags |= MAPGC_ATTACH_EXACT;
			break;
		case 'p':
			flags |= MAPGC_ATTACH_PERSISTENT;
			break;
		case 'a':
			flags |= MAPGC_ATTACH_ALL;
			break;
		case 'w':
			if (sscanf(optarg, "%u,%u,%u", &args->window_ms, &args->period_ms,
				   &args->window_hits) != 3)
				return -EINVAL;
			break;
		case 'n':
			*count = strtoul(optarg, NULL, 0);
			break;
		default:
			return -EINVAL;
		}
	}
	args->hdr.flags = flags;
	return optind < argc ? 0 : -EINVAL;
}

static void add_pids(struct mapgc_attach_args *args, int argc, char **argv)
{
	static uint32_t pids[MAPGC_PROCESSES_MAX];
	int i;

	for (i = 0; i < argc && i < MAPGC_PROCESSES_MAX; i++)
		pids[i] = strtoul(argv[i], NULL, 0);
	args->pids = (uintptr_t)pids;
	args->nr_pids = i;
}

static void wait_for_end_of_input(void)
{
	char byte;

	while (read(0, &byte, 1) > 0)
		;
}

/* Everything but the device, from the command line. */
static int prepare(int argc, char **argv, struct mapgc_attach_args *args, unsigned int *count)
{
	struct mapgc_attach_args wanted = {};
	int fd;

	if (parse(argc, argv, &wanted, count))
		return -EINVAL;
	fd = open(argv[optind], O_RDONLY | O_CLOEXEC);
	if (fd < 0 || resolve(fd, argv[optind], args))
		return -EINVAL;
	args->hdr.flags = wanted.hdr.flags;
	args->window_ms = wanted.window_ms;
	args->period_ms = wanted.period_ms;
	args->window_hits = wanted.window_hits;
	add_pids(args, argc - optind - 1, argv + optind + 1);
	return 0;
}

static long attach(int device, const struct mapgc_attach_args *args)
{
	long id = device_attach(device, args);

	if (id < 0)
		fprintf(stderr, "ctl: attach: %s: %s\n", strerror(-id), device_line);
	return id;
}

int ctl_attach(int device, int argc, char **argv)
{
	struct mapgc_attach_args args = {};
	unsigned int count = 1;
	long id;

	if (prepare(argc, argv, &args, &count))
		return 2;
	while (count--) {
		id = attach(device, &args);
		if (id < 0)
			return 2;
		printf("%ld\n", id);
	}
	fflush(stdout);
	if (!(args.hdr.flags & MAPGC_ATTACH_PERSISTENT))
		wait_for_end_of_input();
	return 0;
}

static int attach_and_close(const struct mapgc_attach_args *args)
{
	int device = device_open();
	long id = device < 0 ? device : attach(device, args);

	close(device);
	return id < 0 ? -1 : 0;
}

/* Killed at any moment: before, in, or after the call. */
static int attach_and_be_killed(const struct mapgc_attach_args *args, unsigned int round)
{
	pid_t child = fork();

	if (!child) {
		attach(device_open(), args);
		pause();
		_exit(0);
	}
	usleep(round * 7919 % 60000);
	kill(child, SIGKILL);
	return waitpid(child, NULL, 0) == child ? 0 : -1;
}

int ctl_rounds(int device, int argc, char **argv)
{
	struct mapgc_attach_args args = {};
	unsigned int i, count = 1;
	int err = 0;

	(void)device;
	if (prepare(argc, argv, &args, &count))
		return 2;
	for (i = 0; i < count && !err; i++)
		err = i % 3 == 2 ? attach_and_be_killed(&args, i) : attach_and_close(&args);
	return err ? 2 : 0;
}
