// SPDX-License-Identifier: GPL-2.0
/* Any bytes as /proc/PID/stat, and as the list of processes of a cgroup. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz/harness.h"
#include "proc/cgroup.h"
#include "proc/process.h"

static char directory[64];
static char procs[sizeof(directory) + 16];

static void remove_directory(void)
{
	unlink(procs);
	rmdir(directory);
}

static void make_directory(void)
{
	strcpy(directory, "/dev/shm/mapgc-fuzz-XXXXXX");
	if (!mkdtemp(directory))
		abort();
	snprintf(procs, sizeof(procs), "%s/cgroup.procs", directory);
	atexit(remove_directory);
}

static void check_stat(const char *text)
{
	struct process process;
	int code = process_stat_parse(text, &process);

	if (code && code != -EBADMSG)
		abort();
	if (strnlen(process.comm, sizeof(process.comm)) == sizeof(process.comm))
		abort();
}

/* Also what is read of one process must come out ascending, once each, positive. */
static void check_cgroup(const char *text)
{
	struct pid_list list;
	FILE *file = fopen(procs, "w");
	size_t i;

	if (!file || fputs(text, file) < 0 || fclose(file))
		abort();
	if (cgroup_scan(directory, &list))
		abort();
	for (i = 0; i < list.nr; i++)
		if (list.pids[i] <= 0 || (i && list.pids[i] <= list.pids[i - 1]))
			abort();
	pid_list_deinit(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = malloc(len + 1);

	if (!text)
		abort();
	if (!procs[0])
		make_directory();
	memcpy(text, data, len);
	text[len] = '\0';
	check_stat(text);
	check_cgroup(text);
	free(text);
	return 0;
}
