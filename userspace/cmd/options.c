// SPDX-License-Identifier: GPL-2.0
/* One table drives parsing and help. */
#include "cmd/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/number.h"
#include "cmd/options_check.h"

#define INTERVAL_MIN_SECONDS	0.01
#define INTERVAL_MAX_SECONDS	86400.0

/**
 * struct option_row - one option
 * @name: long form
 * @letter: short form, or 0
 * @arg: what follows, for help; "[X]" is optional; NULL for nothing
 * @help: what it does; NULL starts with the options that have no effect, or are not there yet
 * @set: takes it; @arg is NULL where nothing follows
 * @value: for @set
 */
struct option_row {
	const char *name;
	char letter;
	const char *arg;
	const char *help;
	int (*set)(struct options *options, const struct option_row *row, const char *arg,
		   struct error *err);
	int value;
};

static int set_command(struct options *options, const struct option_row *row,
		       const char *arg, struct error *err)
{
	(void)arg;
	if (options->command != COMMAND_FOLLOW && options->command != (enum command)row->value)
		return error_set(err, -EINVAL, "--%s: not together with another command",
				 row->name);
	options->command = row->value;
	return 0;
}

static int set_view(struct options *options, const struct option_row *row, const char *arg,
		    struct error *err)
{
	if (options->view != VIEW_TABLES && options->view != (enum view_kind)row->value)
		return error_set(err, -EINVAL, "--%s: one view at a time", row->name);
	options->view = row->value;
	return arg ? number_seconds(arg, INTERVAL_MIN_SECONDS, INTERVAL_MAX_SECONDS,
				    &options->interval_ns, row->name, err) : 0;
}

static int set_selection(struct options *options, const struct option_row *row,
			 const char *arg, struct error *err)
{
	bool is_again = options->select_by == (enum select_by)row->value;

	if (options->select_by != SELECT_ATTACHED && !(is_again && row->value == SELECT_PID))
		return error_set(err, -EINVAL, "--%s: one TARGET at a time%s", row->name,
				 is_again ? "" : ", not together with another kind");
	options->select_by = row->value;
	if (row->value == SELECT_PID)
		return number_pids(arg, &options->pids, row->name, err);
	options->name = arg;
	return 0;
}

static int add_address(struct options *options, const char *arg, struct error *err)
{
	const char **addresses;

	addresses = reallocarray(options->addresses, options->nr_addresses + 1,
				 sizeof(*addresses));
	if (!addresses)
		return error_set(err, -ENOMEM, "--symbolize: no memory");
	addresses[options->nr_addresses++] = arg;
	options->addresses = addresses;
	return 0;
}

static int set_symbolize(struct options *options, const struct option_row *row,
			 const char *arg, struct error *err)
{
	int code = set_command(options, row, NULL, err);

	return code || !arg ? code : add_address(options, arg, err);
}

static int set_resolve(struct options *options, const struct option_row *row, const char *arg,
		       struct error *err)
{
	options->binary = arg;
	return set_command(options, row, NULL, err);
}

static int set_output(struct options *options, const struct option_row *row, const char *arg,
		      struct error *err)
{
	(void)row;
	(void)err;
	options->output = arg;
	return 0;
}

static int set_interval(struct options *options, const struct option_row *row,
			const char *arg, struct error *err)
{
	return number_seconds(arg, INTERVAL_MIN_SECONDS, INTERVAL_MAX_SECONDS,
			      &options->interval_ns, row->name, err);
}

static int set_count(struct options *options, const struct option_row *row, const char *arg,
		     struct error *err)
{
	return number_count(arg, &options->count, row->name, err);
}

enum shape {
	SHAPE_EXACT,
	SHAPE_NO_MAPS,
	SHAPE_NO_GC,
	SHAPE_NO_ALLOC,		/* never there in this version, so nothing to leave out */
};

static int set_shape(struct options *options, const struct option_row *row, const char *arg,
		     struct error *err)
{
	(void)arg;
	(void)err;
	options->shaping = row->name;
	options->is_exact |= row->value == SHAPE_EXACT;
	options->no_maps |= row->value == SHAPE_NO_MAPS;
	options->no_gc |= row->value == SHAPE_NO_GC;
	return 0;
}

static int set_budget(struct options *options, const struct option_row *row, const char *arg,
		      struct error *err)
{
	options->shaping = row->name;
	options->has_budget = true;
	return number_percent(arg, &options->budget_ppm, row->name, err);
}

static int set_not_yet(struct options *options, const struct option_row *row,
		       const char *arg, struct error *err)
{
	(void)options;
	(void)arg;
	return error_set(err, -ENOTSUP, "--%s: not in this version", row->name);
}

static const struct option_row rows[] = {
	{ "pid", 'p', "PID...", "these processes: -p 1 2, -p 1,2", set_selection, SELECT_PID },
	{ "exe", 'e', "PATH", "all that run this executable, now and later", set_selection,
	  SELECT_EXE },
	{ "comm", 'c', "COMM", "all with this name", set_selection, SELECT_COMM },
	{ "cgroup", 0, "PATH", "all in this cgroup v2 directory and below", set_selection,
	  SELECT_CGROUP },
	{ "all", 'a', NULL, "every Go process on the host", set_selection, SELECT_ALL },
	{ "watch", 0, "[SEC]", "live screen", set_view, VIEW_WATCH },
	{ "json", 0, NULL, "one JSON object per interval (--list, --check: one)", set_view,
	  VIEW_JSON },
	{ "events", 0, NULL, "one JSON line per pause, process and target", set_view,
	  VIEW_EVENTS },
	{ "list", 0, NULL, "Go processes, and what works for them", set_command,
	  COMMAND_LIST },
	{ "check", 0, NULL, "what is missing on this host, if anything", set_command,
	  COMMAND_CHECK },
	{ "symbolize", 0, "[ADDR...]", "functions and lines, of -p PID or -e PATH",
	  set_symbolize, COMMAND_SYMBOLIZE },
	{ "resolve", 0, "BIN", "look for the sites of an executable", set_resolve,
	  COMMAND_RESOLVE },
	{ "output", 'o', "FILE", "--resolve: keep them, for where it runs", set_output, 0 },
	{ "calibrate", 0, NULL, "what a probe hit costs on this host", set_command,
	  COMMAND_CALIBRATE },
	{ "help", 'h', NULL, "this", set_command, COMMAND_HELP },
	{ "version", 'V', NULL, "version of this program", set_command, COMMAND_VERSION },
	{ "interval", 'i', "SEC", "between snapshots (1; one table alone: 5)", set_interval, 0 },
	{ "count", 'n', "COUNT", "end after so many snapshots or events", set_count, 0 },
	{ "exact", 0, NULL, "count every map operation, whatever it costs", set_shape,
	  SHAPE_EXACT },
	{ "budget", 0, "PCT", "of its CPU time, at most, for map operations (1)",
	  set_budget, 0 },
	{ "no-maps", 0, NULL, "without map depth", set_shape, SHAPE_NO_MAPS },
	{ "no-gc", 0, NULL, "without pauses", set_shape, SHAPE_NO_GC },
	{ "no-alloc", 0, NULL, NULL, set_shape, SHAPE_NO_ALLOC },
	{ "prometheus", 0, NULL, NULL, set_not_yet, 0 },
	{ "serve", 0, "ADDR:PORT", NULL, set_not_yet, 0 },
	{ "pprof", 0, "FILE", NULL, set_not_yet, 0 },
	{ "folded", 0, NULL, NULL, set_not_yet, 0 },
	{ "report", 0, "FILE", NULL, set_not_yet, 0 },
	{ "record", 0, "FILE", NULL, set_not_yet, 0 },
	{ "replay", 0, "FILE", NULL, set_not_yet, 0 },
	{ "verify", 0, "BASE", NULL, set_not_yet, 0 },
	{ "rules", 0, "FILE", NULL, set_not_yet, 0 },
	{ "alert-depth", 0, "N", NULL, set_not_yet, 0 },
	{ "alert-pause", 0, "DUR", NULL, set_not_yet, 0 },
	{ "stack-frames", 0, "N", NULL, set_not_yet, 0 },
};

#define NR_ROWS (sizeof(rows) / sizeof(rows[0]))

#define PLAIN_ARGUMENT	1	/* getopt's, with '-' at the start of the letters */
#define LONG_BASE	256	/* above every letter */

struct getopt_tables {
	struct option longs[NR_ROWS + 1];
	char letters[2 + 2 * NR_ROWS + 1];
};

static int argument_kind(const struct option_row *row)
{
	if (!row->arg)
		return no_argument;
	return row->arg[0] == '[' ? optional_argument : required_argument;
}

/* '-': plain arguments in their place; ':': a missing one is told apart. */
static void fill_tables(struct getopt_tables *tables)
{
	char *letter = tables->letters;
	size_t i;

	memset(tables, 0, sizeof(*tables));
	*letter++ = '-';
	*letter++ = ':';
	for (i = 0; i < NR_ROWS; i++) {
		tables->longs[i].name = rows[i].name;
		tables->longs[i].has_arg = argument_kind(&rows[i]);
		tables->longs[i].val = LONG_BASE + i;
		if (!rows[i].letter)
			continue;
		*letter++ = rows[i].letter;
		if (rows[i].arg)
			*letter++ = ':';
	}
}

static const struct option_row *find_row(int val)
{
	size_t i;

	if (val >= LONG_BASE)
		return &rows[val - LONG_BASE];
	for (i = 0; i < NR_ROWS; i++)
		if (rows[i].letter == val)
			return &rows[i];
	return NULL;
}

/*
 * Addresses after --symbolize wherever they stand, more PIDs after -p, seconds right after
 * --watch; nothing else stands alone.
 */
static int take_plain(struct options *options, const struct option_row *last,
		      const char *arg, struct error *err)
{
	if (options->command == COMMAND_SYMBOLIZE)
		return add_address(options, arg, err);
	if (last && last->set == set_selection && last->value == SELECT_PID)
		return number_pids(arg, &options->pids, last->name, err);
	if (last && last->set == set_view && last->value == VIEW_WATCH)
		return last->set(options, last, arg, err);
	return error_set(err, -EINVAL, "%s: unexpected (mapgc-read --help)", arg);
}

static bool takes_more(const struct option_row *row)
{
	return row && row->set == set_selection && row->value == SELECT_PID;
}

static int reject_missing(const struct option_row *row, struct error *err)
{
	return error_set(err, -EINVAL, "--%s: needs %s", row->name, row->arg);
}

static int reject(int val, char **argv, struct error *err)
{
	const struct option_row *row = optopt ? find_row(optopt) : NULL;

	if (val == ':' && row)
		return reject_missing(row, err);
	if (row)
		return error_set(err, -EINVAL, "--%s: takes nothing", row->name);
	return error_set(err, -EINVAL, "%s: unknown option (mapgc-read --help)",
			 argv[optind - 1]);
}

int options_parse(int argc, char **argv, struct options *ret, struct error *err)
{
	const struct option_row *row, *last = NULL;
	struct getopt_tables tables;
	int val, code = 0;

	memset(ret, 0, sizeof(*ret));
	fill_tables(&tables);
	opterr = 0;
	optind = 0; /* from the start, also when called again */
	while (!code && (val = getopt_long(argc, argv, tables.letters, tables.longs,
					   NULL)) != -1) {
		row = NULL;
		if (val == PLAIN_ARGUMENT) {
			code = take_plain(ret, last, optarg, err);
			if (takes_more(last))
				row = last;
		} else if (val == '?' || val == ':') {
			code = reject(val, argv, err);
		} else {
			row = find_row(val);
			code = optarg && !*optarg ? reject_missing(row, err) :
						    row->set(ret, row, optarg, err);
		}
		last = row;
	}
	if (!code && optind < argc)
		code = error_set(err, -EINVAL, "%s: unexpected (mapgc-read --help)",
				 argv[optind]);
	pid_list_sort(&ret->pids);
	return code ? code : options_check(ret, err);
}

void options_deinit(struct options *options)
{
	pid_list_deinit(&options->pids);
	free(options->addresses);
}

static void print_row(FILE *out, const struct option_row *row)
{
	char text[32], letter[8] = "   ";

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c,", row->letter);
	snprintf(text, sizeof(text), "%s --%s %s", letter, row->name,
		 row->arg ? row->arg : "");
	fprintf(out, "  %-23s %s\n", text, row->help);
}

static const char *section_of(const struct option_row *row)
{
	if (row->set == set_selection)
		return "TARGET (none: what is attached already)";
	if (row->set == set_view)
		return "VIEW (none: tables, after one interval)";
	return "OPTION";
}

void options_help(FILE *out)
{
	const char *section, *last = NULL;
	size_t i;

	fputs("usage: mapgc-read [TARGET] [VIEW] [OPTION]...\n", out);
	for (i = 0; i < NR_ROWS && rows[i].help; i++) {
		section = section_of(&rows[i]);
		if (!last || strcmp(section, last))
			fprintf(out, "%s\n", section);
		last = section;
		print_row(out, &rows[i]);
	}
}
