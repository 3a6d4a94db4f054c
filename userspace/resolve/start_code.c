// SPDX-License-Identifier: GPL-2.0
#include "resolve/start_code.h"

#define START_NAME	"runtime.rt0_go"
#define STORES_BEHIND	5	/* instructions from an address to the last store with it */

static bool is_store(const struct arch *arch, const struct insn *insn, int base, int value,
		     uint32_t *at)
{
	struct arch_store store;

	if (!arch->store(insn, &store) || store.base != base || store.value != value)
		return false;
	*at = store.at;
	return true;
}

/* a = &g0; ... a->stack.hi = SP */
static bool find_stack_hi(const struct listing *code, struct start_code *ret)
{
	const struct arch *arch = code->arch;
	size_t i, k;

	for (i = 0; i < code->nr_insns; i++) {
		int g0 = arch->constant(code, i, &ret->g0_va);

		if (g0 == ARCH_REG_NONE)
			continue;
		for (k = i + 1; k < code->nr_insns && k <= i + STORES_BEHIND; k++)
			if (is_store(arch, &code->insns[k], g0, arch->stack_reg,
				     &ret->stack_hi_at))
				return true;
	}
	return false;
}

/* a = &g0; ... b = &m0; b->g0 = a; a->m = b */
static bool find_m0(const struct listing *code, struct start_code *ret)
{
	const struct arch *arch = code->arch;
	int g0 = ARCH_REG_NONE;
	size_t i;

	for (i = 0; i + 2 < code->nr_insns; i++) {
		const struct insn *insn = &code->insns[i];
		uint64_t va;
		int reg = arch->constant(code, i, &va);

		if (reg == ARCH_REG_NONE)
			continue;
		if (va == ret->g0_va || reg == g0) {
			g0 = va == ret->g0_va ? reg : ARCH_REG_NONE;
			continue;
		}
		ret->m0_va = va;
		if (is_store(arch, insn + 1, reg, g0, &ret->m_g0_at) &&
		    is_store(arch, insn + 2, g0, reg, &ret->g_m_at))
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
	is_found = code.arch->store && find_stack_hi(&code, ret) && find_m0(&code, ret);
	listing_deinit(&code);
	if (!is_found)
		*ret = (struct start_code){ 0 };
	return is_found;
}
