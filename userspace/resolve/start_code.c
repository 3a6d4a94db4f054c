// SPDX-License-Identifier: GPL-2.0
#include "resolve/start_code.h"

#include <string.h>

#define START_NAME	"runtime.rt0_go"
#define STORES_BEHIND	5	/* instructions from an address to the last store with it */

static const uint8_t lea_rdi[] = { 0x48, 0x8d, 0x3d };
static const uint8_t lea_rcx[] = { 0x48, 0x8d, 0x0d };
static const uint8_t lea_rax[] = { 0x48, 0x8d, 0x05 };

/* With a displacement of 8 bits, or none: the same but for bit 6 of the third byte. */
static const uint8_t mov_rsp_to_rdi[] = { 0x48, 0x89, 0x27 };
static const uint8_t mov_rcx_to_rax[] = { 0x48, 0x89, 0x08 };
static const uint8_t mov_rax_to_rcx[] = { 0x48, 0x89, 0x01 };

/* The displacement of such a store; false where it is none. */
static bool is_store(const struct insn *insn, const uint8_t form[3], uint32_t *ret)
{
	if (insn->len < 3 || memcmp(insn->bytes, form, 2))
		return false;
	*ret = 0;
	if (insn->len == 3)
		return insn->bytes[2] == form[2];
	*ret = insn->bytes[3];
	return insn->len == 4 && insn->bytes[2] == (form[2] | 0x40) && *ret < 0x80;
}

static bool is_address(const struct insn *insn, const uint8_t form[3], uint64_t *ret)
{
	if (insn->len != 7 || !insn_starts(insn, form, 3))
		return false;
	*ret = insn_target(insn);
	return true;
}

/* lea g0(%rip),%rdi … mov %rsp,8(%rdi) */
static bool find_stack_hi(const struct listing *code, struct start_code *ret)
{
	size_t i, k;

	for (i = 0; i < code->nr_insns; i++) {
		if (!is_address(&code->insns[i], lea_rdi, &ret->g0_va))
			continue;
		for (k = i + 1; k < code->nr_insns && k <= i + STORES_BEHIND; k++)
			if (is_store(&code->insns[k], mov_rsp_to_rdi, &ret->stack_hi_at))
				return true;
	}
	return false;
}

/* lea m0(%rip),%rax; mov %rcx,(%rax); mov %rax,48(%rcx), with g0 in %rcx */
static bool find_m0(const struct listing *code, struct start_code *ret)
{
	uint64_t rcx = 0;
	size_t i;

	for (i = 0; i + 2 < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];

		if (is_address(insn, lea_rcx, &rcx) || rcx != ret->g0_va)
			continue;
		if (is_address(insn, lea_rax, &ret->m0_va) &&
		    is_store(insn + 1, mov_rcx_to_rax, &ret->m_g0_at) &&
		    is_store(insn + 2, mov_rax_to_rcx, &ret->g_m_at))
			return true;
	}
	return false;
}

bool start_code_read(const struct program *program, struct start_code *ret)
{
	size_t start = pclntab_find_name(&program->pclntab, START_NAME);
	struct listing code;
	bool is_found;

	*ret = (struct start_code){ 0 };
	if (start == PCLNTAB_NONE || program_decode(program, start, &code, NULL))
		return false;
	is_found = find_stack_hi(&code, ret) && find_m0(&code, ret);
	listing_deinit(&code);
	if (!is_found)
		*ret = (struct start_code){ 0 };
	return is_found;
}
