// SPDX-License-Identifier: GPL-2.0
#include "resolve/gomaxprocs.h"

#include "resolve/cursor.h"

#define READER_NAME	"runtime.procresize"
#define INSNS_MAX	32	/* prologue, and the spilling of arguments */

/* mov disp32(%rip),%r32 */
static bool is_load(const struct insn *insn)
{
	return insn->len == 6 && insn->bytes[0] == 0x8b && (insn->bytes[1] & 0xc7) == 0x05;
}

static uint64_t loaded_va(const struct insn *insn)
{
	struct cursor cur;

	cursor_init(&cur, insn->bytes + 2, 4);
	return insn->va + insn->len + (int32_t)cursor_u32(&cur);
}

static uint64_t first_load(const struct listing *code)
{
	size_t i;

	for (i = 0; i < code->nr_insns && i < INSNS_MAX; i++)
		if (is_load(&code->insns[i]))
			return loaded_va(&code->insns[i]);
	return 0;
}

uint64_t gomaxprocs_va(const struct program *program)
{
	size_t reader = pclntab_find_name(&program->pclntab, READER_NAME);
	struct listing code;
	uint64_t va;

	if (reader == PCLNTAB_NONE || program_decode(program, reader, &code, NULL))
		return 0;
	va = first_load(&code);
	listing_deinit(&code);
	return va;
}
