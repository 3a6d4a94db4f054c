// SPDX-License-Identifier: GPL-2.0
#include "symbol/symbols.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "resolve/cursor.h"
#include "symbol/pcvalue.h"

#define RECORD_BYTES_MAX	44
#define ABSENT			UINT32_MAX

/* Numbers of the tables of a function, fixed since Go 1.12. */
#define PCDATA_INLINE_TREE	2
#define FUNCDATA_INLINE_TREE	3

/* Places in a function's record, from Go 1.18. */
#define RECORD_PCFILE	20
#define RECORD_NPCDATA	28	/* then the compilation unit */

/**
 * struct record - of one function, as far as lines are concerned
 * @entry: of the function
 * @pcfile: table of files
 * @pcln: table of lines
 * @inlining: table of indexes into the inline tree
 * @unit: where the compilation unit's files start
 * @tree: of inlined calls, from gofunc; ABSENT where there are none
 */
struct record {
	uint64_t entry;
	uint32_t pcfile;
	uint32_t pcln;
	uint32_t inlining;
	uint32_t unit;
	uint32_t tree;
};

static uint64_t part_offset(const struct symbols *symbols, enum pclntab_part part)
{
	const struct pclntab_header *header = &symbols->program->pclntab.header;

	return header->offset + header->parts[part];
}

/* Part of the table's, never beyond it. */
static int read_part(const struct symbols *symbols, enum pclntab_part part, uint64_t offset,
		     void *buf, size_t len)
{
	const struct pclntab_header *header = &symbols->program->pclntab.header;
	uint64_t room = header->room - header->parts[part];

	if (offset > room || len > room - offset)
		return -EINVAL;
	return elf_image_read(&symbols->program->image, part_offset(symbols, part) + offset, buf,
			      len);
}

static int read_u32(const struct symbols *symbols, enum pclntab_part part, uint64_t offset,
		    uint32_t *ret)
{
	struct cursor cur;
	uint8_t bytes[4] = { 0 };
	int rc = read_part(symbols, part, offset, bytes, sizeof(bytes));

	cursor_init(&cur, bytes, sizeof(bytes));
	*ret = cursor_u32(&cur);
	return rc;
}

/* Behind the record: offsets of pc tables, then those of the function's data. */
static int read_inlining(const struct symbols *symbols, struct record *record, uint64_t arrays,
			 uint32_t nr_pcdata, uint8_t nr_funcdata)
{
	int rc;

	record->inlining = 0;
	record->tree = ABSENT;
	if (nr_pcdata <= PCDATA_INLINE_TREE || nr_funcdata <= FUNCDATA_INLINE_TREE)
		return 0;
	rc = read_u32(symbols, PCLNTAB_FUNCTAB, arrays + 4 * PCDATA_INLINE_TREE,
		      &record->inlining);
	if (!rc)
		rc = read_u32(symbols, PCLNTAB_FUNCTAB,
			      arrays + 4 * ((uint64_t)nr_pcdata + FUNCDATA_INLINE_TREE),
			      &record->tree);
	return rc;
}

static int read_record(const struct symbols *symbols, size_t index, struct record *ret)
{
	const struct pclntab *tab = &symbols->program->pclntab;
	uint64_t offset = tab->functions[index].record_off;
	size_t len = tab->header.format->record_bytes;
	uint8_t bytes[RECORD_BYTES_MAX];
	uint32_t nr_pcdata;
	struct cursor cur;
	int rc = read_part(symbols, PCLNTAB_FUNCTAB, offset, bytes, len);

	if (rc)
		return rc;
	cursor_init(&cur, bytes, len);
	cursor_skip(&cur, RECORD_PCFILE);
	ret->entry = tab->functions[index].va;
	ret->pcfile = cursor_u32(&cur);
	ret->pcln = cursor_u32(&cur);
	nr_pcdata = cursor_u32(&cur);
	ret->unit = cursor_u32(&cur);
	return read_inlining(symbols, ret, offset + len, nr_pcdata, bytes[len - 1]);
}

static int value_at(const struct symbols *symbols, const struct record *record, uint32_t table,
		    uint64_t va, int32_t *ret)
{
	const struct pclntab_header *header = &symbols->program->pclntab.header;
	uint64_t start = part_offset(symbols, PCLNTAB_PCTAB);
	struct pcvalue_table values = {
		.offset = table ? start + table : 0,
		.end = start + pclntab_header_bytes(header, PCLNTAB_PCTAB),
		.entry = record->entry,
	};

	return pcvalue_find(&values, &symbols->program->image, va, ret);
}

/* Number @number of the function's compilation unit. */
static int file_name(const struct symbols *symbols, const struct record *record, int32_t number,
		     const char **ret)
{
	uint32_t offset;
	int rc;

	*ret = NULL;
	if (number < 0)
		return 0;
	rc = read_u32(symbols, PCLNTAB_UNITS, ((uint64_t)record->unit + number) * 4, &offset);
	if (rc || offset == ABSENT)
		return rc;
	if (offset >= symbols->files_bytes)
		return -EINVAL;
	*ret = symbols->files + offset;
	return 0;
}

static int find_line(const struct symbols *symbols, const struct record *record, uint64_t va,
		     struct symbol_frame *frame)
{
	int32_t number, line;
	int rc;

	rc = value_at(symbols, record, record->pcfile, va, &number);
	if (!rc)
		rc = file_name(symbols, record, number, &frame->file);
	if (!rc)
		rc = value_at(symbols, record, record->pcln, va, &line);
	if (!rc)
		frame->line = line > 0 ? line : 0;
	return rc;
}

/**
 * struct inlined - a call that was inlined
 * @name_off: of the function
 * @parent_off: of the call, from the entry of the function that it became part of
 */
struct inlined {
	uint32_t name_off;
	uint32_t parent_off;
};

static int read_inlined(const struct symbols *symbols, const struct record *record, int32_t index,
			struct inlined *ret)
{
	const struct pclntab_header *header = &symbols->program->pclntab.header;
	const struct pclntab_format *format = header->format;
	uint64_t va = symbols->gofunc_va + record->tree +
		(uint64_t)index * format->inlined_bytes;
	uint8_t bytes[RECORD_BYTES_MAX];
	struct cursor cur;

	if (record->tree == ABSENT ||
	    elf_image_read_va(&symbols->program->image, va, bytes, format->inlined_bytes))
		return -EINVAL;
	cursor_init(&cur, bytes, format->inlined_bytes);
	cursor_skip(&cur, format->inlined_name_at);
	ret->name_off = cursor_u32(&cur);
	cursor_init(&cur, bytes, format->inlined_bytes);
	cursor_skip(&cur, format->inlined_parent_at);
	ret->parent_off = cursor_u32(&cur);
	return ret->name_off < pclntab_header_bytes(header, PCLNTAB_NAMES) ? 0 : -EINVAL;
}

/* One frame; *@va becomes that of its call, *@is_last whether it was not inlined. */
static int find_frame(const struct symbols *symbols, const struct record *record, size_t index,
		      uint64_t *va, struct symbol_frame *frame, bool *is_last)
{
	const struct pclntab *tab = &symbols->program->pclntab;
	struct inlined inlined;
	int32_t number;
	int rc;

	rc = find_line(symbols, record, *va, frame);
	if (!rc)
		rc = value_at(symbols, record, record->inlining, *va, &number);
	if (rc)
		return rc;
	*is_last = number < 0;
	frame->function = pclntab_name(tab, index);
	if (*is_last)
		return 0;
	rc = read_inlined(symbols, record, number, &inlined);
	if (rc)
		return rc;
	frame->function = tab->names + inlined.name_off;
	*va = record->entry + inlined.parent_off;
	return inlined.parent_off < pclntab_bytes(tab, index) ? 0 : -EINVAL;
}

int symbols_find(const struct symbols *symbols, uint64_t va,
		 struct symbol_frame frames[SYMBOL_FRAMES_MAX], size_t *ret)
{
	size_t index = pclntab_find_va(&symbols->program->pclntab, va);
	struct record record;
	bool is_last = false;
	int rc;

	*ret = 0;
	if (index == PCLNTAB_NONE)
		return 0;
	rc = read_record(symbols, index, &record);
	while (!rc && !is_last) {
		/* A tree that never comes to an end. */
		if (*ret == SYMBOL_FRAMES_MAX)
			return -EINVAL;
		rc = find_frame(symbols, &record, index, &va, &frames[*ret], &is_last);
		(*ret)++;
	}
	return rc;
}

int symbols_init(struct symbols *symbols, const struct program *program,
		 const struct golayout *layout, struct error *err)
{
	const struct pclntab *tab = &program->pclntab;
	const struct elf_image *image = &program->image;
	int rc;

	*symbols = (struct symbols){ .program = program };
	if (!tab->header.format->record_bytes)
		return error_set(err, -ENOTSUP, "%s: no lines of %s: Go 1.18 is the oldest",
				 image->name, program->build.version);
	rc = pclntab_read_module(tab, image, layout->moduledata_gofunc, &symbols->gofunc_va, err);
	if (rc)
		return rc;
	symbols->files_bytes = pclntab_header_bytes(&tab->header, PCLNTAB_FILES);
	return elf_image_load(image, part_offset(symbols, PCLNTAB_FILES), symbols->files_bytes,
			      "file names", &symbols->files, err);
}

void symbols_deinit(struct symbols *symbols)
{
	free(symbols->files);
	*symbols = (struct symbols){ 0 };
}
