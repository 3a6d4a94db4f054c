// SPDX-License-Identifier: GPL-2.0
/* Any bytes as an ELF file: what the image says of segments and sections holds. */
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"
#include "fuzz/input_file.h"
#include "resolve/elf_image.h"

static void check_segments(const struct elf_image *image)
{
	size_t i;
	uint8_t byte;

	for (i = 0; i < image->nr_segments; i++) {
		const struct elf_segment *segment = &image->segments[i];
		uint64_t last = segment->va + segment->file_bytes - 1;

		if (i && segment->va < segment[-1].va + segment[-1].file_bytes)
			abort();
		if (segment->offset > image->bytes ||
		    segment->file_bytes > image->bytes - segment->offset)
			abort();
		if (!segment->file_bytes)
			continue;
		if (elf_image_segment(image, last) != segment ||
		    elf_image_read_va(image, last, &byte, 1))
			abort();
	}
}

static void check_section(const struct elf_image *image, const struct elf_section *section)
{
	struct error err = { "" };
	char *copy;
	int rc;

	if (section->type != SHT_NOBITS && section->type != SHT_NULL &&
	    (section->offset > image->bytes || section->bytes > image->bytes - section->offset))
		abort();
	if (!elf_image_section(image, section->name))
		abort();
	rc = elf_image_load(image, section->offset, section->bytes, section->name, &copy, &err);
	if (!rc) {
		if (copy[section->bytes])
			abort();
		free(copy);
	} else if (!err.text[0]) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct elf_image image;
	struct error err = { "" };
	uint64_t word;
	size_t i;

	if (elf_image_init(&image, input_file(data, len), "fuzz", &err)) {
		if (!err.text[0] || strchr(err.text, '\n'))
			abort();
		return 0;
	}
	check_segments(&image);
	for (i = 0; i < image.nr_sections && i < 64; i++)
		check_section(&image, &image.sections[i]);
	if (!elf_image_read(&image, len, &word, 1) ||
	    !elf_image_read(&image, UINT64_MAX, &word, 8) ||
	    !elf_image_read_va(&image, UINT64_MAX - 3, &word, 8))
		abort();
	elf_image_deinit(&image);
	return 0;
}
