// SPDX-License-Identifier: GPL-2.0
#include "resolve/moduledata.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>

#include "resolve/cursor.h"

#define CHUNK_BYTES	(256 * 1024)
#define RELA_BYTES	sizeof(Elf64_Rela)

/* What is looked for in the relocations of a type: by place, or by value. */
struct wanted {
	uint64_t place;
	uint64_t value;
	uint32_t type;
	bool is_by_value;
};

static uint64_t word(const uint8_t *bytes)
{
	struct cursor cur;

	cursor_init(&cur, bytes, 8);
	return cursor_u64(&cur);
}

/* Calls @fn for pieces of the file range until it returns other than -ENOENT. */
static int each_chunk(const struct elf_image *image, uint64_t offset, uint64_t len, size_t step,
		      size_t overlap, int (*fn)(void *ctx, uint64_t done, const uint8_t *chunk,
						size_t len), void *ctx)
{
	size_t room = CHUNK_BYTES / step * step;
	uint8_t *chunk = malloc(len < room + overlap ? len + 1 : room + overlap);
	uint64_t done;
	int rc = -ENOENT;

	if (!chunk)
		return -ENOMEM;
	for (done = 0; rc == -ENOENT && done < len; done += room) {
		uint64_t n = room + overlap;

		if (n > len - done)
			n = len - done;
		rc = elf_image_read(image, offset + done, chunk, n);
		if (!rc)
			rc = fn(ctx, done, chunk, n);
	}
	free(chunk);
	return rc;
}

static int match_rela(void *ctx, uint64_t done, const uint8_t *chunk, size_t len)
{
	struct wanted *wanted = ctx;
	struct cursor cur;

	(void)done;
	cursor_init(&cur, chunk, len);
	while (len - cur.pos >= RELA_BYTES) {
		uint64_t place = cursor_u64(&cur);
		uint64_t info = cursor_u64(&cur);
		uint64_t value = cursor_u64(&cur);

		if (ELF64_R_TYPE(info) != wanted->type)
			continue;
		if (wanted->is_by_value ? value == wanted->value : place == wanted->place) {
			wanted->place = place;
			wanted->value = value;
			return 0;
		}
	}
	return -ENOENT;
}

static int find_rela(const struct elf_image *image, struct wanted *wanted)
{
	size_t i;

	wanted->type = image->arch->relative_type;
	for (i = 0; i < image->nr_sections; i++) {
		const struct elf_section *section = &image->sections[i];
		int rc;

		if (section->type != SHT_RELA)
			continue;
		rc = each_chunk(image, section->offset, section->bytes, RELA_BYTES, 0, match_rela,
				wanted);
		if (rc != -ENOENT)
			return rc;
	}
	return -ENOENT;
}

/* A pointer as it will be when the program runs at the addresses it was linked for. */
static int read_pointer(const struct elf_image *image, uint64_t va, uint64_t *ret)
{
	struct wanted wanted = { .place = va };
	uint8_t bytes[8];

	if (elf_image_read_va(image, va, bytes, sizeof(bytes)))
		return -EINVAL;
	*ret = word(bytes);
	if (*ret || !image->is_pie)
		return 0;
	if (find_rela(image, &wanted))
		return -EINVAL;
	*ret = wanted.value;
	return 0;
}

struct start {
	uint64_t first;
	uint64_t second;
	uint64_t found;
};

static int match_start(void *ctx, uint64_t done, const uint8_t *chunk, size_t len)
{
	struct start *start = ctx;
	size_t i;

	for (i = 0; i + 16 <= len; i += 8) {
		if (word(chunk + i) == start->first && word(chunk + i + 8) == start->second) {
			start->found = done + i;
			return 0;
		}
	}
	return -ENOENT;
}

static int scan_data(const struct elf_image *image, uint64_t first, uint64_t second, uint64_t *ret)
{
	struct start start = { .first = first, .second = second };
	size_t i;

	for (i = 0; i < image->nr_segments; i++) {
		const struct elf_segment *segment = &image->segments[i];

		if (!(segment->flags & PF_W))
			continue;
		if (!each_chunk(image, segment->offset, segment->file_bytes, 8, 8, match_start,
				&start)) {
			*ret = segment->va + start.found;
			return 0;
		}
	}
	return -ENOENT;
}

static int find_start(const struct elf_image *image, uint64_t first, uint64_t second, uint64_t *ret)
{
	const struct elf_section *section = elf_image_section(image, ".go.module");
	struct wanted wanted = { .value = first, .is_by_value = true };
	uint64_t second_there;

	if (section) {
		*ret = section->va;
		return 0;
	}
	if (!scan_data(image, first, second, ret))
		return 0;
	if (!image->is_pie || find_rela(image, &wanted))
		return -ENOENT;
	*ret = wanted.place;
	return read_pointer(image, wanted.place + 8, &second_there) || second_there != second ?
		-ENOENT : 0;
}

int moduledata_read_pointer(const struct elf_image *image, uint64_t pclntab_va,
			    uint64_t names_va, uint32_t offset, uint64_t *ret,
			    struct error *err)
{
	uint64_t start, first;

	if (find_start(image, pclntab_va, names_va, &start) ||
	    read_pointer(image, start, &first) || first != pclntab_va)
		return error_set(err, -EINVAL,
				 "%s: damaged Go binary: no module data for the functions at 0x%llx",
				 image->name, (unsigned long long)pclntab_va);
	if (read_pointer(image, start + offset, ret))
		return error_set(err, -EINVAL,
				 "%s: damaged Go binary: module data at 0x%llx is cut off",
				 image->name, (unsigned long long)start);
	return 0;
}
