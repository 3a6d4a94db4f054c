// SPDX-License-Identifier: GPL-2.0
/* Any bytes as a command line, one argument a line: refused with one line, or in range. */
#include <stdlib.h>
#include <string.h>

#include "cmd/options.h"
#include "fuzz/harness.h"

#define ARGUMENTS_MAX	32

static void check(const struct options *options)
{
	size_t i;

	if (options->interval_ns < 10000000 || options->interval_ns > 86400000000000)
		abort();
	if (options->command > COMMAND_VERSION || options->select_by > SELECT_ALL ||
	    options->view > VIEW_EVENTS)
		abort();
	if (options->command == COMMAND_FOLLOW && options->select_by == SELECT_PID &&
	    !options->pids.nr)
		abort();
	for (i = 0; i < options->pids.nr; i++)
		if (options->pids.pids[i] <= 0 ||
		    (i && options->pids.pids[i] <= options->pids.pids[i - 1]))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *argv[ARGUMENTS_MAX + 2] = { "mapgc-read" }, *text = malloc(len + 1), *at;
	struct options options;
	struct error err = { "" };
	int argc = 1;

	if (!text)
		abort();
	memcpy(text, data, len);
	text[len] = '\0';
	for (at = strtok(text, "\n"); at && argc <= ARGUMENTS_MAX; at = strtok(NULL, "\n"))
		argv[argc++] = at;
	if (!options_parse(argc, argv, &options, &err))
		check(&options);
	else if (!err.text[0] || strchr(err.text, '\n'))
		abort();
	options_deinit(&options);
	free(text);
	return 0;
}
