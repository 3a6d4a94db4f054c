// SPDX-License-Identifier: GPL-2.0
/*
 * usage: notgo [LIBRARY]
 *
 * A live process that is no Go program: what a reader must turn down, also with a Go
 * LIBRARY loaded, which is called once. It speaks the workloads' protocol as far as it
 * matters: says that it is there, and stays until its standard input ends.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Look() of library. */
static int look(const char *library)
{
	void *loaded = dlopen(library, RTLD_NOW), *symbol;
	int (*function)(void);

	symbol = loaded ? dlsym(loaded, "Look") : NULL;
	if (!symbol) {
		fprintf(stderr, "notgo: %s\n", dlerror());
		return 1;
	}
	memcpy(&function, &symbol, sizeof(function));
	return function() != 3;
}

int main(int argc, char **argv)
{
	if (argc > 1 && look(argv[1]))
		return 1;
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	while (getchar() != EOF)
		;
	return 0;
}
