// SPDX-License-Identifier: GPL-2.0
#include "resolve/gomaxprocs.h"

#define READER_NAME	"runtime.procresize"
#define INSNS_MAX	32	/* prologue, and the spilling of arguments */

static uint64_t first_load(const struct listing *code)
{
	uint64_t va = 0;
	size_t i;

	for (i = 0; !va && i < code->nr_insns && i < INSNS_MAX; i++)
		va = code->arch->word_load(code, i);
	return va;
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
