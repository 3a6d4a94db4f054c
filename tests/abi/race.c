// SPDX-License-Identifier: GPL-2.0
/*
 * usage: race [ROUNDS]
 *
 * Threads that attach, detach, ask and close on the same file descriptor at once,
 * while one runs into the probes.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

#define ROUNDS_DEFAULT	12
#define SEEN_MAX	8

static unsigned int rounds = ROUNDS_DEFAULT;
static struct specimen specimen;
static int device;		/* closed and opened again under the same number */
static atomic_bool is_over;
static atomic_ulong attached, detached, asked, undocumented;

/* An answer to somebody who is not alone: its target may be gone, or another's by now. */
static void judge(int err, const char *call)
{
	if (!err || err == -ENOENT || err == -EBUSY)
		return;
	tap_note("%s: %d \"%s\"", call, err, device_line);
	atomic_fetch_add(&undocumented, 1);
}

/* The last one stays until the next is there, so that the others find some. */
static void *attach_and_detach(void *unused)
{
	struct mapgc_attach_args args = specimen.args;
	long id, last = 0;
	unsigned int i;
	int err;

	for (i = 0; i < rounds; i++) {
		args.hdr.flags = MAPGC_ATTACH_EXACT | (i % 3 == 0 ? MAPGC_ATTACH_ALL : 0);
		id = device_attach(device, &args);
		judge(id < 0 ? id : 0, "attach");
		atomic_fetch_add(&attached, id > 0);
		err = last > 0 ? device_detach(device, last) : -ENOENT;
		judge(err, "detach");
		atomic_fetch_add(&detached, !err);
		last = id;
	}
	return unused;
}

static void *detach_of_others(void *unused)
{
	uint32_t ids[SEEN_MAX];
	long i, nr;

	while (!is_over) {
		nr = device_list(device, ids, SEEN_MAX);
		for (i = 0; i < nr && i < SEEN_MAX; i += 2)
			judge(device_detach(device, ids[i]), "detach");
		usleep(500);
	}
	return unused;
}

static void *ask(void *unused)
{
	static __thread struct mapgc_snapshot_args snapshot;
	struct mapgc_target_args target;
	struct mapgc_pid pids[4];
	uint32_t ids[SEEN_MAX];
	long i, nr;

	while (!is_over) {
		nr = device_list(device, ids, SEEN_MAX);
		for (i = 0; i < nr && i < SEEN_MAX; i++) {
			judge(device_snapshot(device, ids[i], &snapshot), "snapshot");
			judge(device_target(device, ids[i], pids, 4, &target), "target");
			atomic_fetch_add(&asked, 1);
		}
	}
	return unused;
}

/* A close() with calls on the way: the number is another open file from one moment on. */
static void *close_and_open(void *unused)
{
	int other;

	while (!is_over) {
		usleep(20000);
		other = device_open();
		if (other < 0 || dup2(other, device) < 0)
			atomic_fetch_add(&undocumented, 1);
		close(other);
	}
	return unused;
}

static void *hit(void *unused)
{
	unsigned int i;

	for (i = 0; !is_over; i++) {
		specimen_op(i % MAPGC_OPS, i % SPECIMEN_STUBS);
		if (i % 64 == 0)
			specimen_pause(true, i, i / 2);
	}
	return unused;
}

static void race(const char *name, void *(*third)(void *))
{
	void *(*roles[])(void *) = { attach_and_detach, attach_and_detach, ask, hit, third };
	pthread_t threads[5];
	uint32_t id;
	size_t i;

	is_over = false;
	attached = 0;
	detached = 0;
	asked = 0;
	undocumented = 0;
	for (i = 0; i < 5; i++)
		if (pthread_create(&threads[i], NULL, roles[i], NULL))
			exit(1);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	is_over = true;
	for (i = 2; i < 5; i++)
		pthread_join(threads[i], NULL);
	tap_result(!undocumented && attached,
		   "%s: %lu attached, %lu detached by the same, %lu asked", name, attached,
		   detached, asked);
	close(device);
	device = device_open();
	tap_result(!device_list(device, &id, 1) && specimen_intact(), "%s: nothing is left", name);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		rounds = strtoul(argv[1], NULL, 0);
	device = device_open();
	if (device < 0 || specimen_fill(&specimen)) {
		printf("Bail out! /dev/mapgc: %s\n", strerror(-device));
		return 1;
	}
	race("detach of others' targets", detach_of_others);
	race("close", close_and_open);
	return tap_end();
}
