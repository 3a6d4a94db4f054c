// SPDX-License-Identifier: GPL-2.0
#include "fuzz/symbols_check.h"

#include <stdlib.h>
#include <string.h>

#include "resolve/golayout.h"
#include "symbol/symbols.h"

static void check_frames(const struct symbols *symbols, const struct symbol_frame *frames,
			 size_t nr)
{
	size_t i;

	if (!nr || nr > SYMBOL_FRAMES_MAX)
		abort();
	for (i = 0; i < nr; i++) {
		if (strlen(frames[i].function) > 1 << 20)
			abort();
		if (frames[i].file && (frames[i].file < symbols->files ||
				       frames[i].file >= symbols->files + symbols->files_bytes ||
				       strlen(frames[i].file) > symbols->files_bytes))
			abort();
	}
}

/* Its first byte, its last one, and some between. */
static void check_function(const struct symbols *symbols, size_t index)
{
	const struct pclntab *tab = &symbols->data.program->pclntab;
	uint64_t bytes = pclntab_bytes(tab, index), part;
	struct symbol_frame frames[SYMBOL_FRAMES_MAX];
	size_t nr;

	for (part = 0; bytes && part <= 4; part++)
		if (!symbols_find(symbols, tab->functions[index].va + (bytes - 1) * part / 4,
				  frames, &nr))
			check_frames(symbols, frames, nr);
}

static void check_program(struct program *program, const struct golayout *layout)
{
	struct symbol_frame frames[SYMBOL_FRAMES_MAX];
	const struct pclntab *tab = &program->pclntab;
	struct symbols symbols;
	size_t i, nr;

	if (program_load_functions(program, layout, NULL) ||
	    symbols_init(&symbols, program, layout, NULL))
		return;
	for (i = 0; i < SYMBOLS_CHECK_FUNCTIONS; i++)
		check_function(&symbols, tab->nr_functions * i / SYMBOLS_CHECK_FUNCTIONS);
	if (symbols_find(&symbols, tab->end_va, frames, &nr) || nr)
		abort();
	symbols_deinit(&symbols);
}

void symbols_check(int fd)
{
	const struct golayout *layout;
	struct program program;

	if (program_init(&program, fd, "fuzz", NULL))
		return;
	layout = golayout_find(program.build.minor);
	if (layout)
		check_program(&program, layout);
	program_deinit(&program);
}
