// SPDX-License-Identifier: GPL-2.0
/*
 * usage: layout_look PID [G_STACK_HI MAPTYPE_ELEM]…
 *
 * Looks whether a Go process has its structures as its executable's manifest says, then the
 * same for other offsets; prints a line of JSON for each: {"fits": N}, or {"why": "..."}.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cmd/process_layout.h"
#include "proc/process.h"

static void look(pid_t pid, const struct manifest *manifest)
{
	struct error why;
	int nr = process_layout_check(pid, manifest, &why);

	json_dumpf(nr < 0 ? json_pack("{s:s}", "why", why.text) : json_pack("{s:i}", "fits", nr),
		   stdout, 0);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct manifest manifest;
	struct error err;
	pid_t pid;
	int fd, i;

	if (argc < 2 || argc % 2) {
		fprintf(stderr, "usage: layout_look PID [G_STACK_HI MAPTYPE_ELEM]...\n");
		return 2;
	}
	pid = atoi(argv[1]);
	fd = process_exe_open(pid);
	if (fd < 0) {
		fprintf(stderr, "layout_look: process %d: %s\n", pid, strerror(-fd));
		return 2;
	}
	if (manifest_resolve(fd, "executable", &manifest, &err)) {
		fprintf(stderr, "layout_look: %s\n", err.text);
		return 2;
	}
	look(pid, &manifest);
	for (i = 2; i < argc; i += 2) {
		manifest.layout.g_stack_hi = atoi(argv[i]);
		manifest.layout.maptype_elem = atoi(argv[i + 1]);
		look(pid, &manifest);
	}
	manifest_deinit(&manifest);
	return 0;
}
