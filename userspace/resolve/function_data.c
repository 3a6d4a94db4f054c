// SPDX-License-Identifier: GPL-2.0
#include "resolve/function_data.h"

#include <errno.h>

#include "resolve/cursor.h"
#include "resolve/pcvalue.h"

#define RECORD_BYTES_MAX	44
#define ABSENT			UINT32_MAX

/* Numbers of the tables of a function, fixed since Go 1.12. */
#define PCDATA_INLINE_TREE	2
#define FUNCDATA_INLINE_TREE	3

/* Places in a function's record, from Go 1.18. */
#define RECORD_PCFILE	20
#define RECORD_NPCDATA	28	/* then the compilation unit */

/* Behind the record: offsets of pc tables, then those of the function's data. */
static int read_inlining(const struct function_data *data, struct function_record *record,
			 uint64_t arrays, uint32_t nr_pcdata, uint8_t nr_funcdata)
{
	const struct program *program = data->program;
	uint64_t trees = arrays + 4 * ((uint64_t)nr_pcdata + FUNCDATA_INLINE_TREE);
	int rc;

	record->inlining = 0;
	record->tree = ABSENT;
	if (nr_pcdata <= PCDATA_INLINE_TREE || nr_funcdata <= FUNCDATA_INLINE_TREE)
		return 0;
	rc = pclntab_read_u32(&program->pclntab, &program->image, PCLNTAB_FUNCTAB,
			      arrays + 4 * PCDATA_INLINE_TREE, &record->inlining);
	if (!rc)
		rc = pclntab_read_u32(&program->pclntab, &program->image, PCLNTAB_FUNCTAB, trees,
				      &record->tree);
	return rc;
}

int function_data_read(const struct function_data *data, size_t index,
		       struct function_record *ret)
{
	const struct pclntab *tab = &data->program->pclntab;
	uint64_t offset = tab->functions[index].record_off;
	size_t len = tab->header.format->record_bytes;
	uint8_t bytes[RECORD_BYTES_MAX];
	uint32_t nr_pcdata;
	struct cursor cur;
	int rc = pclntab_read_part(tab, &data->program->image, PCLNTAB_FUNCTAB, offset, bytes,
				   len);

	if (rc)
		return rc;
	cursor_init(&cur, bytes, len);
	cursor_skip(&cur, RECORD_PCFILE);
	ret->index = index;
	ret->pcfile = cursor_u32(&cur);
	ret->pcln = cursor_u32(&cur);
	nr_pcdata = cursor_u32(&cur);
	ret->unit = cursor_u32(&cur);
	return read_inlining(data, ret, offset + len, nr_pcdata, bytes[len - 1]);
}

static struct pcvalue_table pcvalues(const struct function_data *data,
				     const struct function_record *record, uint32_t table)
{
	const struct pclntab *tab = &data->program->pclntab;
	uint64_t start = pclntab_part_offset(tab, PCLNTAB_PCTAB);

	return (struct pcvalue_table){
		.offset = table ? start + table : 0,
		.end = start + pclntab_header_bytes(&tab->header, PCLNTAB_PCTAB),
		.entry = tab->functions[record->index].va,
		.quantum = data->program->image.arch->quantum,
	};
}

int function_data_value(const struct function_data *data, const struct function_record *record,
			uint32_t table, uint64_t va, int32_t *ret)
{
	struct pcvalue_table values = pcvalues(data, record, table);

	return pcvalue_find(&values, &data->program->image, va, ret);
}

int function_data_nr_inlined(const struct function_data *data,
			     const struct function_record *record, uint32_t *ret)
{
	struct pcvalue_table values = pcvalues(data, record, record->inlining);
	uint64_t bytes = pclntab_bytes(&data->program->pclntab, record->index);
	int32_t highest = PCVALUE_NONE;
	int rc = 0;

	if (record->tree != ABSENT && bytes)
		rc = pcvalue_find_highest(&values, &data->program->image,
					  values.entry + bytes - 1, &highest);
	/* Each has an instruction of its own, or the table is damaged. */
	if (!rc && highest >= 0 && (uint64_t)highest >= bytes)
		rc = -EINVAL;
	*ret = highest < 0 ? 0 : (uint32_t)highest + 1;
	return rc;
}

int function_data_inlined(const struct function_data *data,
			  const struct function_record *record, int32_t index,
			  struct inlined *ret)
{
	const struct pclntab *tab = &data->program->pclntab;
	const struct pclntab_format *format = tab->header.format;
	uint64_t va = data->gofunc_va + record->tree + (uint64_t)index * format->inlined_bytes;
	uint8_t bytes[RECORD_BYTES_MAX];
	struct cursor cur;
	uint32_t name_off;

	if (record->tree == ABSENT ||
	    elf_image_read_va(&data->program->image, va, bytes, format->inlined_bytes))
		return -EINVAL;
	cursor_init(&cur, bytes, format->inlined_bytes);
	cursor_skip(&cur, format->inlined_name_at);
	name_off = cursor_u32(&cur);
	cursor_init(&cur, bytes, format->inlined_bytes);
	cursor_skip(&cur, format->inlined_parent_at);
	ret->parent_off = cursor_u32(&cur);
	if (name_off >= pclntab_header_bytes(&tab->header, PCLNTAB_NAMES))
		return -EINVAL;
	ret->function = tab->names + name_off;
	return 0;
}

int function_data_init(struct function_data *data, const struct program *program,
		       const struct golayout *layout, struct error *err)
{
	*data = (struct function_data){ .program = program };
	if (!program->pclntab.header.format->record_bytes)
		return error_set(err, -ENOTSUP, "%s: no lines of %s: Go 1.18 is the oldest",
				 program->image.name, program->build.version);
	return pclntab_read_module(&program->pclntab, &program->image, layout->moduledata_gofunc,
				   &data->gofunc_va, err);
}
