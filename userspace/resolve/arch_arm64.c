// SPDX-License-Identifier: GPL-2.0
/*
 * arm64. Instructions are words of 4 bytes, so none needs to be decoded to find the next; what
 * is looked for are a few exact encodings. Between functions there is padding, and behind some
 * a table of constants: words that are no instructions.
 */
#include "resolve/arch.h"

#include <elf.h>

#include "resolve/cursor.h"
#include "resolve/listing.h"

#define INSN_BYTES	4

#define REG_SP		31	/* or none, by instruction */
#define PAGE_BYTES	4096

/* Instructions from the branch of an inlined record to its atomic addition. */
#define COUNT_MAX	12

#define CONDITION_EQ	0
#define CONDITION_NE	1
#define CONDITION_LS	9

/* Whole instructions. */
#define LDR_STACKGUARD0	0xf9400b90	/* ldr x16, [x28, #16] */
#define LDR_STACKGUARD1	0xf9400f90	/* ldr x16, [x28, #24] */
#define CMP_SP		0xeb3063ff	/* cmp sp, x16 */
#define CMP_X17		0xeb10023f	/* cmp x17, x16 */
#define NOP		0xd503201f

static uint32_t word_at(const uint8_t *bytes)
{
	struct cursor cur;

	cursor_init(&cur, bytes, INSN_BYTES);
	return cursor_u32(&cur);
}

static uint32_t word_of(const struct insn *insn)
{
	return word_at(insn->bytes);
}

/* @bits bits of @word from bit @low on. */
static uint32_t field(uint32_t word, unsigned int low, unsigned int bits)
{
	return word >> low & ((1U << bits) - 1);
}

static int64_t signed_field(uint32_t word, unsigned int low, unsigned int bits)
{
	int64_t value = field(word, low, bits);

	return value >> (bits - 1) ? value - (1LL << bits) : value;
}

/* The first operand register, mostly the one that is written. */
static uint8_t rd(uint32_t word)
{
	return field(word, 0, 5);
}

static uint8_t rn(uint32_t word)
{
	return field(word, 5, 5);
}

static bool is_b_cond(uint32_t word)
{
	return (word & 0xff000010) == 0x54000000;
}

static bool is_cbz(uint32_t word)
{
	return (word & 0x7e000000) == 0x34000000;
}

static bool is_tbz(uint32_t word)
{
	return (word & 0x7e000000) == 0x36000000;
}

static bool is_bl(uint32_t word)
{
	return (word & 0xfc000000) == 0x94000000;
}

/* br, ret, and their likes that check the address. */
static bool is_indirect_jump(uint32_t word)
{
	return (word & 0xfe000000) == 0xd6000000 && (word & 0x00600000) != 0x00200000;
}

static enum insn_condition condition_of(uint32_t word)
{
	switch (field(word, 0, 4)) {
	case CONDITION_EQ:
		return INSN_IF_EQUAL;
	case CONDITION_NE:
		return INSN_IF_UNEQUAL;
	case CONDITION_LS:
		return INSN_IF_BELOW_OR_EQUAL;
	default:
		return INSN_IF_OTHER;
	}
}

static void set_jump(struct insn *insn, enum insn_kind kind, int64_t distance_words)
{
	insn->kind = kind;
	insn->target = insn->va + (uint64_t)distance_words * INSN_BYTES;
}

static void classify(struct insn *insn)
{
	uint32_t word = word_of(insn);

	if (is_b_cond(word)) {
		set_jump(insn, INSN_KIND_BRANCH, signed_field(word, 5, 19));
		insn->condition = condition_of(word);
	} else if (is_cbz(word)) {
		set_jump(insn, INSN_KIND_BRANCH, signed_field(word, 5, 19));
	} else if (is_tbz(word)) {
		set_jump(insn, INSN_KIND_BRANCH, signed_field(word, 5, 14));
	} else if ((word & 0x7c000000) == 0x14000000) {
		set_jump(insn, is_bl(word) ? INSN_KIND_CALL : INSN_KIND_JUMP,
			 signed_field(word, 0, 26));
	} else if ((word & 0xfffffc1f) == 0xd65f0000) {
		insn->kind = INSN_KIND_RETURN;
	} else if (is_indirect_jump(word)) {
		insn->kind = INSN_KIND_INDIRECT_JUMP;
	} else if (word == NOP) {
		insn->kind = INSN_KIND_NOP;
	}
}

static size_t find_call(const uint8_t *bytes, size_t len, int64_t *distance)
{
	size_t at;

	for (at = 0; len - at >= INSN_BYTES; at += INSN_BYTES) {
		uint32_t word = word_at(bytes + at);

		if (!is_bl(word))
			continue;
		*distance = signed_field(word, 0, 26) * INSN_BYTES;
		return at;
	}
	return LISTING_NONE;
}

/* sub x17, sp, #N: larger frames compare what the stack pointer will be */
static bool is_frame_sub(uint32_t word)
{
	return (word & 0xff8003ff) == 0xd10003f1;
}

static size_t find_check(const struct listing *code)
{
	const struct insn *insns = code->insns;
	bool has_sub;

	if (code->nr_insns < 4 ||
	    (word_of(&insns[0]) != LDR_STACKGUARD0 && word_of(&insns[0]) != LDR_STACKGUARD1))
		return LISTING_NONE;
	has_sub = is_frame_sub(word_of(&insns[1]));
	if (word_of(&insns[has_sub + 1]) != (has_sub ? CMP_X17 : CMP_SP) ||
	    !insn_is_jbe(&insns[has_sub + 2]))
		return LISTING_NONE;
	return has_sub + 2;
}

/* adrp: its register and page */
static int page(const struct insn *insn, uint64_t *va)
{
	uint32_t word = word_of(insn);
	int64_t pages;

	if ((word & 0x9f000000) != 0x90000000 || rd(word) == REG_SP)
		return ARCH_REG_NONE;
	pages = signed_field(word, 5, 19) * 4 + field(word, 29, 2);
	*va = (insn->va & ~(uint64_t)(PAGE_BYTES - 1)) + (uint64_t)pages * PAGE_BYTES;
	return rd(word);
}

/* adrp %n, page; add %d, %n, #offset */
static int constant(const struct listing *code, size_t i, uint64_t *va)
{
	uint32_t word = word_of(&code->insns[i]);
	uint64_t page_va;

	if (!i || (word & 0xffc00000) != 0x91000000 || rd(word) == REG_SP ||
	    page(&code->insns[i - 1], &page_va) != rn(word))
		return ARCH_REG_NONE;
	*va = page_va + field(word, 10, 12);
	return rd(word);
}

/* ldr or ldrsw of 4 bytes, from an address that was put together right before */
static uint64_t word_load(const struct listing *code, size_t i)
{
	uint32_t word = word_of(&code->insns[i]);
	uint64_t va;

	if (!i || ((word & 0xffc00000) != 0xb9400000 && (word & 0xffc00000) != 0xb9800000))
		return 0;
	if (page(&code->insns[i - 1], &va) != rn(word) && constant(code, i - 1, &va) != rn(word))
		return 0;
	return va + field(word, 10, 12) * 4;
}

/* mov %d, %m, or ldr %d, [sp, #N], of 8 bytes */
static int copied_to(const struct insn *insn)
{
	uint32_t word = word_of(insn);

	if ((word & 0xffe0ffe0) != 0xaa0003e0 && (word & 0xffc003e0) != 0xf94003e0)
		return ARCH_REG_NONE;
	return rd(word) == REG_SP ? ARCH_REG_NONE : rd(word);
}

/* tbz %t, #63 */
static int sign_branch(const struct listing *code, size_t i)
{
	uint32_t word = word_of(&code->insns[i]);

	return (word & 0xfff80000) == 0xb6f80000 && rd(word) != REG_SP ? rd(word) :
									 ARCH_REG_NONE;
}

/* ldaddal of 8 bytes */
static bool is_atomic_add(uint32_t word)
{
	return (word & 0xffe0fc00) == 0xf8e00000;
}

/* tbz %t, #0 of the byte loaded right before it: has this CPU got ldaddal? */
static bool is_feature_check(const struct listing *code, size_t i)
{
	uint32_t word = word_of(&code->insns[i]), load;

	if (!i || (word & 0xfff80000) != 0x36000000)
		return false;
	load = word_of(&code->insns[i - 1]);
	return (load & 0xffc00000) == 0x39400000 && rd(load) == rd(word);
}

/* Where the CPU has no ldaddal, a loop behind it does the same. */
static size_t find_count(const struct listing *code, size_t i)
{
	size_t end = i + COUNT_MAX;
	bool is_checked = false;

	for (; i < code->nr_insns && i < end; i++) {
		const struct insn *insn = &code->insns[i];

		if (is_atomic_add(word_of(insn)))
			return i;
		if (insn->kind == INSN_KIND_OTHER || insn->kind == INSN_KIND_NOP)
			continue;
		if (is_checked || !is_feature_check(code, i))
			break;
		is_checked = true;
	}
	return LISTING_NONE;
}

/* cmp %n, #value of 4 bytes, which a byte was extended to */
static int compared(const struct insn *insn, uint8_t value)
{
	uint32_t word = word_of(insn);

	if ((word & 0xffc0001f) != 0x7100001f || field(word, 10, 12) != value ||
	    rn(word) == REG_SP)
		return ARCH_REG_NONE;
	return rn(word);
}

const struct arch arch_arm64 = {
	.name = "arm64",
	.machine = EM_AARCH64,
	.relative_type = R_AARCH64_RELATIVE,
	.first_minor = 18,
	.quantum = INSN_BYTES,
	.call_bytes = INSN_BYTES,
	.argument_regs = { 0, 1 },
	.classify = classify,
	.find_call = find_call,
	.find_check = find_check,
	.constant = constant,
	.word_load = word_load,
	.copied_to = copied_to,
	.sign_branch = sign_branch,
	.find_count = find_count,
	.compared = compared,
};
