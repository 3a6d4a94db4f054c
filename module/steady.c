// SPDX-License-Identifier: GPL-2.0
#include "steady.h"

#include "arm.h"
#include "target.h"

static u64 sum_hits(const struct mapgc_probe *probe)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(*per_cpu_ptr(probe->hits, cpu));
	return sum;
}

static void note(struct mapgc_target *target, u32 i, u64 ns)
{
	struct mapgc_quiet *quiet = &target->quiet;
	u64 hits = sum_hits(&target->probes[i]);

	mapgc_loudness_note(&quiet->loudness[i], hits - quiet->seen[i], ns);
	quiet->seen[i] = hits;
}

static bool is_steady(const struct mapgc_probe *probe)
{
	return mapgc_arm_is_hot(probe) && mapgc_probe_is_steady(READ_ONCE(probe->mode));
}

static void note_steady(struct mapgc_target *target)
{
	struct mapgc_quiet *quiet = &target->quiet;
	u64 open_ns, nr_opened;
	u32 i;

	mapgc_window_clock(&target->steady, &open_ns, &nr_opened);
	for (i = 0; i < target->nr_probes; i++)
		if (is_steady(&target->probes[i]))
			note(target, i, open_ns - quiet->noted_ns);
	quiet->noted_ns = open_ns;
}

static void note_all(struct mapgc_target *target, u64 window_ns)
{
	u32 i;

	note_steady(target);
	for (i = 0; i < target->nr_probes; i++)
		if (mapgc_arm_is_of_windows(&target->probes[i]))
			note(target, i, window_ns);
}

bool mapgc_steady_is_spent(struct mapgc_target *target)
{
	return target->quiet.nr && mapgc_window_is_spent(&target->steady);
}

/* Unless it was hit since the window, which takes out the breakpoint. */
static bool join(struct mapgc_probe *probe)
{
	return cmpxchg(&probe->mode, MAPGC_PROBE_WINDOW, MAPGC_PROBE_JOINING) ==
	       MAPGC_PROBE_WINDOW;
}

void mapgc_steady_join(struct mapgc_target *target, u64 open_ns, u64 hits_per_s)
{
	struct mapgc_quiet *quiet = &target->quiet;
	u32 i, nr = quiet->nr;

	note_all(target, open_ns);
	if (mapgc_steady_is_spent(target) || !hits_per_s)
		return;
	/* Of the others nothing is noted, so they are not quiet. */
	mapgc_loudness_choose(quiet->loudness, target->nr_probes, hits_per_s, quiet->is_quiet);
	/* First: behind a gate that is shut they would be taken out. */
	if (!nr)
		mapgc_window_refill(&target->steady, target->period.steady_hits);
	for (i = 0; i < target->nr_probes; i++) {
		struct mapgc_probe *probe = &target->probes[i];

		if (mapgc_arm_is_of_windows(probe) && quiet->is_quiet[i] && probe->is_registered)
			nr += join(probe);
	}
	WRITE_ONCE(quiet->nr, nr);
}

void mapgc_steady_begin(struct mapgc_target *target, u32 hits)
{
	struct mapgc_quiet *quiet = &target->quiet;
	bool all_leave = !hits || mapgc_steady_is_spent(target), has_left = false;
	u32 i, nr = 0;

	note_steady(target);
	for (i = 0; i < target->nr_probes; i++) {
		struct mapgc_probe *probe = &target->probes[i];

		if (!is_steady(probe))
			continue;
		if (all_leave || !quiet->is_quiet[i]) {
			WRITE_ONCE(probe->mode, MAPGC_PROBE_WINDOW);
			mapgc_probe_unregister(probe, target->inode);
			has_left = true;
		} else {
			WRITE_ONCE(probe->mode, MAPGC_PROBE_STEADY);
			nr++;
		}
	}
	if (has_left)
		mapgc_probe_sync();
	WRITE_ONCE(quiet->nr, nr);
	if (nr)
		mapgc_window_refill(&target->steady, hits);
	else
		mapgc_window_shut(&target->steady);
}

void mapgc_steady_disarm(struct mapgc_target *target)
{
	u32 i;

	for (i = 0; i < target->nr_probes; i++)
		if (is_steady(&target->probes[i]))
			mapgc_probe_unregister(&target->probes[i], target->inode);
	mapgc_probe_sync();
}
