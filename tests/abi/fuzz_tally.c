// SPDX-License-Identifier: GPL-2.0
#include "fuzz_tally.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "tap.h"

#define ERRNOS		256
#define LACK_CALLS	10000	/* more for a kind that has not ended in every way */

static const struct fuzz_kind *kinds;
static unsigned int nr_kinds;

/* Shared with children. */
static struct {
	atomic_ulong calls;
	atomic_ulong by_errno[FUZZ_KINDS_MAX][ERRNOS];
} *tally;

int fuzz_tally_init(const struct fuzz_kind *with, unsigned int nr)
{
	kinds = with;
	nr_kinds = nr;
	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	return tally == MAP_FAILED ? -errno : 0;
}

void fuzz_tally_add(unsigned int kind, int err)
{
	atomic_fetch_add(&tally->calls, 1);
	atomic_fetch_add(&tally->by_errno[kind][err & (ERRNOS - 1)], 1);
}

unsigned long fuzz_tally_calls(void)
{
	return tally->calls;
}

static unsigned long refused(unsigned int kind)
{
	unsigned long sum = 0;
	unsigned int err;

	for (err = 1; err < ERRNOS; err++)
		sum += tally->by_errno[kind][err];
	return sum;
}

static void show_kind(unsigned int kind)
{
	char line[512];
	unsigned int err;
	size_t used;

	used = snprintf(line, sizeof(line), "%-14s %7lu accepted", kinds[kind].name,
			tally->by_errno[kind][0]);
	for (err = 1; err < ERRNOS && used < sizeof(line); err++)
		if (tally->by_errno[kind][err])
			used += snprintf(line + used, sizeof(line) - used, ", %lu %s",
					 tally->by_errno[kind][err], strerrorname_np(err));
	tap_note("%s", line);
}

static bool is_as_expected(unsigned int kind)
{
	bool is_accepted = tally->by_errno[kind][0], is_refused = refused(kind);

	switch (kinds[kind].expect) {
	case FUZZ_EXPECT_BOTH:
		return is_accepted && is_refused;
	case FUZZ_EXPECT_REFUSED:
		return !is_accepted && is_refused;
	default:
		return is_accepted || is_refused;
	}
}

bool fuzz_tally_goes_on(unsigned long calls)
{
	unsigned int kind;

	if (tally->calls < calls)
		return true;
	for (kind = 0; kind < nr_kinds; kind++)
		if (!is_as_expected(kind))
			return tally->calls < calls + LACK_CALLS;
	return false;
}

bool fuzz_tally_show(void)
{
	bool is_right = true;
	unsigned int kind;

	for (kind = 0; kind < nr_kinds; kind++) {
		show_kind(kind);
		if (is_as_expected(kind))
			continue;
		tap_note("%s: not accepted and refused as it may", kinds[kind].name);
		is_right = false;
	}
	return is_right;
}
