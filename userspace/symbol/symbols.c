// SPDX-License-Identifier: GPL-2.0
#include "symbol/symbols.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#define ABSENT	UINT32_MAX

/* Number @number of the function's compilation unit. */
static int file_name(const struct symbols *symbols, const struct function_record *record,
		     int32_t number, const char **ret)
{
	const struct program *program = symbols->data.program;
	uint32_t offset;
	int rc;

	*ret = NULL;
	if (number < 0)
		return 0;
	rc = pclntab_read_u32(&program->pclntab, &program->image, PCLNTAB_UNITS,
			      ((uint64_t)record->unit + number) * 4, &offset);
	if (rc || offset == ABSENT)
		return rc;
	if (offset >= symbols->files_bytes)
		return -EINVAL;
	*ret = symbols->files + offset;
	return 0;
}

static int find_line(const struct symbols *symbols, const struct function_record *record,
		     uint64_t va, struct symbol_frame *frame)
{
	const struct function_data *data = &symbols->data;
	int32_t number, line;
	int rc;

	rc = function_data_value(data, record, record->pcfile, va, &number);
	if (!rc)
		rc = file_name(symbols, record, number, &frame->file);
	if (!rc)
		rc = function_data_value(data, record, record->pcln, va, &line);
	if (!rc)
		frame->line = line > 0 ? line : 0;
	return rc;
}

/* One frame; *@va becomes that of its call, *@is_last whether it was not inlined. */
static int find_frame(const struct symbols *symbols, const struct function_record *record,
		      uint64_t *va, struct symbol_frame *frame, bool *is_last)
{
	const struct pclntab *tab = &symbols->data.program->pclntab;
	struct inlined inlined;
	int32_t number;
	int rc;

	rc = find_line(symbols, record, *va, frame);
	if (!rc)
		rc = function_data_value(&symbols->data, record, record->inlining, *va, &number);
	if (rc)
		return rc;
	*is_last = number < 0;
	frame->function = pclntab_name(tab, record->index);
	if (*is_last)
		return 0;
	rc = function_data_inlined(&symbols->data, record, number, &inlined);
	if (rc)
		return rc;
	frame->function = inlined.function;
	*va = tab->functions[record->index].va + inlined.parent_off;
	return inlined.parent_off < pclntab_bytes(tab, record->index) ? 0 : -EINVAL;
}

int symbols_find(const struct symbols *symbols, uint64_t va,
		 struct symbol_frame frames[SYMBOL_FRAMES_MAX], size_t *ret)
{
	size_t index = pclntab_find_va(&symbols->data.program->pclntab, va);
	struct function_record record;
	bool is_last = false;
	int rc;

	*ret = 0;
	if (index == PCLNTAB_NONE)
		return 0;
	rc = function_data_read(&symbols->data, index, &record);
	while (!rc && !is_last) {
		/* A tree that never comes to an end. */
		if (*ret == SYMBOL_FRAMES_MAX)
			return -EINVAL;
		rc = find_frame(symbols, &record, &va, &frames[*ret], &is_last);
		(*ret)++;
	}
	return rc;
}

int symbols_init(struct symbols *symbols, const struct program *program,
		 const struct golayout *layout, struct error *err)
{
	const struct pclntab *tab = &program->pclntab;
	int rc;

	*symbols = (struct symbols){ 0 };
	rc = function_data_init(&symbols->data, program, layout, err);
	if (rc)
		return rc;
	symbols->files_bytes = pclntab_header_bytes(&tab->header, PCLNTAB_FILES);
	return elf_image_load(&program->image, pclntab_part_offset(tab, PCLNTAB_FILES),
			      symbols->files_bytes, "file names", &symbols->files, err);
}

void symbols_deinit(struct symbols *symbols)
{
	free(symbols->files);
	*symbols = (struct symbols){ 0 };
}
