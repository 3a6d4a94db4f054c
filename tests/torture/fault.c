// SPDX-License-Identifier: GPL-2.0
#include "fault.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const kinds[] = { "failslab", "fail_page_alloc", "fail_usercopy" };
#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static int nth_fd = -1;

static void set(const char *kind, const char *name, const char *value)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s/%s", kind, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	/* Not every kind has every knob. */
	if (fd < 0)
		return;
	if (write(fd, value, strlen(value)) < 0)
		perror(path);
	close(fd);
}

static void set_all(const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		set(kinds[i], name, value);
}

bool fault_prepare(void)
{
	if (nth_fd >= 0)
		close(nth_fd);
	/* Of a thread: a child opens its own. */
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		return false;
	set_all("verbose", "0");
	set_all("ignore-gfp-wait", "N");
	set_all("ignore-gfp-highmem", "N");
	set_all("min-order", "0");
	set_all("probability", "0");
	set_all("times", "-1");
	return true;
}

void fault_arm(unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	if (pwrite(nth_fd, text, len, 0) != len)
		abort();
}

bool fault_disarm(void)
{
	char text[16] = {};
	/* The reading itself may be what fails: then nothing else has. */
	ssize_t len = pread(nth_fd, text, sizeof(text) - 1, 0);
	bool has_failed = len > 0 && !strtoul(text, NULL, 10);

	/* So may be the writing; after that nothing is left to fail. */
	if (pwrite(nth_fd, "0", 1, 0) != 1 && pwrite(nth_fd, "0", 1, 0) != 1)
		abort();
	return has_failed;
}

static unsigned long first_of_module(void)
{
	FILE *file = fopen("/sys/module/mapgc/sections/.text", "r");
	unsigned long first = 0;

	if (!file || fscanf(file, "%lx", &first) != 1)
		abort();
	fclose(file);
	return first;
}

static unsigned long bytes_of_module(void)
{
	FILE *file = fopen("/proc/modules", "r");
	char line[256];
	unsigned long bytes = 0;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "mapgc %lu", &bytes) == 1)
			break;
	if (!bytes)
		abort();
	fclose(file);
	return bytes;
}

void fault_in_module(unsigned int percent)
{
	unsigned long first = first_of_module();
	char text[32];

	set_all("probability", "0");
	snprintf(text, sizeof(text), "0x%lx", first);
	set_all("require-start", text);
	snprintf(text, sizeof(text), "0x%lx", first + bytes_of_module());
	set_all("require-end", text);
	snprintf(text, sizeof(text), "%u", percent);
	set_all("probability", text);
}
