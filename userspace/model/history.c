// SPDX-License-Identifier: GPL-2.0
#include "model/history.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "model/delta.h"

struct track {
	uint32_t id;
	bool is_exact;
	uint64_t period_ns;		/* of the windows, at most */
	struct interval since_attach;
	size_t nr_intervals;
	size_t next;			/* index in @ring of the interval to come */
	struct interval ring[HISTORY_INTERVALS];
};

struct history {
	struct track **tracks;
	size_t nr_tracks;
};

struct history *history_create(void)
{
	return calloc(1, sizeof(struct history));
}

void history_destroy(struct history *history)
{
	if (!history)
		return;
	for (size_t i = 0; i < history->nr_tracks; i++)
		free(history->tracks[i]);
	free(history->tracks);
	free(history);
}

struct history *history_copy(const struct history *history)
{
	struct history *copy = history_create();

	if (!copy)
		return NULL;
	copy->tracks = calloc(history->nr_tracks + 1, sizeof(*copy->tracks));
	if (!copy->tracks)
		goto err_destroy;
	for (; copy->nr_tracks < history->nr_tracks; copy->nr_tracks++) {
		struct track *track = malloc(sizeof(*track));

		if (!track)
			goto err_destroy;
		*track = *history->tracks[copy->nr_tracks];
		copy->tracks[copy->nr_tracks] = track;
	}
	return copy;

err_destroy:
	history_destroy(copy);
	return NULL;
}

static struct track *find(const struct history *history, uint32_t id)
{
	for (size_t i = 0; i < history->nr_tracks; i++) {
		if (history->tracks[i]->id == id)
			return history->tracks[i];
	}
	return NULL;
}

static void forget_gone(struct history *history, const struct snapshot *now)
{
	size_t nr_kept = 0;

	for (size_t i = 0; i < history->nr_tracks; i++) {
		struct track *track = history->tracks[i];

		if (snapshot_find(now, track->id))
			history->tracks[nr_kept++] = track;
		else
			free(track);
	}
	history->nr_tracks = nr_kept;
}

static struct track *find_or_create(struct history *history, uint32_t id)
{
	struct track *track = find(history, id);
	struct track **tracks;

	if (track)
		return track;
	tracks = realloc(history->tracks, (history->nr_tracks + 1) * sizeof(*tracks));
	if (!tracks)
		return NULL;
	history->tracks = tracks;
	track = calloc(1, sizeof(*track));
	if (!track)
		return NULL;
	track->id = id;
	history->tracks[history->nr_tracks++] = track;
	return track;
}

static uint64_t longest_period_ms(const struct target *target)
{
	uint64_t ret_ms = target->period_ms + target->period_ms / MAPGC_PERIOD_CHANCE;

	return target->budget_ppm && ret_ms < MAPGC_BUDGET_PERIOD_MS ? MAPGC_BUDGET_PERIOD_MS :
								       ret_ms;
}

static void track_add(struct track *track, const struct target *prev, const struct target *now)
{
	struct mapgc_snapshot_args added;

	track->is_exact = now->attach_flags & MAPGC_ATTACH_EXACT;
	track->period_ns = longest_period_ms(now) * 1000000ull;
	interval_fold(&now->figures, &track->since_attach);
	if (!prev)
		return;
	if (!delta_figures(&prev->figures, &now->figures, &added)) {
		track->nr_intervals = 0;
		return;
	}
	interval_fold(&added, &track->ring[track->next]);
	track->next = (track->next + 1) % HISTORY_INTERVALS;
	if (track->nr_intervals < HISTORY_INTERVALS)
		track->nr_intervals++;
}

int history_add(struct history *history, const struct snapshot *prev, const struct snapshot *now)
{
	forget_gone(history, now);
	for (size_t i = 0; i < now->nr_targets; i++) {
		const struct target *target = &now->targets[i];
		struct track *track = find_or_create(history, target->id);

		if (!track)
			return -ENOMEM;
		track_add(track, prev ? snapshot_find(prev, target->id) : NULL, target);
	}
	return 0;
}

const struct track *history_track(const struct history *history, uint32_t id)
{
	return find(history, id);
}

size_t track_length(const struct track *track)
{
	return track->nr_intervals;
}

static const struct interval *interval_at(const struct track *track, size_t age)
{
	return &track->ring[(track->next + HISTORY_INTERVALS - 1 - age) % HISTORY_INTERVALS];
}

/* Intervals that an estimate is over; 0: since attach. */
static size_t estimate_length(const struct track *track)
{
	if (track->is_exact)
		return track->nr_intervals ? 1 : 0;
	return track->nr_intervals < RATE_INTERVALS ? track->nr_intervals : RATE_INTERVALS;
}

static struct estimate rate_of_interval(const struct track *track,
					const struct interval *interval, unsigned int series)
{
	if (track->is_exact)
		return estimate_exact(interval->ops[series], interval->elapsed_ns);
	return rate_sampled(&interval, 1, series);
}

/* What an estimate is over; returns how many there are. */
static size_t estimate_intervals(const struct track *track,
				 const struct interval *ret[RATE_INTERVALS])
{
	size_t nr = estimate_length(track);

	for (size_t i = 0; i < nr; i++)
		ret[i] = interval_at(track, i);
	if (nr)
		return nr;
	ret[0] = &track->since_attach;
	return 1;
}

struct estimate track_estimate(const struct track *track, unsigned int series)
{
	const struct interval *intervals[RATE_INTERVALS];
	size_t nr = estimate_intervals(track, intervals);

	if (track->is_exact)
		return rate_of_interval(track, intervals[0], series);
	return rate_sampled(intervals, nr, series);
}

struct estimate track_share(const struct track *track, int depth)
{
	const struct interval *intervals[RATE_INTERVALS];
	size_t nr = estimate_intervals(track, intervals);

	if (track->is_exact)
		return rate_share_exact(intervals[0], depth);
	return rate_share(intervals, nr, depth);
}

uint64_t track_estimate_ns(const struct track *track)
{
	size_t nr_points = estimate_length(track);
	uint64_t sum_ns = 0;

	if (!nr_points)
		return track->since_attach.elapsed_ns;
	for (size_t i = 0; i < nr_points; i++)
		sum_ns += interval_at(track, i)->elapsed_ns;
	return sum_ns;
}

size_t track_latest(const struct track *track)
{
	uint64_t past_ns = 0;

	for (size_t age = 0; age < track->nr_intervals; age++) {
		if (interval_at(track, age)->sampled_ns)
			return age;
		past_ns += interval_at(track, age)->elapsed_ns;
		if (past_ns >= 2 * track->period_ns)
			break;
	}
	return 0;
}

struct estimate track_rate(const struct track *track, size_t age, unsigned int series)
{
	return rate_of_interval(track, interval_at(track, age), series);
}
