// SPDX-License-Identifier: GPL-2.0
/*
 * A live process that is no Go program: what a reader must turn down. It speaks
 * the workloads' protocol as far as it matters: says that it is there, and stays
 * until its standard input ends.
 */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	while (getchar() != EOF)
		;
	return 0;
}
