// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>

#include "module/insn.h"
#include "sequence.h"

/* Longer than any that fits. */
#define LEN_MAX		8

#define ROLES_RECORD	(1 << MAPGC_ROLE_STOPPING_GC | 1 << MAPGC_ROLE_STOPPING_OTHER | \
			 1 << MAPGC_ROLE_TOTAL_GC | 1 << MAPGC_ROLE_TOTAL_OTHER)

/* What an encoding is, one bit each. */
#define OTHER		0
#define JBE		(1 << 0)
#define JCC		(1 << 1)	/* on any condition but "below or equal" */
#define CALL		(1 << 2)

/* As the enum says it of each role. */
static const u8 fitting[MAPGC_ROLES] = {
	[MAPGC_ROLE_MAP_OP]	    = JBE,
	[MAPGC_ROLE_STOP]	    = JBE,
	[MAPGC_ROLE_STOPPED]	    = JBE | JCC,
	[MAPGC_ROLE_START]	    = JBE,
	[MAPGC_ROLE_START_NOW]	    = CALL,
	[MAPGC_ROLE_STOPPING_GC]    = JBE | JCC | CALL,
	[MAPGC_ROLE_STOPPING_OTHER] = JBE | JCC | CALL,
	[MAPGC_ROLE_TOTAL_GC]	    = JBE | JCC | CALL,
	[MAPGC_ROLE_TOTAL_OTHER]    = JBE | JCC | CALL,
	[MAPGC_ROLE_CYCLE]	    = JBE,
};

static bool takes(u8 role, const u8 *insn, u32 len)
{
	return mapgc_insn_fits(&mapgc_insn_amd64, role, insn, len);
}

static bool takes_value(u8 role, const u8 *insn, u32 len, u8 reg)
{
	return mapgc_insn_value_fits(&mapgc_insn_amd64, role, insn, len, reg);
}

/* The opcode map of x86-64: 70+cc rel8, 0f 80+cc rel32, e8 rel32; 6 is "below or equal". */
static u8 encoding_of(u32 first, u32 second, u32 len)
{
	switch (len) {
	case 2:
		if (first < 0x70 || first > 0x7f)
			return OTHER;
		return first == 0x70 + 6 ? JBE : JCC;
	case 5:
		return first == 0xe8 ? CALL : OTHER;
	case 6:
		if (first != 0x0f || second < 0x80 || second > 0x8f)
			return OTHER;
		return second == 0x80 + 6 ? JBE : JCC;
	default:
		return OTHER;
	}
}

/* All first two bytes, at the end of their memory: a step beyond is seen. */
static void check_length(struct kunit *test, u8 role, u8 *insn, u32 len)
{
	u8 fits = role < MAPGC_ROLES ? fitting[role] : 0;
	u32 opcode;

	for (opcode = 0; opcode < 0x10000; opcode++) {
		u8 encoding = encoding_of(opcode >> 8, opcode & 0xff, len);

		if (len > 0)
			insn[0] = opcode >> 8;
		if (len > 1)
			insn[1] = opcode;
		KUNIT_EXPECT_EQ_MSG(test, takes(role, insn, len), !!(fits & encoding),
				    "role %u, %04x, %u bytes", role, opcode, len);
	}
}

static void roles_take_their_encodings_only(struct kunit *test)
{
	u8 *bytes = kunit_kzalloc(test, LEN_MAX, GFP_KERNEL);
	u64 state = 1;
	u32 role, len, i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, bytes);
	for (role = 0; role <= MAPGC_ROLES; role++) {
		for (len = 0; len <= LEN_MAX; len++) {
			for (i = 0; i < LEN_MAX; i++)
				bytes[i] = sequence_next(&state);
			check_length(test, role, bytes + LEN_MAX - len, len);
		}
	}
}

static void distance_of_a_jump_does_not_matter(struct kunit *test)
{
	u32 byte;

	for (byte = 0; byte <= 0xff; byte++) {
		const u8 near[] = { 0x76, byte };
		const u8 far[] = { 0x0f, 0x86, byte, ~byte, byte, ~byte };
		const u8 call[] = { 0xe8, byte, ~byte, byte, ~byte };

		KUNIT_EXPECT_TRUE(test, takes(MAPGC_ROLE_MAP_OP, near, 2));
		KUNIT_EXPECT_TRUE(test, takes(MAPGC_ROLE_MAP_OP, far, 6));
		KUNIT_EXPECT_TRUE(test, takes(MAPGC_ROLE_START_NOW, call, 5));
	}
}

static void unknown_roles_take_nothing(struct kunit *test)
{
	static const u8 jbe[] = { 0x76, 0x10 }, call[] = { 0xe8, 0x10, 0, 0, 0 };
	u32 role;

	for (role = MAPGC_ROLES; role <= 0xff; role++) {
		KUNIT_EXPECT_FALSE(test, takes(role, jbe, sizeof(jbe)));
		KUNIT_EXPECT_FALSE(test, takes(role, call, sizeof(call)));
	}
}

/* Operand size, repeat and lock, segments, REX: uprobes would single-step some of these. */
static void prefixes_are_refused(struct kunit *test)
{
	static const u8 prefixes[] = {
		0x66, 0x67, 0xf0, 0xf2, 0xf3, 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65,
		0x40, 0x41, 0x42, 0x44, 0x48, 0x4f,
	};
	u32 role, i;

	for (role = 0; role < MAPGC_ROLES; role++) {
		for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
			const u8 near[] = { prefixes[i], 0x76, 0x10 };
			const u8 far[] = { prefixes[i], 0x0f, 0x86, 0x10, 0, 0, 0 };
			const u8 far16[] = { prefixes[i], 0x0f, 0x86, 0x10, 0 };
			const u8 call[] = { prefixes[i], 0xe8, 0x10, 0, 0, 0 };
			const u8 call16[] = { prefixes[i], 0xe8, 0x10, 0 };

			KUNIT_EXPECT_FALSE(test, takes(role, near, sizeof(near)));
			KUNIT_EXPECT_FALSE(test, takes(role, far, sizeof(far)));
			KUNIT_EXPECT_FALSE(test, takes(role, far16, sizeof(far16)));
			KUNIT_EXPECT_FALSE(test, takes(role, call, sizeof(call)));
			KUNIT_EXPECT_FALSE(test, takes(role, call16, sizeof(call16)));
		}
	}
}

/* What value_reg may be: RBX at a call, any but the stack pointer at a jcc, else 0. */
static void check_registers(struct kunit *test, u8 role, const u8 *insn, u32 len)
{
	bool is_record = ROLES_RECORD >> role & 1;
	u32 reg;

	if (!takes(role, insn, len))
		return;
	for (reg = 0; reg <= 0xff; reg++) {
		bool fits = reg == 0;

		if (is_record && len == 5)
			fits = reg == 3;
		else if (is_record)
			fits = reg <= 15 && reg != 4;
		KUNIT_EXPECT_EQ_MSG(test, takes_value(role, insn, len, reg), fits,
				    "role %u, %02x, register %u", role, insn[0], reg);
	}
}

static void values_are_in_registers_that_fit(struct kunit *test)
{
	static const u8 call[] = { 0xe8, 0x10, 0, 0, 0 };
	u32 role, condition;

	for (role = 0; role < MAPGC_ROLES; role++) {
		check_registers(test, role, call, sizeof(call));
		for (condition = 0; condition < 16; condition++) {
			const u8 near[] = { 0x70 + condition, 0x10 };
			const u8 far[] = { 0x0f, 0x80 + condition, 0x10, 0, 0, 0 };

			check_registers(test, role, near, sizeof(near));
			check_registers(test, role, far, sizeof(far));
		}
	}
}

static struct kunit_case insn_amd64_cases[] = {
	KUNIT_CASE(roles_take_their_encodings_only),
	KUNIT_CASE(distance_of_a_jump_does_not_matter),
	KUNIT_CASE(unknown_roles_take_nothing),
	KUNIT_CASE(prefixes_are_refused),
	KUNIT_CASE(values_are_in_registers_that_fit),
	{}
};

static struct kunit_suite insn_amd64_suite = {
	.name = "mapgc_insn_amd64",
	.test_cases = insn_amd64_cases,
};

kunit_test_suite(insn_amd64_suite);

MODULE_DESCRIPTION("KUnit suite for the amd64 instructions that mapgc probes");
MODULE_LICENSE("GPL");
