// SPDX-License-Identifier: GPL-2.0
/*
 * amd64. Meanings come from the bytes of an instruction: what is looked for are a few exact
 * encodings, and a site must be one of them.
 */
#include "resolve/arch.h"

#include <elf.h>
#include <string.h>

#include "resolve/cursor.h"
#include "resolve/listing.h"

#define CALL_OPCODE	0xe8
#define CALL_BYTES	5

/* Instructions from the branch of an inlined record to its atomic addition. */
#define COUNT_MAX	4

enum { RAX = 0, RBX = 3, RSP = 4, RBP = 5 };

static int32_t rel32(const uint8_t *bytes)
{
	struct cursor cur;

	cursor_init(&cur, bytes, 4);
	return (int32_t)cursor_u32(&cur);
}

/* Of an instruction that ends with it. */
static uint64_t rel32_va(const struct insn *insn)
{
	return insn->va + insn->len + rel32(insn->bytes + insn->len - 4);
}

static bool is_jcc_rel32(const struct insn *insn)
{
	return insn->len == 6 && insn->bytes[0] == 0x0f && (insn->bytes[1] & 0xf0) == 0x80;
}

static bool is_jcc(const struct insn *insn)
{
	return (insn->len == 2 && (insn->bytes[0] & 0xf0) == 0x70) || is_jcc_rel32(insn);
}

static bool is_jmp(const struct insn *insn)
{
	return (insn->len == 2 && insn->bytes[0] == 0xeb) ||
	       (insn->len == 5 && insn->bytes[0] == 0xe9);
}

static bool is_indirect_jmp(const struct insn *insn)
{
	size_t i = insn->len && (insn->bytes[0] & 0xf0) == 0x40;	/* REX */

	return insn->len > i + 1 && insn->bytes[i] == 0xff && (insn->bytes[i + 1] & 0x38) == 0x20;
}

static bool is_nop(const struct insn *insn)
{
	size_t i = insn->len && insn->bytes[0] == 0x66;

	return (insn->len == i + 1 && insn->bytes[i] == 0x90) ||
	       (insn->len > i + 2 && insn->bytes[i] == 0x0f && insn->bytes[i + 1] == 0x1f);
}

static enum insn_kind kind_of(const struct insn *insn)
{
	if (is_jcc(insn))
		return INSN_KIND_BRANCH;
	if (is_jmp(insn))
		return INSN_KIND_JUMP;
	if (insn->len == CALL_BYTES && insn->bytes[0] == CALL_OPCODE)
		return INSN_KIND_CALL;
	if (is_indirect_jmp(insn))
		return INSN_KIND_INDIRECT_JUMP;
	if (insn->len == 1 && insn->bytes[0] == 0xc3)
		return INSN_KIND_RETURN;
	return is_nop(insn) ? INSN_KIND_NOP : INSN_KIND_OTHER;
}

static uint8_t condition_code(const struct insn *insn)
{
	return (insn->len == 2 ? insn->bytes[0] : insn->bytes[1]) & 0xf;
}

static enum insn_condition condition_of(const struct insn *insn)
{
	switch (condition_code(insn)) {
	case 4:
		return INSN_IF_EQUAL;
	case 5:
		return INSN_IF_UNEQUAL;
	case 6:
		return INSN_IF_BELOW_OR_EQUAL;
	default:
		return INSN_IF_OTHER;
	}
}

/* Of 64 bits, on memory beside the code: lea, cmp and the like. */
static bool is_rip_relative(const struct insn *insn)
{
	return insn->len == 7 && (insn->bytes[0] & 0xf8) == 0x48 &&
	       (insn->bytes[2] & 0xc7) == 0x05;
}

static bool has_target(const struct insn *insn)
{
	switch (insn->kind) {
	case INSN_KIND_BRANCH:
	case INSN_KIND_JUMP:
	case INSN_KIND_CALL:
		return true;
	default:
		return is_rip_relative(insn);
	}
}

static void classify(struct insn *insn)
{
	insn->kind = kind_of(insn);
	if (insn->kind == INSN_KIND_BRANCH)
		insn->condition = condition_of(insn);
	if (has_target(insn))
		insn->target = insn->len == 2 ? insn->va + 2 + (int8_t)insn->bytes[1] :
						rel32_va(insn);
}

static size_t find_call(const uint8_t *bytes, size_t len, int64_t *distance)
{
	const uint8_t *call = len < CALL_BYTES ? NULL :
		memchr(bytes, CALL_OPCODE, len - (CALL_BYTES - 1));

	if (!call)
		return LISTING_NONE;
	*distance = CALL_BYTES + (int64_t)rel32(call + 1);
	return call - bytes;
}

/* lea -N(%rsp),%r12 */
static bool is_frame_lea(const struct insn *insn)
{
	return (insn->len == 5 && insn_starts(insn, "\x4c\x8d\x64\x24", 4)) ||
	       (insn->len == 8 && insn_starts(insn, "\x4c\x8d\xa4\x24", 4));
}

/* cmp 0x10(%r14),%rsp or %r12; on the system stack 0x18 */
static bool is_stack_cmp(const struct insn *insn, bool has_lea)
{
	return insn->len == 4 && insn_starts(insn, has_lea ? "\x4d\x3b\x66" : "\x49\x3b\x66", 3) &&
	       (insn->bytes[3] == 0x10 || insn->bytes[3] == 0x18);
}

static size_t find_check(const struct listing *code)
{
	const struct insn *insn = code->insns;
	bool has_lea;

	if (code->nr_insns < 3)
		return LISTING_NONE;
	has_lea = is_frame_lea(insn);
	if (!is_stack_cmp(&insn[has_lea], has_lea) || !insn_is_jbe(&insn[has_lea + 1]))
		return LISTING_NONE;
	return has_lea + 1;
}

/* lea X(%rip),%reg of 64 bits */
static int constant(const struct listing *code, size_t i, uint64_t *va)
{
	const struct insn *insn = &code->insns[i];

	if (insn->len != 7 || (insn->bytes[0] & 0xfb) != 0x48 || insn->bytes[1] != 0x8d ||
	    (insn->bytes[2] & 0xc7) != 0x05)
		return ARCH_REG_NONE;
	*va = rel32_va(insn);
	return (insn->bytes[2] >> 3 & 7) + (insn->bytes[0] & 4 ? 8 : 0);
}

/* mov X(%rip),%reg of 32 bits */
static uint64_t word_load(const struct listing *code, size_t i)
{
	const struct insn *insn = &code->insns[i];

	if (insn->len != 6 || insn->bytes[0] != 0x8b || (insn->bytes[1] & 0xc7) != 0x05)
		return 0;
	return rel32_va(insn);
}

/* mov to one of the first eight registers */
static int copied_to(const struct insn *insn)
{
	if (insn->len == 3 && insn_starts(insn, "\x48\x89", 2) && insn->bytes[2] >> 6 == 3)
		return insn->bytes[2] & 7;
	if (insn->len == 5 && insn_starts(insn, "\x48\x8b", 2) &&
	    (insn->bytes[2] & 0xc7) == 0x44 && insn->bytes[3] == 0x24)
		return insn->bytes[2] >> 3 & 7;
	return ARCH_REG_NONE;
}

/* test %reg,%reg of 64 bits */
static int tested(const struct insn *insn)
{
	uint8_t rex, modrm;

	if (insn->len != 3 || insn->bytes[1] != 0x85)
		return ARCH_REG_NONE;
	rex = insn->bytes[0];
	modrm = insn->bytes[2];
	/* REX.W, and either both of REX.R and REX.B or none: one register, twice. */
	if (rex != 0x48 && rex != 0x4d)
		return ARCH_REG_NONE;
	if (modrm >> 6 != 3 || (modrm >> 3 & 7) != (modrm & 7))
		return ARCH_REG_NONE;
	return (modrm & 7) + (rex == 0x4d ? 8 : 0);
}

/* jge, behind a test */
static int sign_branch(const struct listing *code, size_t i)
{
	const struct insn *insn = &code->insns[i];

	if (!i || insn->kind != INSN_KIND_BRANCH || condition_code(insn) != 0xd)
		return ARCH_REG_NONE;
	return tested(insn - 1);
}

/* lock xadd of 64 bits */
static bool is_atomic_add(const struct insn *insn)
{
	return insn->len >= 5 && insn->bytes[0] == 0xf0 && (insn->bytes[1] & 0xf8) == 0x48 &&
	       insn->bytes[2] == 0x0f && insn->bytes[3] == 0xc1;
}

static size_t find_count(const struct listing *code, size_t i)
{
	size_t end = i + COUNT_MAX;

	for (; i < code->nr_insns && i < end; i++) {
		if (is_atomic_add(&code->insns[i]))
			return i;
		if (insn_is_jcc(&code->insns[i]) || insn_is_jmp(&code->insns[i]))
			break;
	}
	return LISTING_NONE;
}

/* cmp $value,%reg8 */
static int compared(const struct insn *insn, uint8_t value)
{
	if (insn->len == 2 && insn->bytes[0] == 0x3c && insn->bytes[1] == value)
		return RAX;
	if (insn->len == 3 && insn->bytes[0] == 0x80 && (insn->bytes[1] & 0xf8) == 0xf8 &&
	    insn->bytes[2] == value)
		return insn->bytes[1] & 7;
	return ARCH_REG_NONE;
}

/* The displacement of an instruction that ends with it, none below 0. */
static bool displacement(const struct insn *insn, size_t at, uint32_t *ret)
{
	uint8_t mod = insn->bytes[2] >> 6, rm = insn->bytes[2] & 7;
	struct cursor cur;

	if (mod == 1 && insn->len == at + 1) {
		*ret = insn->bytes[at];
		return *ret < 0x80;
	}
	if (mod == 2 && insn->len == at + 4) {
		cursor_init(&cur, insn->bytes + at, 4);
		*ret = cursor_u32(&cur);
		return *ret < 0x80000000;
	}
	*ret = 0;
	/* %rbp would stand for %rip there; behind %rsp there always is one here. */
	return mod == 0 && insn->len == at && rm != RBP && rm != RSP;
}

/* mov %reg,disp(%base), of 64 bits */
static bool store(const struct insn *insn, struct arch_store *ret)
{
	bool has_sib;

	if (insn->len < 3 || (insn->bytes[0] & 0xfa) != 0x48 || insn->bytes[1] != 0x89)
		return false;
	has_sib = (insn->bytes[2] & 7) == RSP;
	if (has_sib && (insn->len < 4 || insn->bytes[3] != 0x24))
		return false;
	ret->base = (insn->bytes[2] & 7) + (insn->bytes[0] & 1 ? 8 : 0);
	ret->value = (insn->bytes[2] >> 3 & 7) + (insn->bytes[0] & 4 ? 8 : 0);
	return displacement(insn, has_sib ? 4 : 3, &ret->at);
}

/* Of the registers up to %rdi. */
static bool is_on_variable(const struct insn *insn, uint8_t opcode)
{
	return is_rip_relative(insn) && insn->bytes[0] == 0x48 && insn->bytes[1] == opcode;
}

/* lea variable(%rip),%a; xchg %b,(%a) */
static uint64_t set_variable(const struct listing *code, size_t i)
{
	const struct insn *lea = &code->insns[i], *xchg = lea + 1;

	if (i + 1 >= code->nr_insns || !is_on_variable(lea, 0x8d))
		return 0;
	if (xchg->len != 3 || !insn_starts(xchg, "\x48\x87", 2) ||
	    (xchg->bytes[2] & 0xc7) != (lea->bytes[2] >> 3 & 7))
		return 0;
	return rel32_va(lea);
}

/* cmp %reg,variable(%rip) */
static uint64_t compared_variable(const struct listing *code, size_t i)
{
	const struct insn *insn = &code->insns[i];

	return is_on_variable(insn, 0x39) ? rel32_va(insn) : 0;
}

/* push %rbp; mov %rsp,%rbp */
static size_t behind_frame_pointer(const struct listing *code, size_t i)
{
	const struct insn *push = &code->insns[i], *mov = push + 1;

	if (i + 1 >= code->nr_insns || push->len != 1 || !insn_starts(push, "\x55", 1) ||
	    mov->len != 3 || !insn_starts(mov, "\x48\x89\xe5", 3))
		return LISTING_NONE;
	return i + 2;
}

/* sub imm,%rsp */
static bool makes_room(const struct insn *insn)
{
	return insn->len == 4 && insn_starts(insn, "\x48\x83\xec", 3);
}

const struct arch arch_amd64 = {
	.name = "amd64",
	.machine = EM_X86_64,
	.relative_type = R_X86_64_RELATIVE,
	.first_minor = 17,
	.quantum = 1,
	.call_bytes = CALL_BYTES,
	.argument_regs = { RAX, RBX },
	.stack_reg = RSP,
	.has_flow = true,
	.classify = classify,
	.find_call = find_call,
	.find_check = find_check,
	.constant = constant,
	.word_load = word_load,
	.copied_to = copied_to,
	.sign_branch = sign_branch,
	.find_count = find_count,
	.compared = compared,
	.store = store,
	.set_variable = set_variable,
	.compared_variable = compared_variable,
	.behind_frame_pointer = behind_frame_pointer,
	.makes_room = makes_room,
};
