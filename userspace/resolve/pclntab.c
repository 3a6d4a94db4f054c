// SPDX-License-Identifier: GPL-2.0
#include "resolve/pclntab.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/cursor.h"
#include "resolve/moduledata.h"

static int damaged(const struct pclntab *tab, const struct elf_image *image, const char *what,
		   struct error *err)
{
	return pclntab_header_damaged(image, &tab->header, what, err);
}

static uint64_t read_entry(struct cursor *cur, const struct pclntab_format *format)
{
	return format->entry_bytes == 8 ? cursor_u64(cur) : cursor_u32(cur);
}

/*
 * Entry points, and where each function's record is. @ret_end is the end of the
 * last record's name offset.
 */
static int read_functab(struct pclntab *tab, const struct elf_image *image, uint64_t *ret_end,
			struct error *err)
{
	const struct pclntab_header *header = &tab->header;
	const struct pclntab_format *format = header->format;
	uint64_t room = header->room - header->parts[PCLNTAB_FUNCTAB];
	uint64_t bytes = (2 * header->nr_functions + 1) * format->entry_bytes;
	uint64_t base = format->text_start_at ? tab->text_va : 0;
	uint64_t last = 0;
	struct cursor cur;
	char *table;
	size_t i;
	int rc;

	rc = elf_image_load(image, header->offset + header->parts[PCLNTAB_FUNCTAB], bytes,
			    "function table", &table, err);
	if (rc)
		return rc;
	cursor_init(&cur, table, bytes);
	*ret_end = 0;
	for (i = 0; !rc && i <= header->nr_functions; i++) {
		uint64_t va = base + read_entry(&cur, format);
		uint64_t record;

		if (va < last || va < base)
			rc = damaged(tab, image, "functions are not in order", err);
		last = va;
		if (i == header->nr_functions)
			break;
		record = read_entry(&cur, format);
		if (record > UINT32_MAX || record >= room)
			rc = damaged(tab, image, "a function's record is outside of it", err);
		tab->functions[i] = (struct pclntab_function){ .va = va, .record_off = record };
		if (record + format->name_at + 4 > *ret_end)
			*ret_end = record + format->name_at + 4;
	}
	tab->nr_functions = header->nr_functions;
	tab->end_va = last;
	free(table);
	return rc;
}

static int read_name_offsets(struct pclntab *tab, const struct elf_image *image, uint64_t end,
			     struct error *err)
{
	const struct pclntab_header *header = &tab->header;
	uint64_t names_bytes = pclntab_header_bytes(header, PCLNTAB_NAMES);
	uint64_t functab = header->parts[PCLNTAB_FUNCTAB];
	char *records;
	size_t i;
	int rc;

	if (end > header->room - functab)
		return damaged(tab, image, "a function's record is cut off", err);
	rc = elf_image_load(image, header->offset + functab, end, "function records", &records,
			    err);
	if (rc)
		return rc;
	for (i = 0; !rc && i < tab->nr_functions; i++) {
		struct cursor cur;

		cursor_init(&cur, records, end);
		cursor_skip(&cur, tab->functions[i].record_off + header->format->name_at);
		tab->functions[i].name_off = cursor_u32(&cur);
		if (cur.is_short || tab->functions[i].name_off >= names_bytes)
			rc = damaged(tab, image, "a function's name is outside of it", err);
	}
	free(records);
	return rc;
}

/* The last one may end with less: Go marks places with functions of a byte. */
static bool is_aligned(const struct pclntab *tab, uint8_t quantum)
{
	size_t i;

	for (i = 0; i < tab->nr_functions; i++)
		if (tab->functions[i].va % quantum)
			return false;
	return true;
}

static int check_text(const struct pclntab *tab, const struct elf_image *image,
		      struct error *err)
{
	uint64_t first = tab->functions[0].va;
	const struct elf_segment *text = elf_image_segment(image, first);

	if (!text || !(text->flags & PF_X) || tab->end_va <= first ||
	    tab->end_va - text->va > text->file_bytes || first < tab->text_va)
		return damaged(tab, image, "functions are outside of the text", err);
	if (tab->end_va - tab->text_va > UINT32_MAX)
		return damaged(tab, image, "more than 4 GiB of text", err);
	if (!is_aligned(tab, image->arch->quantum))
		return damaged(tab, image, "a function starts between two instructions", err);
	return 0;
}

static int read_tables(struct pclntab *tab, const struct elf_image *image, struct error *err)
{
	const struct pclntab_header *header = &tab->header;
	uint64_t end;
	int rc;

	tab->functions = calloc(header->nr_functions, sizeof(*tab->functions));
	if (!tab->functions)
		return error_set(err, -ENOMEM, "%s: no memory for the functions", image->name);
	rc = read_functab(tab, image, &end, err);
	if (!rc)
		rc = read_name_offsets(tab, image, end, err);
	if (rc)
		return rc;
	if (!header->format->text_start_at)
		tab->text_va = tab->functions[0].va;
	rc = check_text(tab, image, err);
	if (rc)
		return rc;
	return elf_image_load(image, header->offset + header->parts[PCLNTAB_NAMES],
			      pclntab_header_bytes(header, PCLNTAB_NAMES), "function names",
			      &tab->names, err);
}

int pclntab_init(struct pclntab *tab, const struct elf_image *image,
		 const struct golayout *layout, struct error *err)
{
	const struct pclntab_header *header = &tab->header;
	int rc;

	*tab = (struct pclntab){ 0 };
	rc = pclntab_header_find(image, &tab->header, err);
	if (rc)
		return rc;
	tab->text_va = header->text_start;
	if (header->format->text_start_at && !tab->text_va)
		rc = pclntab_read_module(tab, image, layout->moduledata_text, &tab->text_va, err);
	if (!rc)
		rc = read_tables(tab, image, err);
	if (rc)
		pclntab_deinit(tab);
	return rc;
}

uint64_t pclntab_part_offset(const struct pclntab *tab, enum pclntab_part part)
{
	return tab->header.offset + tab->header.parts[part];
}

int pclntab_read_part(const struct pclntab *tab, const struct elf_image *image,
		      enum pclntab_part part, uint64_t offset, void *buf, size_t len)
{
	uint64_t room = tab->header.room - tab->header.parts[part];

	if (offset > room || len > room - offset)
		return -EINVAL;
	return elf_image_read(image, pclntab_part_offset(tab, part) + offset, buf, len);
}

int pclntab_read_u32(const struct pclntab *tab, const struct elf_image *image,
		     enum pclntab_part part, uint64_t offset, uint32_t *ret)
{
	uint8_t bytes[4] = { 0 };
	struct cursor cur;
	int rc = pclntab_read_part(tab, image, part, offset, bytes, sizeof(bytes));

	cursor_init(&cur, bytes, sizeof(bytes));
	*ret = cursor_u32(&cur);
	return rc;
}

int pclntab_read_module(const struct pclntab *tab, const struct elf_image *image,
			uint32_t offset, uint64_t *ret, struct error *err)
{
	const struct pclntab_header *header = &tab->header;

	return moduledata_read_pointer(image, header->va,
				       header->va + header->parts[PCLNTAB_NAMES], offset, ret,
				       err);
}

void pclntab_deinit(struct pclntab *tab)
{
	free(tab->functions);
	free(tab->names);
	*tab = (struct pclntab){ 0 };
}

const char *pclntab_name(const struct pclntab *tab, size_t index)
{
	return tab->names + tab->functions[index].name_off;
}

uint64_t pclntab_bytes(const struct pclntab *tab, size_t index)
{
	uint64_t end = index + 1 < tab->nr_functions ? tab->functions[index + 1].va : tab->end_va;

	return end - tab->functions[index].va;
}

size_t pclntab_find_va(const struct pclntab *tab, uint64_t va)
{
	size_t low = 0, high = tab->nr_functions;

	if (!high || va < tab->functions[0].va || va >= tab->end_va)
		return PCLNTAB_NONE;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (tab->functions[mid].va <= va)
			low = mid;
		else
			high = mid;
	}
	return low;
}

size_t pclntab_find_name(const struct pclntab *tab, const char *name)
{
	size_t i;

	for (i = 0; i < tab->nr_functions; i++)
		if (!strcmp(pclntab_name(tab, i), name))
			return i;
	return PCLNTAB_NONE;
}
