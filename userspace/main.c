// SPDX-License-Identifier: GPL-2.0
/* mapgc-read: map depth and garbage collector pauses of running Go processes. */
#include <stdio.h>

#include "cmd/calibrate.h"
#include "cmd/check.h"
#include "cmd/follow.h"
#include "cmd/list.h"
#include "cmd/message.h"
#include "cmd/options.h"
#include "cmd/resolve.h"
#include "cmd/symbolize.h"
#include "cmd/version.h"
#include "text/charset.h"

/* 1 and 3 are for verdicts. */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_ERROR = 2,
};

static int help_main(const struct options *options, struct error *err)
{
	(void)options;
	(void)err;
	options_help(stdout);
	return 0;
}

static int version_main(const struct options *options, struct error *err)
{
	(void)options;
	(void)err;
	version_print(stdout);
	return 0;
}

static int (*const commands[])(const struct options *options, struct error *err) = {
	[COMMAND_FOLLOW] = follow_main,
	[COMMAND_LIST] = list_main,
	[COMMAND_CHECK] = check_main,
	[COMMAND_SYMBOLIZE] = symbolize_main,
	[COMMAND_RESOLVE] = resolve_main,
	[COMMAND_CALIBRATE] = calibrate_main,
	[COMMAND_HELP] = help_main,
	[COMMAND_VERSION] = version_main,
};

int main(int argc, char **argv)
{
	struct options options;
	struct error err = {};
	int code;

	charset_init();
	code = options_parse(argc, argv, &options, &err);
	if (!code)
		code = commands[options.command](&options, &err);
	options_deinit(&options);
	if (!code)
		return EXIT_DONE;
	if (*err.text)
		message_print(err.text);
	return EXIT_ERROR;
}
