/* SPDX-License-Identifier: GPL-2.0 */
/* The command line. */
#ifndef MAPGC_CMD_OPTIONS_H
#define MAPGC_CMD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "proc/pid_list.h"
#include "text/error.h"

enum command {
	COMMAND_FOLLOW,		/* show figures or events */
	COMMAND_LIST,
	COMMAND_CHECK,
	COMMAND_SYMBOLIZE,
	COMMAND_RESOLVE,
	COMMAND_CALIBRATE,
	COMMAND_HELP,
	COMMAND_VERSION,
};

enum select_by {
	SELECT_ATTACHED,	/* what is attached already, by anybody */
	SELECT_PID,
	SELECT_EXE,
	SELECT_COMM,
	SELECT_CGROUP,
	SELECT_ALL,
};

enum view_kind {
	VIEW_TABLES,
	VIEW_WATCH,
	VIEW_JSON,
	VIEW_EVENTS,
};

/**
 * struct options - what the user asked for
 * @command: what to do
 * @select_by: which processes
 * @pids: SELECT_PID
 * @name: SELECT_EXE, SELECT_COMM, SELECT_CGROUP: path or name; of argv
 * @addresses: COMMAND_SYMBOLIZE: nr_addresses of them; of argv
 * @nr_addresses: how many
 * @binary: COMMAND_RESOLVE: path; of argv
 * @output: COMMAND_RESOLVE: where to keep it, or NULL; of argv
 * @view: how to show it
 * @interval_ns: between snapshots
 * @count: snapshots (VIEW_EVENTS: events) until the end; 0 for no end
 * @is_exact: hot sites always armed
 * @has_budget: @budget_ppm was given
 * @budget_ppm: share of a target's CPU time that watching it may cost, in millionths; 0
 *	where nothing is sampled
 * @no_maps: without map depth
 * @no_gc: without pauses
 * @shaping: name of the last option that shapes an attachment, or NULL
 */
struct options {
	enum command command;
	enum select_by select_by;
	struct pid_list pids;
	const char *name;
	const char **addresses;
	size_t nr_addresses;
	const char *binary;
	const char *output;
	enum view_kind view;
	uint64_t interval_ns;
	uint64_t count;
	bool is_exact;
	bool has_budget;
	uint32_t budget_ppm;
	bool no_maps;
	bool no_gc;
	const char *shaping;
};

/**
 * options_parse() - read the command line
 * @argc: as main() got it
 * @argv: kept by reference
 * @ret: filled; options_deinit() when done, also after an error
 * @err: filled on failure
 *
 * Return: 0 or negative errno.
 */
int options_parse(int argc, char **argv, struct options *ret, struct error *err);
void options_deinit(struct options *options);

/** options_help() - print what options_parse() understands */
void options_help(FILE *out);

#endif /* MAPGC_CMD_OPTIONS_H */
