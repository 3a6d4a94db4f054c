// SPDX-License-Identifier: GPL-2.0
#include "synth/go_program.h"

#define NR_OF(array)	(sizeof(array) / sizeof((array)[0]))

#define FUNCTION(name_, code_, ...)						\
	{									\
		.name = name_, .code = code_, .len = sizeof(code_),		\
		.calls = (const struct go_call[]){ __VA_ARGS__ },		\
		.nr_calls = NR_OF(((const struct go_call[]){ __VA_ARGS__ })),	\
	}
#define MORESTACK(at_)	{ at_, "runtime.morestack_noctxt" }
#define LEAF(name_)	{ .name = name_, .code = leaf, .len = sizeof(leaf) }
#define WORKER(name_)	FUNCTION(name_, worker, MORESTACK(16))
#define CALLER(name_, to_)	FUNCTION(name_, caller, { 12, to_ }, MORESTACK(20))

#define LDR_GUARD	0xf9400b90	/* ldr x16, [x28, #16] */
#define LDR_GUARD1	0xf9400f90	/* ldr x16, [x28, #24] */
#define CMP		0xeb3063ff	/* cmp sp, x16 */
#define SUB		0xd10103f1	/* sub x17, sp, #64 */
#define CMP_X17		0xeb10023f	/* cmp x17, x16 */
#define B_LS(words_)	(0x54000009 | (words_) << 5)
#define B(words_)	(0x14000000 | ((words_) & 0x3ffffff))
#define BL		0x94000000
#define RET		0xd65f03c0
#define NOP		0xd503201f
#define ADRP_X0		0x90000000
#define ADD_X0(offset_)	(0x91000000 | (offset_) << 10)
#define MOV_X1_X2	0xaa0203e1
#define CMP_W2(value_)	(0x7100005f | (value_) << 10)
#define B_EQ(words_)	(0x54000000 | (words_) << 5)
#define B_NE(words_)	(0x54000001 | (words_) << 5)

static const uint32_t leaf[] = { RET };

static const uint32_t worker[] = { LDR_GUARD, CMP, B_LS(2), RET, BL, B(-5) };

static const uint32_t caller[] = { LDR_GUARD, CMP, B_LS(3), BL, RET, BL, B(-6) };

/* m[a][b], with m in x0 */
static const uint32_t chain[] = {
	LDR_GUARD, SUB, CMP_X17, B_LS(14), 0xf81e0ffe,
	0xaa0003e1, ADRP_X0, ADD_X0(0), 0xd2800022, BL,	/* mov x1, x0; key in x2 */
	0xf9400001, ADRP_X0, ADD_X0(0), 0xd2800022, BL,	/* ldr x1, [x0] */
	0xf84207fe, RET, BL, B(-18),
};

/* if reason == 1 || reason == 2 { record(gc) } else { record(other) }, on the system stack */
static const uint32_t stop[] = {
	LDR_GUARD1, CMP, B_LS(13), CMP_W2(1), B_EQ(3), CMP_W2(2), B_NE(5),
	ADRP_X0, ADD_X0(0x100), BL, B(4), ADRP_X0, ADD_X0(0x710), BL, RET, BL, B(-16),
};

/* The same on a goroutine's stack, with the pause moved to x1 last */
static const uint32_t start[] = {
	LDR_GUARD, CMP, B_LS(16), CMP_W2(1), B_EQ(3), CMP_W2(2), B_NE(7),
	ADRP_X0, ADD_X0(0x100), MOV_X1_X2, NOP, BL, B(5),
	ADRP_X0, ADD_X0(0x710), MOV_X1_X2, BL, RET, BL, B(-19),
};

static const struct go_function functions[] = {
	LEAF("runtime.text"),
	LEAF("runtime.(*timeHistogram).record"),
	WORKER("runtime.mapassign_faststr"),
	WORKER("runtime.mapaccess1_faststr"),
	WORKER("runtime.makemap_small"),
	CALLER("runtime.typesEqual", "runtime.mapaccess1_faststr"),
	FUNCTION("runtime.stopTheWorldWithSema", stop,
		 { 36, "runtime.(*timeHistogram).record" },
		 { 52, "runtime.(*timeHistogram).record" }, MORESTACK(60)),
	FUNCTION("runtime.startTheWorldWithSema", start,
		 { 44, "runtime.(*timeHistogram).record" },
		 { 64, "runtime.(*timeHistogram).record" }, MORESTACK(72)),
	WORKER("runtime.gcBgMarkStartWorkers"),
	LEAF("runtime.morestack_noctxt"),
	FUNCTION("main.chain", chain, { 36, "runtime.mapaccess1_faststr" },
		 { 56, "runtime.mapassign_faststr" }, MORESTACK(68)),
	CALLER("main.store", "runtime.mapassign_faststr"),
};

void go_program_init_arm64(struct go_binary *binary)
{
	go_program_init(binary, 24);
	binary->is_arm64 = true;
	binary->functions = functions;
	binary->nr_functions = NR_OF(functions);
}
