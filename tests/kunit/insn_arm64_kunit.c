// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/insn.h"
#include "sequence.h"

#define WORD_BYTES	4
#define WORDS		20000

#define B_LS		0x54000009
#define BL		0x94000000
#define TBZ_X1_63	0xb6f80001

#define ROLES_CHECK	(1 << MAPGC_ROLE_MAP_OP | 1 << MAPGC_ROLE_STOP | \
			 1 << MAPGC_ROLE_START | 1 << MAPGC_ROLE_CYCLE)
#define ROLES_RECORD	(1 << MAPGC_ROLE_STOPPING_GC | 1 << MAPGC_ROLE_STOPPING_OTHER | \
			 1 << MAPGC_ROLE_TOTAL_GC | 1 << MAPGC_ROLE_TOTAL_OTHER)

/* What an encoding is, one bit each. */
#define OTHER		0
#define STACK_CHECK	(1 << 0)	/* b.ls */
#define BRANCH		(1 << 1)	/* on another condition */
#define CALL		(1 << 2)

static void put(u8 *bytes, u32 word)
{
	u32 i;

	for (i = 0; i < WORD_BYTES; i++)
		bytes[i] = word >> (8 * i);
}

static bool takes(u8 role, u32 word)
{
	u8 bytes[WORD_BYTES];

	put(bytes, word);
	return mapgc_insn_fits(&mapgc_insn_arm64, role, bytes, WORD_BYTES);
}

static bool takes_value(u8 role, u32 word, u8 reg)
{
	u8 bytes[WORD_BYTES];

	put(bytes, word);
	return mapgc_insn_value_fits(&mapgc_insn_arm64, role, bytes, WORD_BYTES, reg);
}

/*
 * The manual, "Branches, Exception Generating and System instructions", by the top byte:
 * 54 b.cond, x0110100 and x0110101 cbz and cbnz, x0110110 and x0110111 tbz and tbnz,
 * 100101xx bl.
 */
static u8 encoding_of(u32 word)
{
	u8 top = word >> 24;

	if (top == 0x54) {
		if (word & 0x10 || (word & 0xf) >= 14)
			return OTHER;
		return (word & 0xf) == 9 ? STACK_CHECK : BRANCH;
	}
	switch (top & 0x7f) {
	case 0x34:
	case 0x35:
	case 0x36:
	case 0x37:
		return BRANCH;
	}
	return top >= 0x94 && top <= 0x97 ? CALL : OTHER;
}

static u8 fitting(u8 role)
{
	if (ROLES_CHECK >> role & 1)
		return STACK_CHECK;
	if (ROLES_RECORD >> role & 1)
		return STACK_CHECK | BRANCH | CALL;
	return role == MAPGC_ROLE_STOPPED ? STACK_CHECK | BRANCH : CALL;
}

static void check_word(struct kunit *test, u32 word)
{
	u8 role;

	for (role = 0; role < MAPGC_ROLES; role++)
		KUNIT_EXPECT_EQ_MSG(test, takes(role, word), !!(fitting(role) & encoding_of(word)),
				    "role %u, %08x", role, word);
}

/* Every top byte and condition, with anything in between. */
static void roles_take_their_encodings_only(struct kunit *test)
{
	u64 state = 1;
	u32 i;

	for (i = 0; i < WORDS; i++)
		check_word(test, i << 24 | (sequence_next(&state) & 0xffffff));
	for (i = 0; i < 32; i++)
		check_word(test, 0x54000000 | (sequence_next(&state) & 0xffffe0) | i);
}

/* Also at the end of their memory: a step beyond is seen. */
static void only_words_are_instructions(struct kunit *test)
{
	u32 role, len;

	for (len = 0; len <= MAPGC_INSN_MAX; len++) {
		u8 *bytes = kunit_kzalloc(test, len + !len, GFP_KERNEL);
		u8 word[WORD_BYTES];

		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bytes);
		put(word, B_LS);
		memcpy(bytes, word, len < WORD_BYTES ? len : WORD_BYTES);
		for (role = 0; role < MAPGC_ROLES; role++)
			if (len != WORD_BYTES)
				KUNIT_EXPECT_FALSE(test, mapgc_insn_fits(&mapgc_insn_arm64, role,
									 bytes, len));
	}
}

static void unknown_roles_take_nothing(struct kunit *test)
{
	u32 role;

	for (role = MAPGC_ROLES; role <= 0xff; role++) {
		KUNIT_EXPECT_FALSE(test, takes(role, B_LS));
		KUNIT_EXPECT_FALSE(test, takes(role, BL));
	}
}

/* x1 at a call, any but the stack pointer at a branch, else 0. */
static void values_are_in_registers_that_fit(struct kunit *test)
{
	u32 role, reg;

	for (role = 0; role < MAPGC_ROLES; role++) {
		bool is_record = ROLES_RECORD >> role & 1;

		for (reg = 0; reg <= 0xff; reg++) {
			KUNIT_EXPECT_EQ(test, takes_value(role, BL, reg),
					is_record ? reg == 1 : reg == 0);
			KUNIT_EXPECT_EQ(test, takes_value(role, TBZ_X1_63, reg),
					is_record ? reg <= 30 : reg == 0);
		}
	}
}

/* No instruction of one architecture is taken for one of the other's. */
static void the_other_architecture_is_refused(struct kunit *test)
{
	static const u8 near[] = { 0x76, 0x10 }, far[] = { 0x0f, 0x86, 0x10, 0, 0, 0 };
	u8 word[WORD_BYTES];
	u32 role;

	put(word, B_LS);
	for (role = 0; role < MAPGC_ROLES; role++) {
		KUNIT_EXPECT_FALSE(test, mapgc_insn_fits(&mapgc_insn_arm64, role, near,
							 sizeof(near)));
		KUNIT_EXPECT_FALSE(test, mapgc_insn_fits(&mapgc_insn_arm64, role, far,
							 sizeof(far)));
		KUNIT_EXPECT_FALSE(test, mapgc_insn_fits(&mapgc_insn_amd64, role, word,
							 sizeof(word)));
	}
}

static struct kunit_case insn_arm64_cases[] = {
	KUNIT_CASE(roles_take_their_encodings_only),
	KUNIT_CASE(only_words_are_instructions),
	KUNIT_CASE(unknown_roles_take_nothing),
	KUNIT_CASE(values_are_in_registers_that_fit),
	KUNIT_CASE(the_other_architecture_is_refused),
	{}
};

static struct kunit_suite insn_arm64_suite = {
	.name = "mapgc_insn_arm64",
	.test_cases = insn_arm64_cases,
};

kunit_test_suite(insn_arm64_suite);

MODULE_DESCRIPTION("KUnit suite for the arm64 instructions that mapgc probes");
MODULE_LICENSE("GPL");
