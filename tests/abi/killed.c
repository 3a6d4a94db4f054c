// SPDX-License-Identifier: GPL-2.0
/*
 * usage: killed [ROUNDS]
 *
 * A reader is killed in the middle of attaching to this very process: as soon as
 * a probe shows in the code here, another one each time. Or in the middle of
 * detaching, as soon as one is gone.
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

#define ROUNDS_DEFAULT	12

static struct specimen specimen;

/* Attaches and detaches; all of it may be cut short. */
static void read_and_leave(bool is_slow)
{
	int device = device_open();
	long id = device_attach(device, &specimen.args);

	if (is_slow)
		pause();
	device_detach(device, id);
	_exit(0);
}

/* By a look at the code itself: nobody would tell us earlier. */
static void await_probe(unsigned int site, bool is_there, pid_t reader)
{
	const volatile unsigned char *insn = (void *)(uintptr_t)specimen.sites[site].va;

	while ((*insn != specimen.sites[site].insn[0]) != is_there)
		if (kill(reader, 0) || waitpid(reader, NULL, WNOHANG | WUNTRACED) > 0)
			return;
}

static bool kill_in_attach(unsigned int round)
{
	pid_t reader = fork();

	if (!reader)
		read_and_leave(true);
	await_probe(round % SPECIMEN_SITES, true, reader);
	kill(reader, SIGKILL);
	waitpid(reader, NULL, 0);
	return specimen_intact();
}

static bool kill_in_detach(unsigned int round)
{
	pid_t reader = fork();

	if (!reader)
		read_and_leave(false);
	await_probe(SPECIMEN_SITES - 1, true, reader);
	await_probe(round % SPECIMEN_SITES, false, reader);
	kill(reader, SIGKILL);
	waitpid(reader, NULL, 0);
	return specimen_intact();
}

static void run(const char *name, bool (*kill_once)(unsigned int round), unsigned int rounds)
{
	unsigned int i, intact = 0;

	for (i = 0; i < rounds; i++)
		intact += kill_once(i);
	tap_result(intact == rounds, "readers killed while %s: code intact %u times of %u", name,
		   intact, rounds);
}

int main(int argc, char **argv)
{
	unsigned int rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : ROUNDS_DEFAULT;
	uint32_t id;
	int device;

	if (specimen_fill(&specimen)) {
		printf("Bail out! %s\n", strerror(errno));
		return 1;
	}
	run("attaching", kill_in_attach, rounds);
	run("detaching", kill_in_detach, rounds);
	device = device_open();
	tap_result(!device_list(device, &id, 1) && specimen_intact(), "nothing is left");
	return tap_end();
}
