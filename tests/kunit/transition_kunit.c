// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/transition.h"
#include "sequence.h"

/* As long as its contents, so that a look beyond either end is seen. */
static struct mapgc_transitions new_table(struct kunit *test, u32 nr)
{
	struct mapgc_transitions table = { .nr = nr };

	table.entries = kunit_kcalloc(test, nr, sizeof(*table.entries), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, table.entries);
	return table;
}

/* Sorted, with one to four ways into each call site. */
static struct mapgc_transitions random_table(struct kunit *test, u32 nr, u64 *state)
{
	struct mapgc_transitions table = new_table(test, nr);
	u32 return_off = 0, i = 0;

	while (i < nr) {
		u32 ways = 1 + sequence_next(state) % 4, last_off = 0;

		return_off += 2 + sequence_next(state) % 1000;
		for (; ways && i < nr; ways--, i++) {
			last_off += 2 + sequence_next(state) % 100000;
			table.entries[i].return_off = return_off;
			table.entries[i].last_off = last_off;
		}
	}
	return table;
}

static void expect_missing(struct kunit *test, const struct mapgc_transitions *table,
			   u32 return_off, u64 last_off)
{
	KUNIT_EXPECT_NULL_MSG(test, mapgc_transitions_find(table, return_off, last_off),
			      "%x after %llx of %u", return_off,
			      (unsigned long long)last_off, table->nr);
}

/* Every entry by itself; nothing at its neighbours, which no entry has. */
static void check_table(struct kunit *test, const struct mapgc_transitions *table)
{
	u32 i;

	for (i = 0; i < table->nr; i++) {
		const struct mapgc_transition *entry = &table->entries[i];
		u32 to = entry->return_off, last = entry->last_off;

		KUNIT_EXPECT_PTR_EQ_MSG(test, mapgc_transitions_find(table, to, last), entry,
					"%u of %u", i, table->nr);
		expect_missing(test, table, to, last - 1);
		expect_missing(test, table, to, last + 1);
		expect_missing(test, table, to - 1, last);
		expect_missing(test, table, to + 1, last);
		/* A call that is not in the text, as far as 32 bits go like ours. */
		expect_missing(test, table, to, last + (1ULL << 32));
		expect_missing(test, table, to, last | 1ULL << 63);
	}
}

static void every_entry_is_found_and_no_other(struct kunit *test)
{
	u64 state = 1;
	u32 nr;

	for (nr = 1; nr <= 70; nr++) {
		struct mapgc_transitions table = random_table(test, nr, &state);

		check_table(test, &table);
	}
}

static void the_largest_table_is_searched_to_its_ends(struct kunit *test)
{
	u64 state = 2;
	struct mapgc_transitions table = random_table(test, MAPGC_TRANSITIONS_MAX, &state);

	check_table(test, &table);
}

static void beyond_either_end_is_nothing(struct kunit *test)
{
	u64 state = 3;
	u32 nr;

	for (nr = 1; nr <= 9; nr++) {
		struct mapgc_transitions table = random_table(test, nr, &state);

		expect_missing(test, &table, 0, 0);
		expect_missing(test, &table, 0, ~0U);
		expect_missing(test, &table, ~0U, 0);
		expect_missing(test, &table, ~0U, ~0U);
	}
}

static void empty_table_has_nothing(struct kunit *test)
{
	struct mapgc_transitions table = { 0 };

	expect_missing(test, &table, 0, 0);
	expect_missing(test, &table, 5, 5);
	expect_missing(test, &table, ~0U, ~0U);
}

/* The way from one call to another is not the way back. */
static void ways_have_a_direction(struct kunit *test)
{
	struct mapgc_transitions table = new_table(test, 1);

	table.entries[0].return_off = 0x100;
	table.entries[0].last_off = 0x80;
	KUNIT_EXPECT_NOT_NULL(test, mapgc_transitions_find(&table, 0x100, 0x80));
	expect_missing(test, &table, 0x80, 0x100);
}

/* All pairs of these, against each other: by call site, then by the one before. */
static void order_holds_over_all_of_32_bits(struct kunit *test)
{
	static const u32 offs[] = { 0, 1, 0x7fffffff, 0x80000000, 0x80000001, 0xffffffff };
	const u32 nr = ARRAY_SIZE(offs) * ARRAY_SIZE(offs);
	struct mapgc_transitions table = new_table(test, nr);
	u32 i, j;

	for (i = 0; i < nr; i++) {
		table.entries[i].return_off = offs[i / ARRAY_SIZE(offs)];
		table.entries[i].last_off = offs[i % ARRAY_SIZE(offs)];
	}
	for (i = 0; i < nr; i++) {
		const struct mapgc_transition *at = &table.entries[i];

		KUNIT_EXPECT_PTR_EQ(test, mapgc_transitions_find(&table, at->return_off,
								 at->last_off), at);
		for (j = 0; j < nr; j++) {
			int order = mapgc_transition_compare(&table.entries[j], at->return_off,
							     at->last_off);

			KUNIT_EXPECT_EQ(test, order < 0, j < i);
			KUNIT_EXPECT_EQ(test, order > 0, j > i);
		}
	}
}

static struct kunit_case transition_cases[] = {
	KUNIT_CASE(every_entry_is_found_and_no_other),
	KUNIT_CASE(the_largest_table_is_searched_to_its_ends),
	KUNIT_CASE(beyond_either_end_is_nothing),
	KUNIT_CASE(empty_table_has_nothing),
	KUNIT_CASE(ways_have_a_direction),
	KUNIT_CASE(order_holds_over_all_of_32_bits),
	{}
};

static struct kunit_suite transition_suite = {
	.name = "mapgc_transition",
	.test_cases = transition_cases,
};

kunit_test_suite(transition_suite);

MODULE_DESCRIPTION("KUnit suite for the transition table of mapgc");
MODULE_LICENSE("GPL");
