// SPDX-License-Identifier: GPL-2.0
#include "cmd/options_check.h"

#include <errno.h>

#include "cmd/sampling.h"

#define INTERVAL_DEFAULT_NS	1000000000ULL
#define TABLE_DEFAULT_NS	5000000000ULL

#define NO_TARGET	"--list, --check, --symbolize, --resolve, --calibrate"

/* A program, and nothing to attach. */
static int check_symbolize(const struct options *options, struct error *err)
{
	bool is_one = options->select_by == SELECT_EXE ||
		(options->select_by == SELECT_PID && options->pids.nr == 1);

	if (!is_one || options->shaping)
		return error_set(err, -EINVAL, "--symbolize: needs one -p PID, or -e PATH");
	return 0;
}

static int check_command(const struct options *options, struct error *err)
{
	if (options->command == COMMAND_HELP || options->command == COMMAND_VERSION)
		return 0;
	if (options->view != VIEW_TABLES && options->view != VIEW_JSON)
		return error_set(err, -EINVAL,
				 NO_TARGET ": no other view than --json");
	if (options->command == COMMAND_SYMBOLIZE)
		return check_symbolize(options, err);
	if (options->select_by != SELECT_ATTACHED || options->shaping)
		return error_set(err, -EINVAL,
				 "--list, --check, --resolve, --calibrate: take no TARGET");
	return 0;
}

/* One table alone waits for windows, which the budget may buy every few seconds. */
static uint64_t default_interval_ns(const struct options *options)
{
	bool is_sampled = options->select_by != SELECT_ATTACHED && options->budget_ppm;

	return is_sampled && options->view == VIEW_TABLES && options->count == 1 ?
	       TABLE_DEFAULT_NS : INTERVAL_DEFAULT_NS;
}

static int check_follow(struct options *options, struct error *err)
{
	if (options->shaping && options->select_by == SELECT_ATTACHED)
		return error_set(err, -EINVAL, "--%s: needs a TARGET to attach",
				 options->shaping);
	if (options->is_exact && options->has_budget)
		return error_set(err, -EINVAL, "--exact --budget: one or the other");
	if (options->has_budget && !options->budget_ppm)
		options->no_maps = true;
	if (!options->has_budget && !options->is_exact && !options->no_maps)
		options->budget_ppm = SAMPLING_BUDGET_PPM;
	if (options->no_maps && options->no_gc)
		return error_set(err, -EINVAL, "--no-maps --no-gc: nothing left to attach");
	if (options->view == VIEW_TABLES && !options->count)
		options->count = 1;
	return 0;
}

int options_check(struct options *options, struct error *err)
{
	int code;

	if (options->output && options->command != COMMAND_RESOLVE)
		return error_set(err, -EINVAL, "--output: only together with --resolve");
	code = options->command == COMMAND_FOLLOW ? check_follow(options, err) :
		check_command(options, err);
	if (!options->interval_ns)
		options->interval_ns = default_interval_ns(options);
	return code;
}
