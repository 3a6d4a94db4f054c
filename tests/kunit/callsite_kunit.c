// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/callsite.h"
#include "sequence.h"

/* A table of 2^@order, with rubbish in it before it is filled. */
static struct mapgc_callsites build(struct kunit *test, u32 order,
				    const struct mapgc_callsite *sites, u32 nr)
{
	struct mapgc_callsites table = { .order = order };
	size_t size = (size_t)1 << order;

	table.entries = kunit_kcalloc(test, size, sizeof(*table.entries), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, table.entries);
	memset(table.entries, 0x01, size * sizeof(*table.entries));
	mapgc_callsites_fill(&table, sites, nr);
	return table;
}

static struct mapgc_callsite *new_sites(struct kunit *test, u32 nr)
{
	struct mapgc_callsite *sites = kunit_kcalloc(test, nr, sizeof(*sites), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, sites);
	return sites;
}

/* Ascending, as the UAPI wants it; the rest of each entry is its own. */
static struct mapgc_callsite *random_sites(struct kunit *test, u32 nr, u32 gap, u64 *state)
{
	struct mapgc_callsite *sites = new_sites(test, nr);
	u32 return_off = 0, i;

	for (i = 0; i < nr; i++) {
		return_off += 1 + sequence_next(state) % gap;
		sites[i] = (struct mapgc_callsite){
			.return_off = return_off,
			.verdict = sequence_next(state) % MAPGC_VERDICTS,
			.depth = sequence_next(state) % (MAPGC_DEPTHS + 1),
			.flags = sequence_next(state) & MAPGC_CALLSITE_REMEMBER,
		};
	}
	return sites;
}

static void expect_found(struct kunit *test, const struct mapgc_callsites *table,
			 const struct mapgc_callsite *site)
{
	const struct mapgc_callsite *found = mapgc_callsites_find(table, site->return_off);

	KUNIT_EXPECT_TRUE_MSG(test, found && !memcmp(found, site, sizeof(*site)),
			      "return_off %x", site->return_off);
}

static void expect_missing(struct kunit *test, const struct mapgc_callsites *table,
			   u64 return_off)
{
	KUNIT_EXPECT_NULL_MSG(test, mapgc_callsites_find(table, return_off),
			      "return_off %llx", (unsigned long long)return_off);
}

/* All of @sites, and nothing between, below, above or beyond 32 bits. */
static void check_table(struct kunit *test, const struct mapgc_callsites *table,
			const struct mapgc_callsite *sites, u32 nr)
{
	u64 low = 0;
	u32 i;

	for (i = 0; i < nr; i++) {
		u64 return_off = sites[i].return_off;

		expect_found(test, table, &sites[i]);
		if (return_off > low) {
			expect_missing(test, table, return_off - 1);
			expect_missing(test, table, low);
		}
		expect_missing(test, table, return_off + (1ULL << 32));
		expect_missing(test, table, return_off | 1ULL << 63);
		low = return_off + 1;
	}
	expect_missing(test, table, low);
	expect_missing(test, table, ~0ULL);
}

static void order_is_the_smallest_at_most_half_full(struct kunit *test)
{
	u32 nr;

	for (nr = 0; nr <= MAPGC_CALLSITES_MAX; nr++) {
		u32 order = mapgc_callsites_order(nr);

		KUNIT_EXPECT_LE_MSG(test, 2 * (u64)nr, 1ULL << order, "%u call sites", nr);
		if (nr > 8)
			KUNIT_EXPECT_GT_MSG(test, 2 * (u64)nr, 1ULL << (order - 1),
					    "%u call sites", nr);
		else
			KUNIT_EXPECT_EQ(test, order, 4);
	}
}

static void every_call_site_is_found_and_no_other(struct kunit *test)
{
	static const u32 sizes[] = { 1, 2, 7, 8, 9, 100, 5000, 1 << 17 };
	static const u32 gaps[] = { 1, 5, 200, 16384 };
	u64 state = 1;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		u32 nr = sizes[i], order = mapgc_callsites_order(nr);

		for (j = 0; j < ARRAY_SIZE(gaps); j++) {
			struct mapgc_callsite *sites = random_sites(test, nr, gaps[j], &state);
			struct mapgc_callsites table = build(test, order, sites, nr);

			check_table(test, &table, sites, nr);
		}
	}
}

static void empty_table_has_nothing(struct kunit *test)
{
	struct mapgc_callsites table = build(test, mapgc_callsites_order(0), NULL, 0);
	u64 state = 2;
	u32 i;

	for (i = 0; i < 1000; i++)
		expect_missing(test, &table, i);
	for (i = 0; i < 1000; i++)
		expect_missing(test, &table, sequence_next(&state));
}

/* One empty entry ends every look-up. */
static void full_but_for_one_ends(struct kunit *test)
{
	u64 state = 3;
	u32 order;

	for (order = 4; order <= 10; order++) {
		u32 nr = (1U << order) - 1;
		struct mapgc_callsite *sites = random_sites(test, nr, 50, &state);
		struct mapgc_callsites table = build(test, order, sites, nr);

		check_table(test, &table, sites, nr);
	}
}

/* They start at the last slot, so all but one go on at the first. */
static void entries_of_one_slot_wrap(struct kunit *test)
{
	struct mapgc_callsite sites[8] = { 0 };
	struct mapgc_callsites probe = { .order = 4 };
	struct mapgc_callsites table;
	u32 return_off, nr = 0, i;

	for (return_off = 0; nr < ARRAY_SIZE(sites); return_off++) {
		if (mapgc_callsites_slot(&probe, return_off) == 15)
			sites[nr++].return_off = return_off;
	}
	table = build(test, 4, sites, nr);
	check_table(test, &table, sites, nr);
	for (i = 0; i < 100; return_off++) {
		if (mapgc_callsites_slot(&probe, return_off) == 15) {
			expect_missing(test, &table, return_off);
			i++;
		}
	}
}

/* An empty entry holds a 0, too. */
static void offset_zero_is_like_any_other(struct kunit *test)
{
	struct mapgc_callsite sites[] = {
		{ .return_off = 0, .verdict = MAPGC_VERDICT_IGNORE },
		{ .return_off = 0xffffffff, .verdict = MAPGC_VERDICT_DEPTH, .depth = 1 },
	};
	struct mapgc_callsites table = build(test, 4, &sites[1], 1);

	expect_missing(test, &table, 0);
	expect_found(test, &table, &sites[1]);
	table = build(test, 4, sites, 2);
	expect_found(test, &table, &sites[0]);
	expect_found(test, &table, &sites[1]);
	expect_missing(test, &table, 1ULL << 32);
}

/* Entries that look-ups pass by before they find theirs, all together. */
static u64 count_passed(const struct mapgc_callsites *table,
			const struct mapgc_callsite *sites, u32 nr)
{
	u32 mask = (1U << table->order) - 1;
	u64 passed = 0;
	u32 i;

	for (i = 0; i < nr; i++) {
		u32 slot = mapgc_callsites_find(table, sites[i].return_off) - table->entries;

		passed += (slot - mapgc_callsites_slot(table, sites[i].return_off)) & mask;
	}
	return passed;
}

/* Code has calls at even distances; still a look-up reads three at most, on average. */
static void even_distances_do_not_pile_up(struct kunit *test)
{
	static const u32 distances[] = { 1, 5, 16, 32, 64, 256, 4096 };
	const u32 nr = 1 << 16;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(distances); i++) {
		struct mapgc_callsite *sites = new_sites(test, nr);
		struct mapgc_callsites table;

		for (j = 0; j < nr; j++)
			sites[j].return_off = j * distances[i];
		table = build(test, mapgc_callsites_order(nr), sites, nr);
		KUNIT_EXPECT_LE_MSG(test, count_passed(&table, sites, nr), 2 * nr,
				    "every %u bytes", distances[i]);
	}
}

static struct kunit_case callsite_cases[] = {
	KUNIT_CASE(order_is_the_smallest_at_most_half_full),
	KUNIT_CASE(every_call_site_is_found_and_no_other),
	KUNIT_CASE(empty_table_has_nothing),
	KUNIT_CASE(full_but_for_one_ends),
	KUNIT_CASE(entries_of_one_slot_wrap),
	KUNIT_CASE(offset_zero_is_like_any_other),
	KUNIT_CASE(even_distances_do_not_pile_up),
	{}
};

static struct kunit_suite callsite_suite = {
	.name = "mapgc_callsite",
	.test_cases = callsite_cases,
};

kunit_test_suite(callsite_suite);

MODULE_DESCRIPTION("KUnit suite for the call site table of mapgc");
MODULE_LICENSE("GPL");
