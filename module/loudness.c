// SPDX-License-Identifier: GPL-2.0
#include "loudness.h"

#define NS_PER_S	1000000000ULL

/* What was noted longer ago counts half. */
#define MEMORY_NS	(60 * NS_PER_S)

/* As many are no chance; fewer may be. */
#define SURE_HITS	16

/* Its product with a second fits, and is more than a minute has of any quiet probe. */
#define HITS_MAX	16000000000ULL

void mapgc_loudness_note(struct mapgc_loudness *loudness, u64 hits, u64 ns)
{
	struct mapgc_loudness now = { .hits = hits < HITS_MAX ? hits : HITS_MAX, .ns = ns };

	if (!ns)
		return;
	if (hits >= SURE_HITS && mapgc_loudness_per_s(&now) > mapgc_loudness_per_s(loudness)) {
		*loudness = now;
		return;
	}
	loudness->hits += now.hits;
	loudness->ns += now.ns;
	while (loudness->ns > MEMORY_NS || loudness->hits > HITS_MAX) {
		loudness->hits /= 2;
		loudness->ns /= 2;
	}
}

u64 mapgc_loudness_per_s(const struct mapgc_loudness *loudness)
{
	return loudness->ns ? loudness->hits * NS_PER_S / loudness->ns : ~0ULL;
}

static u32 quietest(const struct mapgc_loudness *loudness, u32 nr, const bool *chosen)
{
	u32 i, found = nr;

	for (i = 0; i < nr; i++)
		if (!chosen[i] && (found == nr || mapgc_loudness_per_s(&loudness[i]) <
						  mapgc_loudness_per_s(&loudness[found])))
			found = i;
	return found;
}

u32 mapgc_loudness_choose(const struct mapgc_loudness *loudness, u32 nr, u64 hits_per_s,
			  bool *ret)
{
	u32 nr_chosen = 0, next;

	memset(ret, 0, nr * sizeof(*ret));
	while ((next = quietest(loudness, nr, ret)) < nr) {
		u64 more = mapgc_loudness_per_s(&loudness[next]);

		if (more > hits_per_s)
			break;
		hits_per_s -= more;
		ret[next] = true;
		nr_chosen++;
	}
	return nr_chosen;
}
