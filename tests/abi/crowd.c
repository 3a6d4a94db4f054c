// SPDX-License-Identifier: GPL-2.0
/*
 * usage: crowd [TARGETS]
 *
 * Many targets on one program, many processes of one target, and one too many.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

#define TARGETS_DEFAULT	200
#define OPS		50
#define TOO_MANY	20	/* processes beyond MAPGC_PROCESSES_MAX */

static struct specimen specimen;
static struct mapgc_snapshot_args figures;
static pid_t children[MAPGC_PROCESSES_MAX + TOO_MANY];

static uint64_t reads(int device, uint32_t id)
{
	if (device_snapshot(device, id, &figures))
		return UINT64_MAX;
	return figures.ops[MAPGC_OP_READ][0];
}

/* Each on a file of its own; the later, the fewer operations it saw. */
static unsigned int attach_each(unsigned int nr, int *devices, uint32_t *ids)
{
	unsigned int i;
	long id;

	for (i = 0; i < nr; i++) {
		devices[i] = device_open();
		id = device_attach(devices[i], &specimen.args);
		if (id < 0) {
			tap_result(i == MAPGC_TARGETS_MAX && id == -ENOSPC &&
				   !strncmp(device_line, "targets: ", 9),
				   "target %u is refused: \"%s\"", i + 1, device_line);
			close(devices[i]);
			break;
		}
		ids[i] = id;
		specimen_op(MAPGC_OP_READ, 0);
	}
	return i;
}

static void check_targets(unsigned int nr)
{
	int *devices = calloc(nr, sizeof(*devices));
	uint32_t *ids = calloc(nr, sizeof(*ids));
	unsigned int made = attach_each(nr, devices, ids);
	unsigned int i, right = 0;
	uint64_t found;
	uint32_t id;
	int other;

	if (nr > MAPGC_TARGETS_MAX)
		nr = MAPGC_TARGETS_MAX;
	tap_result(made == nr && device_list(devices[0], &id, 1) == (long)nr,
		   "%u targets on one program", made);
	for (i = 0; i < OPS; i++)
		specimen_op(MAPGC_OP_READ, 0);
	for (i = 0; i < made; i++) {
		found = reads(devices[made - 1 - i], ids[i]);
		right += found == OPS + made - i;
	}
	tap_result(right == made, "%u of them with their own figures", right);
	for (i = 0; i < made; i++)
		close(devices[i]);
	other = device_open();
	tap_result(!device_list(other, &id, 1) && specimen_intact(), "nothing is left of them");
	close(other);
	free(devices);
	free(ids);
}

static void live(int ready, int go)
{
	char byte = 0;

	specimen_op(MAPGC_OP_READ, 0);
	if (write(ready, &byte, 1) == 1 && read(go, &byte, 1) >= 0)
		specimen_op(MAPGC_OP_READ, 0);
	pause();
	_exit(0);
}

static unsigned int start_children(unsigned int nr, int *ret_go)
{
	unsigned int i, started = 0;
	int ready[2], go[2];
	char byte;

	if (pipe(ready) || pipe(go))
		return 0;
	for (i = 0; i < nr; i++) {
		children[i] = fork();
		if (!children[i]) {
			close(go[1]);
			live(ready[1], go[0]);
		}
		started += read(ready[0], &byte, 1) == 1;
	}
	close(ready[0]);
	close(ready[1]);
	close(go[0]);
	*ret_go = go[1];
	return started;
}

static void end_children(unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
	}
}

static bool is_figure(const char *name, uint64_t found, uint64_t expected)
{
	if (found == expected)
		return true;
	tap_note("%s: %llu, expected %llu", name, (unsigned long long)found,
		 (unsigned long long)expected);
	return false;
}

static uint32_t nr_processes(int device, uint32_t id)
{
	struct mapgc_target_args args;

	return device_target(device, id, NULL, 0, &args) ? UINT32_MAX : args.nr_pids;
}

/* This process and its first children fill the table; the rest is counted as lost. */
static void check_processes(void)
{
	const unsigned int nr = MAPGC_PROCESSES_MAX - 1 + TOO_MANY;
	int go, device = device_open();
	bool is_right;
	long id;

	specimen.args.hdr.flags = MAPGC_ATTACH_EXACT | MAPGC_ATTACH_ALL;
	id = device_attach(device, &specimen.args);
	is_right = is_figure("children", start_children(nr, &go), nr);
	is_right &= is_figure("reads", reads(device, id), MAPGC_PROCESSES_MAX - 1);
	is_right &= is_figure("lost", figures.losses[MAPGC_LOSS_PROCESS_REFUSED], TOO_MANY);
	is_right &= is_figure("processes", nr_processes(device, id), MAPGC_PROCESSES_MAX);
	tap_result(is_right, "%u processes, %u beyond the table are a counted loss", nr + 1,
		   TOO_MANY);
	end_children(nr);
	is_right = is_figure("processes", nr_processes(device, id), 1);
	close(go);
	is_right &= is_figure("children", start_children(10, &go), 10);
	is_right &= is_figure("processes", nr_processes(device, id), 11);
	is_right &= is_figure("reads", reads(device, id), MAPGC_PROCESSES_MAX - 1 + 10);
	tap_result(is_right, "the places of those that ended are taken again");
	end_children(10);
	close(go);
	close(device);
}

static void check_process_list(void)
{
	int go, device = device_open();
	unsigned int i, added = 0;
	long id, err = 0;

	specimen.args.hdr.flags = MAPGC_ATTACH_EXACT;
	id = device_attach(device, &specimen.args);
	start_children(MAPGC_PROCESSES_MAX, &go);
	for (i = 0; i < MAPGC_PROCESSES_MAX && !err; i++) {
		err = device_process_add(device, id, children[i]);
		added += !err;
	}
	if (!tap_result(added == MAPGC_PROCESSES_MAX - 1 && err == -ENOSPC &&
			!strncmp(device_line, "pid: ", 5), "%u processes added by hand", added))
		tap_note("%ld \"%s\"", err, device_line);
	close(go); /* lets each do one more operation */
	while (reads(device, id) < added && !figures.losses[MAPGC_LOSS_USER_FAULT])
		usleep(1000);
	tap_result(is_figure("reads", reads(device, id), added), "each of them has its probes");
	end_children(MAPGC_PROCESSES_MAX);
	close(device);
}

int main(int argc, char **argv)
{
	unsigned int nr = argc > 1 ? strtoul(argv[1], NULL, 0) : TARGETS_DEFAULT;
	int device = device_open();
	uint32_t id;

	if (device < 0 || specimen_fill(&specimen)) {
		printf("Bail out! /dev/mapgc: %s\n", strerror(-device));
		return 1;
	}
	check_targets(nr);
	check_processes();
	check_process_list();
	tap_result(!device_list(device, &id, 1) && specimen_intact(), "nothing is left");
	return tap_end();
}
