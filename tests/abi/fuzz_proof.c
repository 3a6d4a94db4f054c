// SPDX-License-Identifier: GPL-2.0
#include "fuzz_proof.h"

#include <string.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

#define ROOM	64

void fuzz_detach_all(int device)
{
	uint32_t ids[ROOM];
	long i, nr;

	do {
		nr = device_list(device, ids, ROOM);
		for (i = 0; i < nr && i < ROOM; i++)
			device_detach(device, ids[i]);
	} while (nr > ROOM);
}

static bool is_empty(int device, const char *when)
{
	uint32_t id = 0;
	long nr = device_list(device, &id, 1);

	if (!nr && specimen_intact())
		return true;
	tap_note("%s: %ld targets (%u), code %schanged", when, nr, id,
		 specimen_intact() ? "not " : "");
	return false;
}

/* Known and inferred alike; the rest of the rows has to be 0. */
static bool is_counted(const struct mapgc_snapshot_args *figures,
		       uint64_t expected[MAPGC_OPS][MAPGC_DEPTHS])
{
	int op, depth;

	for (op = 0; op < MAPGC_OPS; op++) {
		for (depth = 0; depth < MAPGC_DEPTHS; depth++) {
			if (figures->ops[op][depth] == expected[op][depth] &&
			    !figures->inferred[op][depth])
				continue;
			tap_note("op %d at depth %d: %llu and %llu inferred, not %llu", op,
				 depth + 1, (unsigned long long)figures->ops[op][depth],
				 (unsigned long long)figures->inferred[op][depth],
				 (unsigned long long)expected[op][depth]);
			return false;
		}
	}
	return true;
}

static bool hit_and_count(int device, uint32_t id, struct chance *chance)
{
	static struct mapgc_snapshot_args figures;
	uint64_t expected[MAPGC_OPS][MAPGC_DEPTHS] = {};
	unsigned int i, hits = 20 + chance_below(chance, 20);
	unsigned int pauses = chance_below(chance, 4);

	specimen_grow(false);
	for (i = 0; i < hits; i++) {
		unsigned int op = chance_below(chance, MAPGC_OPS);
		unsigned int depth = chance_below(chance, MAPGC_DEPTHS);

		specimen_op(op, depth);
		expected[op][depth]++;
	}
	for (i = 0; i < pauses; i++)
		specimen_pause(true, 2000, 1000);
	if (device_snapshot(device, id, &figures)) {
		tap_note("snapshot: %s", device_line);
		return false;
	}
	if (figures.hits != hits || figures.pauses[MAPGC_PAUSE_GC_TOTAL].count != pauses) {
		tap_note("%llu hits and %llu pauses, not %u and %u",
			 (unsigned long long)figures.hits,
			 (unsigned long long)figures.pauses[MAPGC_PAUSE_GC_TOTAL].count, hits,
			 pauses);
		return false;
	}
	return is_counted(&figures, expected);
}

bool fuzz_proof(int device, struct chance *chance)
{
	struct specimen specimen;
	bool is_right;
	long id;

	fuzz_detach_all(device);
	if (!is_empty(device, "before"))
		return false;
	if (specimen_fill(&specimen))
		return false;
	id = device_attach(device, &specimen.args);
	specimen_release(&specimen);
	if (id < 0) {
		tap_note("a valid attach: %s \"%s\"", strerrorname_np(-id), device_line);
		return false;
	}
	is_right = hit_and_count(device, id, chance);
	if (device_detach(device, id)) {
		tap_note("detach: %s", device_line);
		is_right = false;
	}
	return is_empty(device, "after") && is_right;
}
