// SPDX-License-Identifier: GPL-2.0
#include "resolve/pclntab.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/cursor.h"
#include "resolve/moduledata.h"

#define HEADER_BYTES	72
#define CHUNK_BYTES	(1024 * 1024)
#define FUNCTIONS_MAX	(8 * 1024 * 1024)	/* large programs have some 500,000 */

/**
 * struct format - what differs between the versions of the table
 * @magic: first word
 * @first_offset: place of the first table offset (function names) in the header
 * @text_start_at: place of the text start in the header, 0: addresses are absolute
 * @entry_bytes: size of either half of a functab entry
 * @name_at: place of the name offset in a function's record
 */
struct format {
	uint32_t magic;
	uint8_t first_offset;
	uint8_t text_start_at;
	uint8_t entry_bytes;
	uint8_t name_at;
};

static const struct format formats[] = {
	{ 0xfffffff1, .first_offset = 32, .text_start_at = 24, .entry_bytes = 4, .name_at = 4 },
	{ 0xfffffff0, .first_offset = 32, .text_start_at = 24, .entry_bytes = 4, .name_at = 4 },
	{ 0xfffffffa, .first_offset = 24, .text_start_at = 0, .entry_bytes = 8, .name_at = 8 },
};

/**
 * struct header - the start of the table, checked
 * @offset: of the table in the file
 * @va: its address
 * @room: bytes from @offset to the end of its section or segment
 * @nr_functions: entries of functab
 * @text_start: as written; 0 where the module data has it (Go 1.26)
 * @names: offset of the name table in the table
 * @names_end: of its end
 * @functab: offset of functab; function records count from here too
 */
struct header {
	const struct format *format;
	uint64_t offset;
	uint64_t va;
	uint64_t room;
	uint64_t nr_functions;
	uint64_t text_start;
	uint64_t names;
	uint64_t names_end;
	uint64_t functab;
};

static int damaged(const struct elf_image *image, const struct header *header, const char *what,
		   struct error *err)
{
	return error_set(err, -EINVAL, "%s: damaged function table at 0x%llx: %s", image->name,
			 (unsigned long long)header->offset, what);
}

/* Only amd64: instructions of any length, pointers of 8 bytes. */
static const struct format *find_format(const uint8_t *bytes)
{
	struct cursor cur;
	uint32_t magic;
	size_t i;

	cursor_init(&cur, bytes, 8);
	magic = cursor_u32(&cur);
	if (cursor_u16(&cur) != 0 || cursor_u8(&cur) != 1 || cursor_u8(&cur) != 8)
		return NULL;
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i].magic == magic)
			return &formats[i];
	return NULL;
}

/* In order: function names, compilation units, files, pc tables, functab. */
static int read_offsets(struct header *header, struct cursor *cur)
{
	uint64_t offsets[5];
	size_t i;

	for (i = 0; i < 5; i++) {
		offsets[i] = cursor_u64(cur);
		if (offsets[i] >= header->room)
			return -EINVAL;
	}
	header->names = offsets[0];
	header->functab = offsets[4];
	header->names_end = header->room;
	for (i = 1; i < 5; i++)
		if (offsets[i] > header->names && offsets[i] < header->names_end)
			header->names_end = offsets[i];
	return 0;
}

static int parse_header(const struct elf_image *image, struct header *header, struct error *err)
{
	uint8_t bytes[HEADER_BYTES];
	uint64_t entry_bytes;
	struct cursor cur;

	if (header->room < sizeof(bytes) ||
	    elf_image_read(image, header->offset, bytes, sizeof(bytes)))
		return damaged(image, header, "no room for its header", err);
	header->format = find_format(bytes);
	if (!header->format)
		return damaged(image, header, "unknown format", err);
	cursor_init(&cur, bytes, sizeof(bytes));
	cursor_skip(&cur, 8);
	header->nr_functions = cursor_u64(&cur);
	cursor_skip(&cur, header->format->first_offset - cur.pos);
	if (read_offsets(header, &cur))
		return damaged(image, header, "an offset lies outside of it", err);
	if (header->format->text_start_at) {
		cursor_init(&cur, bytes, sizeof(bytes));
		cursor_skip(&cur, header->format->text_start_at);
		header->text_start = cursor_u64(&cur);
	}
	entry_bytes = 2 * header->format->entry_bytes;
	if (!header->nr_functions || header->nr_functions > FUNCTIONS_MAX ||
	    header->nr_functions > (header->room - header->functab) / entry_bytes - 1 ||
	    (header->room - header->functab) / entry_bytes < 2)
		return damaged(image, header, "wrong number of functions", err);
	return 0;
}

/* External linkers may put the table into another section: look for its magic. */
static int scan_segment(const struct elf_image *image, const struct elf_segment *segment,
			struct header *ret)
{
	uint8_t *chunk = malloc(CHUNK_BYTES);
	uint64_t done;
	int rc = -ENOENT;
	size_t len, i;

	if (!chunk)
		return -ENOMEM;
	for (done = 0; rc == -ENOENT && done < segment->file_bytes; done += len) {
		len = CHUNK_BYTES;
		if (len > segment->file_bytes - done)
			len = segment->file_bytes - done;
		if (elf_image_read(image, segment->offset + done, chunk, len))
			break;
		for (i = 0; rc == -ENOENT && i + 8 <= len; i += 8) {
			if (!find_format(chunk + i))
				continue;
			*ret = (struct header){
				.offset = segment->offset + done + i,
				.va = segment->va + done + i,
				.room = segment->file_bytes - done - i,
			};
			rc = parse_header(image, ret, NULL) ? -ENOENT : 0;
		}
	}
	free(chunk);
	return rc;
}

static int find_header(const struct elf_image *image, struct header *ret, struct error *err)
{
	static const char *const names[] = { ".gopclntab", ".data.rel.ro.gopclntab" };
	const struct elf_section *section;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		section = elf_image_section(image, names[i]);
		if (!section || section->type == SHT_NOBITS)
			continue;
		*ret = (struct header){
			.offset = section->offset,
			.va = section->va,
			.room = section->bytes,
		};
		return parse_header(image, ret, err);
	}
	for (i = 0; i < image->nr_segments; i++) {
		/* Never in the text, where such bytes are part of code. */
		if (image->segments[i].flags & PF_X)
			continue;
		if (!scan_segment(image, &image->segments[i], ret))
			return 0;
	}
	return error_set(err, -EINVAL, "%s: no function table: not a complete Go binary",
			 image->name);
}

static uint64_t read_entry(struct cursor *cur, const struct format *format)
{
	return format->entry_bytes == 8 ? cursor_u64(cur) : cursor_u32(cur);
}

/*
 * Entry points, and in name_off for now where each function's record is.
 * @ret_end is the end of the last record's name offset.
 */
static int read_functab(struct pclntab *tab, const struct elf_image *image,
			const struct header *header, uint64_t *ret_end, struct error *err)
{
	const struct format *format = header->format;
	uint64_t bytes = (2 * header->nr_functions + 1) * format->entry_bytes;
	uint64_t base = format->text_start_at ? tab->text_va : 0;
	uint64_t last = 0;
	struct cursor cur;
	char *table;
	size_t i;
	int rc;

	rc = elf_image_load(image, header->offset + header->functab, bytes, "function table",
			    &table, err);
	if (rc)
		return rc;
	cursor_init(&cur, table, bytes);
	*ret_end = 0;
	for (i = 0; !rc && i <= header->nr_functions; i++) {
		uint64_t va = base + read_entry(&cur, format);
		uint64_t record;

		if (va < last || va < base)
			rc = damaged(image, header, "functions are not in order", err);
		last = va;
		if (i == header->nr_functions)
			break;
		record = read_entry(&cur, format);
		if (record > UINT32_MAX || record >= header->room - header->functab)
			rc = damaged(image, header, "a function's record is outside of it", err);
		tab->functions[i] = (struct pclntab_function){ .va = va, .name_off = record };
		if (record + format->name_at + 4 > *ret_end)
			*ret_end = record + format->name_at + 4;
	}
	tab->nr_functions = header->nr_functions;
	tab->end_va = last;
	free(table);
	return rc;
}

static int read_name_offsets(struct pclntab *tab, const struct elf_image *image,
			     const struct header *header, uint64_t end, struct error *err)
{
	char *records;
	size_t i;
	int rc;

	if (end > header->room - header->functab)
		return damaged(image, header, "a function's record is cut off", err);
	rc = elf_image_load(image, header->offset + header->functab, end, "function records",
			    &records, err);
	if (rc)
		return rc;
	for (i = 0; !rc && i < tab->nr_functions; i++) {
		struct cursor cur;

		cursor_init(&cur, records, end);
		cursor_skip(&cur, tab->functions[i].name_off + header->format->name_at);
		tab->functions[i].name_off = cursor_u32(&cur);
		if (cur.is_short || tab->functions[i].name_off >= header->names_end - header->names)
			rc = damaged(image, header, "a function's name is outside of it", err);
	}
	free(records);
	return rc;
}

static int check_text(const struct pclntab *tab, const struct elf_image *image,
		      const struct header *header, struct error *err)
{
	uint64_t first = tab->functions[0].va;
	const struct elf_segment *text = elf_image_segment(image, first);

	if (!text || !(text->flags & PF_X) || tab->end_va <= first ||
	    tab->end_va - text->va > text->file_bytes || first < tab->text_va)
		return damaged(image, header, "functions are outside of the text", err);
	if (tab->end_va - tab->text_va > UINT32_MAX)
		return damaged(image, header, "more than 4 GiB of text", err);
	return 0;
}

static int read_tables(struct pclntab *tab, const struct elf_image *image,
		       const struct header *header, struct error *err)
{
	uint64_t end;
	int rc;

	tab->functions = calloc(header->nr_functions, sizeof(*tab->functions));
	if (!tab->functions)
		return error_set(err, -ENOMEM, "%s: no memory for the functions", image->name);
	rc = read_functab(tab, image, header, &end, err);
	if (!rc)
		rc = read_name_offsets(tab, image, header, end, err);
	if (rc)
		return rc;
	if (!header->format->text_start_at)
		tab->text_va = tab->functions[0].va;
	rc = check_text(tab, image, header, err);
	if (rc)
		return rc;
	return elf_image_load(image, header->offset + header->names,
			      header->names_end - header->names, "function names", &tab->names,
			      err);
}

int pclntab_init(struct pclntab *tab, const struct elf_image *image,
		 const struct golayout *layout, struct error *err)
{
	struct header header;
	int rc;

	*tab = (struct pclntab){ 0 };
	rc = find_header(image, &header, err);
	if (rc)
		return rc;
	tab->text_va = header.text_start;
	if (header.format->text_start_at && !tab->text_va)
		rc = moduledata_find_text(image, layout, header.va, header.va + header.names,
					  &tab->text_va, err);
	if (!rc)
		rc = read_tables(tab, image, &header, err);
	if (rc)
		pclntab_deinit(tab);
	return rc;
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
