// SPDX-License-Identifier: GPL-2.0
/*
 * A C program with Go in it (library.archive), by the protocol of the workloads as far
 * as it needs it: two map reads, of depths 1 and 2, in each of so many calls.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library.archive.h"

static const char *option(int argc, char **argv, const char *name, const char *otherwise)
{
	int i;

	for (i = 1; i + 1 < argc; i += 2)
		if (!strcmp(argv[i], name))
			return argv[i + 1];
	return otherwise;
}

static void await(const char *file)
{
	while (file && access(file, F_OK))
		usleep(10000);
}

int main(int argc, char **argv)
{
	int nr_calls = atoi(option(argc, argv, "-ops", "1000"));
	int nr_cycles = atoi(option(argc, argv, "-cycles", "0"));
	int i, sum = 0;

	sum += Look();
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	await(option(argc, argv, "-start", NULL));
	for (i = 0; i < nr_calls; i++)
		sum += Look();
	Collect(nr_cycles);
	if (sum != 3 * (nr_calls + 1))
		return 1;
	printf("{\"ops\":{\"read\":{\"1\":%d,\"2\":%d}},\"ops_total\":%d,\"numgc\":%d}\n",
	       nr_calls, nr_calls, 2 * nr_calls, nr_cycles);
	fflush(stdout);
	await(option(argc, argv, "-linger", NULL));
	return 0;
}
