// SPDX-License-Identifier: GPL-2.0
/* With a stand-in for the registers, wherever it runs. */
#include <kunit/test.h>

#include "module/types.h"

/**
 * struct registers - as arch/arm64/include/asm/ptrace.h has them
 * @regs: x0 to x30
 * @sp: stack pointer
 * @pc: of the probed instruction
 * @pstate: flags
 */
struct registers {
	u64 regs[31];
	u64 sp;
	u64 pc;
	u64 pstate;
};

#define pt_regs registers
#ifndef PSR_C_BIT
#define PSR_C_BIT	0x20000000
#define PSR_Z_BIT	0x40000000
#endif
#include "module/goabi_arm64.h"

static struct registers numbered(void)
{
	struct registers regs = { .sp = 1031, .pc = 1032 };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(regs.regs); i++)
		regs.regs[i] = 1000 + i;
	return regs;
}

/* The manual's "lower or same": C clear, or Z set. N and V do not matter. */
static void grows_on_lower_or_same(struct kunit *test)
{
	u32 flags;

	for (flags = 0; flags < 16; flags++) {
		struct registers regs = numbered();
		bool z = flags >> 2 & 1, c = flags >> 1 & 1;

		regs.pstate = (u64)flags << 28 | 0x1000;
		KUNIT_EXPECT_EQ_MSG(test, mapgc_goabi_will_grow(&regs), !c || z, "NZCV %x", flags);
	}
}

static void registers_are_those_of_the_call(struct kunit *test)
{
	struct registers regs = numbered();
	unsigned long from = 0;

	KUNIT_EXPECT_EQ(test, mapgc_goabi_return_address(&regs, &from), 0);
	KUNIT_EXPECT_EQ(test, from, 1030);
	KUNIT_EXPECT_EQ(test, mapgc_goabi_map_type(&regs), 1000);
	KUNIT_EXPECT_EQ(test, mapgc_goabi_g(&regs), 1028);
}

static void registers_have_the_numbers_of_instructions(struct kunit *test)
{
	struct registers regs = numbered();
	u8 nr;

	for (nr = 0; nr < ARRAY_SIZE(regs.regs); nr++)
		KUNIT_EXPECT_EQ(test, mapgc_goabi_register(&regs, nr), 1000 + nr);
}

static struct kunit_case goabi_arm64_cases[] = {
	KUNIT_CASE(grows_on_lower_or_same),
	KUNIT_CASE(registers_are_those_of_the_call),
	KUNIT_CASE(registers_have_the_numbers_of_instructions),
	{}
};

static struct kunit_suite goabi_arm64_suite = {
	.name = "mapgc_goabi_arm64",
	.test_cases = goabi_arm64_cases,
};

kunit_test_suite(goabi_arm64_suite);

MODULE_DESCRIPTION("KUnit suite for what mapgc reads from arm64 registers");
MODULE_LICENSE("GPL");
