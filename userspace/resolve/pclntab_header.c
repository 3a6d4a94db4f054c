// SPDX-License-Identifier: GPL-2.0
#include "resolve/pclntab_header.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>

#include "resolve/cursor.h"

#define HEADER_BYTES	72
#define CHUNK_BYTES	(1024 * 1024)
#define FUNCTIONS_MAX	(8 * 1024 * 1024)	/* large programs have some 500,000 */

static const struct pclntab_format formats[] = {
	{
		.magic = 0xfffffff1,	/* Go 1.20 */
		.first_offset = 32, .text_start_at = 24, .entry_bytes = 4, .name_at = 4,
		.record_bytes = 44,
		.inlined_bytes = 16, .inlined_name_at = 4, .inlined_parent_at = 8,
	},
	{
		.magic = 0xfffffff0,	/* Go 1.18 */
		.first_offset = 32, .text_start_at = 24, .entry_bytes = 4, .name_at = 4,
		.record_bytes = 40,
		.inlined_bytes = 20, .inlined_name_at = 12, .inlined_parent_at = 16,
	},
	{
		.magic = 0xfffffffa,	/* Go 1.16 */
		.first_offset = 24, .text_start_at = 0, .entry_bytes = 8, .name_at = 8,
	},
};

int pclntab_header_damaged(const struct elf_image *image, const struct pclntab_header *header,
			   const char *what, struct error *err)
{
	return error_set(err, -EINVAL, "%s: damaged function table at 0x%llx: %s", image->name,
			 (unsigned long long)header->offset, what);
}

/* With the steps of the architecture's instructions, and pointers of 8 bytes. */
static const struct pclntab_format *find_format(const struct elf_image *image,
						const uint8_t *bytes)
{
	struct cursor cur;
	uint32_t magic;
	size_t i;

	cursor_init(&cur, bytes, 8);
	magic = cursor_u32(&cur);
	if (cursor_u16(&cur) != 0 || cursor_u8(&cur) != image->arch->quantum ||
	    cursor_u8(&cur) != 8)
		return NULL;
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i].magic == magic)
			return &formats[i];
	return NULL;
}

static int read_offsets(struct pclntab_header *header, struct cursor *cur)
{
	int i;

	for (i = 0; i < NR_PCLNTAB_PARTS; i++) {
		header->parts[i] = cursor_u64(cur);
		if (header->parts[i] >= header->room)
			return -EINVAL;
	}
	return 0;
}

static int parse_header(const struct elf_image *image, struct pclntab_header *header,
			struct error *err)
{
	uint8_t bytes[HEADER_BYTES];
	uint64_t entry_bytes, entries;
	struct cursor cur;

	if (header->room < sizeof(bytes) ||
	    elf_image_read(image, header->offset, bytes, sizeof(bytes)))
		return pclntab_header_damaged(image, header, "no room for its header", err);
	header->format = find_format(image, bytes);
	if (!header->format)
		return pclntab_header_damaged(image, header, "unknown format", err);
	cursor_init(&cur, bytes, sizeof(bytes));
	cursor_skip(&cur, 8);
	header->nr_functions = cursor_u64(&cur);
	cursor_skip(&cur, header->format->first_offset - cur.pos);
	if (read_offsets(header, &cur))
		return pclntab_header_damaged(image, header, "an offset lies outside of it", err);
	if (header->format->text_start_at) {
		cursor_init(&cur, bytes, sizeof(bytes));
		cursor_skip(&cur, header->format->text_start_at);
		header->text_start = cursor_u64(&cur);
	}
	entry_bytes = 2 * header->format->entry_bytes;
	entries = (header->room - header->parts[PCLNTAB_FUNCTAB]) / entry_bytes;
	if (!header->nr_functions || header->nr_functions > FUNCTIONS_MAX ||
	    header->nr_functions >= entries)
		return pclntab_header_damaged(image, header, "wrong number of functions", err);
	return 0;
}

/* External linkers may put the table into another section: look for its magic. */
static int scan_segment(const struct elf_image *image, const struct elf_segment *segment,
			struct pclntab_header *ret)
{
	size_t room = segment->file_bytes < CHUNK_BYTES ? segment->file_bytes : CHUNK_BYTES;
	uint8_t *chunk = malloc(room + 1);
	uint64_t done;
	int rc = -ENOENT;
	size_t len, i;

	if (!chunk)
		return -ENOMEM;
	for (done = 0; rc == -ENOENT && done < segment->file_bytes; done += len) {
		len = room;
		if (len > segment->file_bytes - done)
			len = segment->file_bytes - done;
		if (elf_image_read(image, segment->offset + done, chunk, len))
			break;
		for (i = 0; rc == -ENOENT && i + 8 <= len; i += 8) {
			if (!find_format(image, chunk + i))
				continue;
			*ret = (struct pclntab_header){
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

int pclntab_header_find(const struct elf_image *image, struct pclntab_header *ret,
			struct error *err)
{
	static const char *const names[] = { ".gopclntab", ".data.rel.ro.gopclntab" };
	const struct elf_section *section;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		section = elf_image_section(image, names[i]);
		if (!section || section->type == SHT_NOBITS)
			continue;
		*ret = (struct pclntab_header){
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

uint64_t pclntab_header_bytes(const struct pclntab_header *header, enum pclntab_part part)
{
	uint64_t start = header->parts[part], end = header->room;
	int i;

	for (i = 0; i < NR_PCLNTAB_PARTS; i++)
		if (header->parts[i] > start && header->parts[i] < end)
			end = header->parts[i];
	return end - start;
}
