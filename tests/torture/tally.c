// SPDX-License-Identifier: GPL-2.0
#include "tally.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "specimen.h"
#include "tap.h"

struct tally *tally;

bool tally_create(void)
{
	int fd = memfd_create("tally", 0);

	if (fd < 0 || ftruncate(fd, sizeof(*tally)) || dup2(fd, TALLY_FD) < 0)
		return false;
	close(fd);
	return tally_join();
}

bool tally_join(void)
{
	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED, TALLY_FD, 0);
	return tally != MAP_FAILED;
}

void tally_op(enum mapgc_op op, unsigned int depth)
{
	atomic_fetch_add(&tally->begun[op][depth - 1], 1);
	specimen_op(op, depth - 1);
	atomic_fetch_add(&tally->done[op][depth - 1], 1);
}

void tally_pause(bool is_gc, uint64_t total_ns)
{
	enum mapgc_pause pause = is_gc ? MAPGC_PAUSE_GC_TOTAL : MAPGC_PAUSE_OTHER_TOTAL;

	atomic_fetch_add(&tally->pauses_begun[pause], 1);
	specimen_pause(is_gc, total_ns, total_ns / 2);
	atomic_fetch_add(&tally->pauses_done[pause], 1);
}

void tally_any(unsigned int i)
{
	tally_op(i % MAPGC_OPS, 1 + i % MAPGC_DEPTHS);
}

void tally_mark(unsigned int mark)
{
	atomic_fetch_add(&tally->marks[mark], 1);
}

uint64_t tally_marked(unsigned int mark)
{
	return atomic_load(&tally->marks[mark]);
}

uint64_t tally_total(void)
{
	uint64_t total = 0;
	unsigned int op, i;

	for (op = 0; op < MAPGC_OPS; op++)
		for (i = 0; i < MAPGC_DEPTHS; i++)
			total += atomic_load(&tally->done[op][i]);
	return total;
}

static bool is_between(uint64_t low, uint64_t found, uint64_t high, bool is_told,
		       const char *name, unsigned int i, unsigned int k)
{
	if (low <= found && found <= high)
		return true;
	if (is_told)
		tap_note("%s[%u][%u]: %llu is not in %llu..%llu", name, i, k,
			 (unsigned long long)found, (unsigned long long)low,
			 (unsigned long long)high);
	return false;
}

/* Of figures by themselves, however much of the time the target was attached. */
static bool is_sound(const struct mapgc_snapshot_args *figures, bool is_told)
{
	uint64_t hits = figures->ignored + figures->reexecutions;
	unsigned int op, i;
	bool is_right = true;

	for (op = 0; op < MAPGC_OPS; op++)
		for (i = 0; i < MAPGC_DEPTHS; i++) {
			hits += figures->ops[op][i];
			is_right &= is_between(0, figures->inferred[op][i], 0, is_told,
					       "inferred", op, i);
		}
	for (i = 0; i < MAPGC_LOSSES; i++)
		if (i != MAPGC_LOSS_EVENT_DROPPED)
			is_right &= is_between(0, figures->losses[i], 0, is_told, "losses", i, 0);
	is_right &= is_between(hits, figures->hits, hits, is_told, "hits", 0, 0);
	return is_right & is_between(0, figures->armed_ns, figures->elapsed_ns, is_told,
				     "armed_ns", 0, 0);
}

static bool compare(const struct mapgc_snapshot_args *figures, bool is_all, bool is_told)
{
	bool is_right = is_sound(figures, is_told);
	unsigned int op, i;

	for (op = 0; op < MAPGC_OPS; op++)
		for (i = 0; i < MAPGC_DEPTHS; i++)
			is_right &= is_between(is_all ? atomic_load(&tally->done[op][i]) : 0,
					       figures->ops[op][i],
					       atomic_load(&tally->begun[op][i]), is_told, "ops",
					       op, i);
	for (i = 0; i < MAPGC_PAUSES; i += MAPGC_PAUSE_OTHER_TOTAL)
		is_right &= is_between(is_all ? atomic_load(&tally->pauses_done[i]) : 0,
				       figures->pauses[i].count,
				       atomic_load(&tally->pauses_begun[i]), is_told, "pauses", i,
				       0);
	return is_right;
}

bool tally_agrees(const struct mapgc_snapshot_args *figures, bool is_told)
{
	return compare(figures, true, is_told);
}

bool tally_bounds(const struct mapgc_snapshot_args *figures, bool is_told)
{
	return compare(figures, false, is_told);
}
