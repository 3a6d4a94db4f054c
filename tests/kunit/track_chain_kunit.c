// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/track_chain.h"
#include "sequence.h"

#define WINDOW	5

static struct mapgc_chain_frame frame(u64 g, u64 bytes, u64 window)
{
	return (struct mapgc_chain_frame){ .g = g, .bytes = bytes, .window = window };
}

static void remember(struct mapgc_chain_set *set, struct mapgc_chain_frame frame,
		     u32 return_off)
{
	struct mapgc_chain_op op = { .frame = frame, .return_off = return_off };

	mapgc_chain_remember(set, &op);
}

/* Return: the call site remembered, 0 where there is none. */
static u32 recall(const struct mapgc_chain_set *set, struct mapgc_chain_frame frame)
{
	bool is_full;
	const struct mapgc_chain_op *op = mapgc_chain_find(set, &frame, &is_full);

	return op ? op->return_off : 0;
}

static bool is_full_for(const struct mapgc_chain_set *set, struct mapgc_chain_frame frame)
{
	bool is_full;

	return !mapgc_chain_find(set, &frame, &is_full) && is_full;
}

/* Every bit of it: the call site has more than 32 where it is not in the text. */
static void operation_comes_back_whole(struct kunit *test)
{
	struct mapgc_chain_frame at = frame(0xc000001000, 0x150, WINDOW);
	struct mapgc_chain_op op = {
		.frame = at,
		.elem_type = 0x4a5b6c7d8e9f,
		.return_off = 0xfedcba9876543210,
		.depth = 31,
		.is_exact = true,
	};
	struct mapgc_chain_set set = { 0 };
	const struct mapgc_chain_op *found;
	bool is_full;

	mapgc_chain_remember(&set, &op);
	found = mapgc_chain_find(&set, &at, &is_full);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, found);
	KUNIT_EXPECT_EQ(test, found->frame.g, 0xc000001000);
	KUNIT_EXPECT_EQ(test, found->frame.bytes, 0x150);
	KUNIT_EXPECT_EQ(test, found->frame.window, WINDOW);
	KUNIT_EXPECT_EQ(test, found->elem_type, 0x4a5b6c7d8e9f);
	KUNIT_EXPECT_EQ(test, found->return_off, 0xfedcba9876543210);
	KUNIT_EXPECT_EQ(test, found->depth, 31);
	KUNIT_EXPECT_TRUE(test, found->is_exact);
}

static void other_frames_are_not_it(struct kunit *test)
{
	struct mapgc_chain_set set = { 0 };

	remember(&set, frame(1, 100, WINDOW), 11);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 100, WINDOW)), 11);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(2, 100, WINDOW)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 108, WINDOW)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 100, WINDOW + 1)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 100, WINDOW - 1)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1 + (1ULL << 32), 100, WINDOW)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 100 + (1ULL << 32), WINDOW)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 100, WINDOW + (1ULL << 32))), 0);
}

static void new_set_has_nothing(struct kunit *test)
{
	struct mapgc_chain_set set = { 0 };

	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 0, 0)), 0);
	KUNIT_EXPECT_FALSE(test, is_full_for(&set, frame(1, 0, 0)));
	KUNIT_EXPECT_FALSE(test, is_full_for(&set, frame(1, 100, WINDOW)));
}

/* A frame has one entry, which its next operation takes over. */
static void next_operation_of_a_frame_replaces(struct kunit *test)
{
	struct mapgc_chain_set set = { 0 };
	u64 g, i;

	for (g = 1; g <= MAPGC_CHAIN_WAYS; g++)
		remember(&set, frame(g, 100, WINDOW), g);
	for (g = 1; g <= MAPGC_CHAIN_WAYS; g++) {
		for (i = 1; i <= 10; i++) {
			remember(&set, frame(g, 100, WINDOW), 100 * g + i);
			KUNIT_EXPECT_EQ(test, recall(&set, frame(g, 100, WINDOW)), 100 * g + i);
		}
	}
	for (g = 1; g <= MAPGC_CHAIN_WAYS; g++)
		KUNIT_EXPECT_EQ(test, recall(&set, frame(g, 100, WINDOW)), 100 * g + 10);
}

static void frame_is_replaced_over_windows(struct kunit *test)
{
	struct mapgc_chain_set set = { 0 };

	remember(&set, frame(1, 100, WINDOW - 1), 1);
	remember(&set, frame(2, 100, WINDOW - 1), 2);
	remember(&set, frame(2, 100, WINDOW), 22);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(2, 100, WINDOW)), 22);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(2, 100, WINDOW - 1)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 100, WINDOW - 1)), 1);
}

/* From any age: it may wrap. */
static void the_oldest_gives_way(struct kunit *test)
{
	static const u32 ages[] = { 0, 1000, 0x7ffffffd, 0xfffffff8, 0xfffffffb, 0xfffffffd };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(ages); i++) {
		struct mapgc_chain_set set = { .age = ages[i] };
		u64 g;

		for (g = 1; g <= 3 * MAPGC_CHAIN_WAYS; g++) {
			remember(&set, frame(g, 100, WINDOW), g);
			if (g <= MAPGC_CHAIN_WAYS)
				continue;
			KUNIT_EXPECT_EQ(test, recall(&set, frame(g - MAPGC_CHAIN_WAYS, 100,
								 WINDOW)), 0);
			KUNIT_EXPECT_EQ(test, recall(&set, frame(g - 1, 100, WINDOW)), g - 1);
			KUNIT_EXPECT_EQ(test, recall(&set, frame(g - 2, 100, WINDOW)), g - 2);
			KUNIT_EXPECT_EQ(test, recall(&set, frame(g - 3, 100, WINDOW)), g - 3);
		}
	}
}

static void use_makes_young(struct kunit *test)
{
	struct mapgc_chain_set set = { 0 };
	u64 g;

	for (g = 1; g <= MAPGC_CHAIN_WAYS; g++)
		remember(&set, frame(g, 100, WINDOW), g);
	remember(&set, frame(1, 100, WINDOW), 11);
	remember(&set, frame(9, 100, WINDOW), 9);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(2, 100, WINDOW)), 0);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(1, 100, WINDOW)), 11);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(3, 100, WINDOW)), 3);
	KUNIT_EXPECT_EQ(test, recall(&set, frame(4, 100, WINDOW)), 4);
}

/* Wherever it is, and be it the youngest. */
static void another_window_gives_way_first(struct kunit *test)
{
	u64 at, g;

	for (at = 1; at <= MAPGC_CHAIN_WAYS; at++) {
		struct mapgc_chain_set set = { 0 };

		for (g = 1; g <= MAPGC_CHAIN_WAYS; g++)
			remember(&set, frame(g, 100, WINDOW), g);
		remember(&set, frame(at, 100, WINDOW - 1), at);
		KUNIT_EXPECT_FALSE(test, is_full_for(&set, frame(9, 100, WINDOW)));
		remember(&set, frame(9, 100, WINDOW), 9);
		for (g = 1; g <= MAPGC_CHAIN_WAYS; g++)
			KUNIT_EXPECT_EQ(test, recall(&set, frame(g, 100, WINDOW)),
					g == at ? 0 : g);
		KUNIT_EXPECT_EQ(test, recall(&set, frame(9, 100, WINDOW)), 9);
	}
}

static void full_is_a_set_of_others_of_this_window(struct kunit *test)
{
	struct mapgc_chain_set set = { 0 };
	u64 g;

	for (g = 1; g <= MAPGC_CHAIN_WAYS; g++) {
		KUNIT_EXPECT_FALSE(test, is_full_for(&set, frame(9, 100, WINDOW)));
		remember(&set, frame(g, 100, WINDOW), g);
	}
	KUNIT_EXPECT_TRUE(test, is_full_for(&set, frame(9, 100, WINDOW)));
	KUNIT_EXPECT_FALSE(test, is_full_for(&set, frame(9, 100, WINDOW + 1)));
	KUNIT_EXPECT_FALSE(test, is_full_for(&set, frame(1, 100, WINDOW + 1)));
}

/**
 * struct model - what a set ought to hold
 * @frames: of the last operations, the youngest first
 * @sites: theirs
 * @nr: of them
 */
struct model {
	u64 frames[MAPGC_CHAIN_WAYS];
	u32 sites[MAPGC_CHAIN_WAYS];
	u32 nr;
};

static void model_remember(struct model *model, u64 frame, u32 site)
{
	u32 i;

	for (i = 0; i < model->nr && model->frames[i] != frame;)
		i++;
	if (i == model->nr && model->nr < MAPGC_CHAIN_WAYS)
		model->nr++;
	if (i == MAPGC_CHAIN_WAYS)
		i--;
	for (; i > 0; i--) {
		model->frames[i] = model->frames[i - 1];
		model->sites[i] = model->sites[i - 1];
	}
	model->frames[0] = frame;
	model->sites[0] = site;
}

static u32 model_recall(const struct model *model, u64 frame)
{
	u32 i;

	for (i = 0; i < model->nr; i++) {
		if (model->frames[i] == frame)
			return model->sites[i];
	}
	return 0;
}

/* Seven frames of four goroutines; a window every now and then. */
static void set_keeps_the_last_frames_of_a_window(struct kunit *test)
{
	struct mapgc_chain_set set = { .age = 0xffffff00 };
	struct model model = { .nr = 0 };
	u64 state = 1, window = 1, key;
	u32 step;

	for (step = 1; step <= 20000; step++) {
		if (sequence_next(&state) % 32 == 0) {
			window++;
			model.nr = 0;
		}
		key = sequence_next(&state) % 7;
		remember(&set, frame(1 + key / 2, key % 2, window), step);
		model_remember(&model, key, step);
		for (key = 0; key < 8; key++) {
			struct mapgc_chain_frame wanted = frame(1 + key / 2, key % 2, window);
			u32 site = model_recall(&model, key);

			KUNIT_EXPECT_EQ(test, recall(&set, wanted), site);
			KUNIT_EXPECT_EQ(test, is_full_for(&set, wanted),
					!site && model.nr == MAPGC_CHAIN_WAYS);
		}
	}
}

static struct kunit_case track_chain_cases[] = {
	KUNIT_CASE(operation_comes_back_whole),
	KUNIT_CASE(other_frames_are_not_it),
	KUNIT_CASE(new_set_has_nothing),
	KUNIT_CASE(next_operation_of_a_frame_replaces),
	KUNIT_CASE(frame_is_replaced_over_windows),
	KUNIT_CASE(the_oldest_gives_way),
	KUNIT_CASE(use_makes_young),
	KUNIT_CASE(another_window_gives_way_first),
	KUNIT_CASE(full_is_a_set_of_others_of_this_window),
	KUNIT_CASE(set_keeps_the_last_frames_of_a_window),
	{}
};

static struct kunit_suite track_chain_suite = {
	.name = "mapgc_track_chain",
	.test_cases = track_chain_cases,
};

kunit_test_suite(track_chain_suite);

MODULE_DESCRIPTION("KUnit suite for the chain tracker of mapgc");
MODULE_LICENSE("GPL");
