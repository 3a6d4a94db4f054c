// SPDX-License-Identifier: GPL-2.0
/*
 * CPUs go and come back while probes fire on them. What one has counted is there
 * when it is gone, and at no time do figures get smaller.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crew.h"
#include "storm.h"

#define WORKERS		4

enum mark { WENT, CAME_BACK, ON_OTHERS, SHRANK };

static unsigned int nr_cpus;

/* Asks for the CPU that goes; what has it taken away runs elsewhere, until it asks again. */
static void prefer(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static int work(void)
{
	unsigned int i;

	for (i = 0; !crew_is_over(); i++) {
		if (i % 128 == 0)
			prefer(storm_chance(nr_cpus));
		if (i % 128 == 64 && sched_getcpu())
			tally_mark(ON_OTHERS);
		tally_any(i);
		if (i % 64 == 0)
			tally_pause(i & 64, 2000);
	}
	return 0;
}

static bool switch_cpu(unsigned int cpu, bool is_on)
{
	char path[64];
	ssize_t written;
	int fd;

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online", cpu);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	written = write(fd, is_on ? "1" : "0", 1);
	close(fd);
	return written == 1;
}

static bool is_smaller(const struct mapgc_snapshot_args *now,
		       const struct mapgc_snapshot_args *before)
{
	unsigned int op, i;
	bool is = now->hits < before->hits || now->elapsed_ns < before->elapsed_ns ||
		  now->armed_ns < before->armed_ns;

	for (op = 0; op < MAPGC_OPS; op++)
		for (i = 0; i < MAPGC_DEPTHS; i++)
			is |= now->ops[op][i] < before->ops[op][i];
	for (i = 0; i < MAPGC_PAUSES; i++)
		is |= now->pauses[i].count < before->pauses[i].count ||
		      now->pauses[i].sum_ns < before->pauses[i].sum_ns;
	return is;
}

static void look(uint32_t id)
{
	static struct mapgc_snapshot_args now, before;

	if (device_snapshot(storm_device, id, &now) || is_smaller(&now, &before))
		tally_mark(SHRANK);
	before = now;
}

/* A target that comes while a CPU is away counts on it once it is back. */
static void come_and_go(unsigned int cpu, uint32_t id, pid_t pid)
{
	uint32_t other;
	int device;

	if (switch_cpu(cpu, false))
		tally_mark(WENT);
	look(id);
	device = device_open();
	other = storm_attach(device, MAPGC_ATTACH_EXACT, pid);
	look(id);
	if (switch_cpu(cpu, true))
		tally_mark(CAME_BACK);
	device_detach(device, other);
	close(device);
	look(id);
}

static void finish(struct crew *crew, uint32_t id)
{
	crew_rest(crew);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	/* Once more without the others: whoever counted there is still asked. */
	switch_cpu(nr_cpus - 1, false);
	tap_result(storm_settles(id), "the same with a CPU less");
	switch_cpu(nr_cpus - 1, true);
	tap_result(storm_has_seen_all() &&
		   tally_marked(WENT) == tally_marked(CAME_BACK) && !tally_marked(SHRANK),
		   "CPUs: %lu went, %lu came back, %lu times had work; figures shrank %lu times",
		   tally_marked(WENT), tally_marked(CAME_BACK),
		   tally_marked(ON_OTHERS), tally_marked(SHRANK));
	device_detach(storm_device, id);
	crew_dismiss(crew);
}

int main(void)
{
	struct crew crew;
	unsigned int i;
	uint32_t id;

	nr_cpus = sysconf(_SC_NPROCESSORS_ONLN);
	if (nr_cpus < 2) {
		puts("1..0 # SKIP one CPU only: none can go");
		return 0;
	}
	storm_begin(ON_OTHERS + 1);
	crew_start(&crew, WORKERS, work);
	id = crew_attach(&crew);
	crew_go();
	for (i = 0; storm_goes_on(); i++)
		come_and_go(1 + i % (nr_cpus - 1), id, crew.pids[i % crew.nr]);
	finish(&crew, id);
	return storm_end();
}
