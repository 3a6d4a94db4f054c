// SPDX-License-Identifier: GPL-2.0
#include "resolve/pause_sites.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "resolve/inlining.h"
#include "resolve/pause_points.h"
#include "resolve/pause_records.h"
#include "resolve/record_place.h"

#define STOP_NAME	"runtime.stopTheWorldWithSema"
#define START_NAME	"runtime.startTheWorldWithSema"
#define RECORD_NAME	"runtime.(*timeHistogram).record"
#define CYCLE_NAME	"runtime.gcBgMarkStartWorkers"

/* First version that records pauses with their reason. */
#define RECORDS_MINOR	22

/*
 * Go names its assembly functions with or without their calling convention. The last calls
 * them, and is a call itself where nothing was inlined (-l).
 */
static const char *const nanotime_names[] = {
	"runtime.nanotime1", "runtime.nanotime1.abi0", "runtime.nanotime",
};

static int find_function(const struct program *program, const char *name, size_t *ret,
			 struct error *err)
{
	*ret = pclntab_find_name(&program->pclntab, name);
	if (*ret == PCLNTAB_NONE)
		return error_set(err, -ENOENT, "%s: no such function in this program", name);
	return 0;
}

static void add_limit(struct error *limits, const char *limit)
{
	size_t used = strlen(limits->text);

	snprintf(limits->text + used, sizeof(limits->text) - used, "%s%s", used ? ", " : "", limit);
}

/* 0 where all of them are inlined. */
static uint64_t record_va(const struct program *program)
{
	size_t record = pclntab_find_name(&program->pclntab, RECORD_NAME);

	return record == PCLNTAB_NONE ? 0 : program->pclntab.functions[record].va;
}

static int add_now(const struct program *program, const struct callees *callees,
		   struct sites *sites, size_t start, struct error *err)
{
	const struct pclntab *tab = &program->pclntab;
	const struct insn *now = NULL;
	struct listing code;
	size_t i;
	int rc;

	rc = program_decode(program, start, &code, err);
	if (rc)
		return rc;
	for (i = 0; !now && i < sizeof(nanotime_names) / sizeof(nanotime_names[0]); i++) {
		size_t nanotime = pclntab_find_name(tab, nanotime_names[i]);

		if (nanotime != PCLNTAB_NONE)
			now = pause_points_now(&code, callees, tab->functions[nanotime].va);
	}
	if (now)
		rc = sites_add(sites, program, now, MAPGC_ROLE_START_NOW, 0, err);
	else
		rc = error_set(err, -EINVAL, "%s: where it takes the time is not understood",
			       START_NAME);
	listing_deinit(&code);
	return rc;
}

/* Before Go 1.22: GC pauses are recorded where they are added up for MemStats.PauseNs. */
static const char *const recorders[] = {
	"runtime.gcStart.", "runtime.gcMarkDone.", "runtime.gcMarkTermination",
};

/* A call (seen in Go 1.21), or inlined (seen in Go 1.19). */
static int add_own_record(const struct program *program, struct sites *sites, size_t index)
{
	struct record_place place;
	struct listing code;
	int rc = program_decode(program, index, &code, NULL);

	if (rc)
		return rc;
	rc = -ENOENT;
	if (record_place_find_only(&code, record_va(program), &place))
		rc = sites_add_record(sites, program, place.insn, MAPGC_ROLE_TOTAL_GC,
				      place.value_reg, NULL);
	listing_deinit(&code);
	return rc;
}

/* How many functions whose name begins so record a pause. */
static size_t add_recorders(const struct program *program, struct sites *sites,
			    const char *prefix)
{
	const struct pclntab *tab = &program->pclntab;
	size_t i, nr = 0;

	for (i = 0; i < tab->nr_functions; i++)
		if (!strncmp(pclntab_name(tab, i), prefix, strlen(prefix)))
			nr += !add_own_record(program, sites, i);
	return nr;
}

/* All three kinds of pause or none: a pause is not to be counted twice, or never. */
static void add_own_records(const struct program *program, struct sites *sites,
			    struct error *limits)
{
	size_t before = sites->nr_sites, i;

	for (i = 0; i < sizeof(recorders) / sizeof(recorders[0]); i++) {
		if (add_recorders(program, sites, recorders[i]) == 1)
			continue;
		sites->nr_sites = before;
		add_limit(limits, "pauses measured by the kernel's clock");
		return;
	}
}

/* Without this site only the stopping phase is missing. */
static int add_stopped(const struct program *program, const struct callees *callees,
		       struct sites *sites, size_t stop, struct error *limits, struct error *err)
{
	const struct insn *stopped;
	struct listing code;
	int rc;

	rc = program_decode(program, stop, &code, err);
	if (rc)
		return rc;
	stopped = pause_points_stopped(&code, callees);
	if (stopped)
		rc = sites_add(sites, program, stopped, MAPGC_ROLE_STOPPED, 0, err);
	else
		add_limit(limits, "stopping phase not measured");
	listing_deinit(&code);
	return rc;
}

/* Called once per cycle by gcStart; without it only the number of cycles is missing. */
static void add_cycle(const struct program *program, struct sites *sites, bool is_inlined,
		      struct error *limits)
{
	size_t cycle;

	if (is_inlined || find_function(program, CYCLE_NAME, &cycle, NULL) ||
	    sites_add_check(sites, program, cycle, MAPGC_ROLE_CYCLE, 0, NULL))
		add_limit(limits, "cycles not counted");
}

/* What was inlined is asked of these. */
enum { STOP, START, CYCLE, NR_WANTED };

static int add_recorded(const struct program *program, const struct inlining *wanted,
			struct sites *sites, struct error *err)
{
	const struct pause_recorder stopping = {
		.index = pclntab_find_name(&program->pclntab, STOP_NAME),
		.copies = &wanted[STOP],
		.entry = MAPGC_ROLE_STOP,
		.gc = MAPGC_ROLE_STOPPING_GC,
		.other = MAPGC_ROLE_STOPPING_OTHER,
	};
	const struct pause_recorder starting = {
		.index = pclntab_find_name(&program->pclntab, START_NAME),
		.copies = &wanted[START],
		.entry = MAPGC_ROLE_START,
		.gc = MAPGC_ROLE_TOTAL_GC,
		.other = MAPGC_ROLE_TOTAL_OTHER,
	};
	uint64_t record = record_va(program);
	int rc = pause_records_add(program, &stopping, record, sites, err);

	if (!rc)
		rc = pause_records_add(program, &starting, record, sites, err);
	return rc;
}

/* A pause in a copy would be missed. */
static int check_inlined(const struct program *program, const struct inlining *function,
			 struct error *err)
{
	return function->nr_copies ? inlining_refuse(program, function, 0, err) : 0;
}

static int add_measured(const struct program *program, const struct inlining *wanted,
			const struct callees *callees, struct sites *sites,
			struct error *limits, struct error *err)
{
	size_t stop = PCLNTAB_NONE, start = PCLNTAB_NONE;
	int rc = check_inlined(program, &wanted[STOP], err);

	if (!rc)
		rc = check_inlined(program, &wanted[START], err);
	if (!rc)
		rc = find_function(program, STOP_NAME, &stop, err);
	if (!rc)
		rc = find_function(program, START_NAME, &start, err);
	if (!rc)
		rc = sites_add_check(sites, program, stop, MAPGC_ROLE_STOP, 0, err);
	if (!rc)
		rc = sites_add_check(sites, program, start, MAPGC_ROLE_START, 0, err);
	if (!rc)
		rc = add_now(program, callees, sites, start, err);
	if (!rc)
		rc = add_stopped(program, callees, sites, stop, limits, err);
	if (!rc)
		add_own_records(program, sites, limits);
	return rc;
}

/* Old formats have no trees that we can read; nothing was inlined into the runtime then. */
static int find_inlined(const struct program *program, const struct golayout *layout,
			struct inlining *wanted, size_t nr, struct error *err)
{
	int rc = inlining_find(program, layout, wanted, nr, err);

	return rc == -ENOTSUP ? 0 : rc;
}

int pause_sites_find(const struct program *program, const struct golayout *layout,
		     const struct callees *callees, struct sites *sites, struct error *limits,
		     struct error *err)
{
	struct inlining wanted[NR_WANTED] = {
		[STOP].name = STOP_NAME,
		[START].name = START_NAME,
		[CYCLE].name = CYCLE_NAME,
	};
	size_t before = sites->nr_sites;
	int rc;

	limits->text[0] = '\0';
	rc = find_inlined(program, layout, wanted, NR_WANTED, err);
	if (!rc && program->build.minor >= RECORDS_MINOR)
		rc = add_recorded(program, wanted, sites, err);
	else if (!rc)
		rc = add_measured(program, wanted, callees, sites, limits, err);
	if (rc) {
		sites->nr_sites = before;
		return rc;
	}
	add_cycle(program, sites, wanted[CYCLE].nr_copies, limits);
	return 0;
}

uint64_t pause_sites_start_va(const struct program *program)
{
	size_t start;

	if (program->build.minor >= RECORDS_MINOR)
		return 0;
	start = pclntab_find_name(&program->pclntab, START_NAME);
	return start == PCLNTAB_NONE ? 0 : program->pclntab.functions[start].va;
}
