/* SPDX-License-Identifier: GPL-2.0 */
/* The container: a 64-bit little-endian ELF executable, read in pieces. */
#ifndef MAPGC_RESOLVE_ELF_IMAGE_H
#define MAPGC_RESOLVE_ELF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "resolve/arch.h"
#include "text/error.h"

/**
 * struct elf_segment - a PT_LOAD
 * @va: first address
 * @offset: its place in the file
 * @file_bytes: length in the file, checked to be inside it
 * @flags: PF_*
 */
struct elf_segment {
	uint64_t va;
	uint64_t offset;
	uint64_t file_bytes;
	uint32_t flags;
};

/**
 * struct elf_section - a section
 * @name: NUL-terminated, owned by the image
 * @type: SHT_*
 * @va: address, 0 where it is not loaded
 * @offset: place in the file
 * @bytes: length; checked to be inside the file unless @type is SHT_NOBITS or SHT_NULL
 */
struct elf_section {
	const char *name;
	uint32_t type;
	uint64_t va;
	uint64_t offset;
	uint64_t bytes;
};

/**
 * struct elf_image - an executable, open for reading
 * @fd: borrowed
 * @name: path for error texts, borrowed
 * @arch: of its code
 * @bytes: length of the file
 * @is_pie: ET_DYN
 * @is_library: ET_DYN with neither an interpreter nor DF_1_PIE, so never executed
 * @needs_libraries: has a DT_NEEDED entry
 * @segments: PT_LOADs, nr_segments of them, ascending by va, not overlapping
 * @sections: nr_sections of them; none where the file has no section table
 * @names: of the sections
 */
struct elf_image {
	int fd;
	const char *name;
	const struct arch *arch;
	uint64_t bytes;
	bool is_pie;
	bool is_library;
	bool needs_libraries;
	struct elf_segment *segments;
	size_t nr_segments;
	struct elf_section *sections;
	size_t nr_sections;
	char *names;
};

/**
 * elf_image_init() - read and check the tables of an ELF file
 * @image: to be filled; elf_image_deinit() when done, if it succeeded
 * @fd: the file; kept
 * @name: its path; kept
 * @err: why not
 *
 * Return: 0, -ENOEXEC where the file is not an executable of the supported
 * kind, -EINVAL where it is damaged, or another negative errno.
 */
int elf_image_init(struct elf_image *image, int fd, const char *name, struct error *err);
void elf_image_deinit(struct elf_image *image);

/**
 * elf_image_section() - find a section by its name
 *
 * Return: NULL where there is none.
 */
const struct elf_section *elf_image_section(const struct elf_image *image, const char *name);

/**
 * elf_image_segment() - find the segment whose file bytes hold an address
 *
 * Return: NULL where there is none.
 */
const struct elf_segment *elf_image_segment(const struct elf_image *image, uint64_t va);

/**
 * elf_image_code_va() - the address of code by its place in the file
 *
 * Return: 0, or -ENOENT where no executable segment has it.
 */
int elf_image_code_va(const struct elf_image *image, uint64_t offset, uint64_t *ret);

/**
 * elf_image_code_offset() - the place in the file of code by its address
 *
 * Return: 0, or -ENOENT where no executable segment has it.
 */
int elf_image_code_offset(const struct elf_image *image, uint64_t va, uint64_t *ret);

/**
 * elf_image_read() - copy bytes of the file
 *
 * Return: 0, -EINVAL beyond the end of the file, or the errno of the read.
 */
int elf_image_read(const struct elf_image *image, uint64_t offset, void *buf, size_t len);

/**
 * elf_image_read_va() - copy bytes by their address
 *
 * Return: 0, -EINVAL where the file does not hold them all, or the errno of the read.
 */
int elf_image_read_va(const struct elf_image *image, uint64_t va, void *buf, size_t len);

/**
 * elf_image_load() - copy bytes of the file into memory of their own
 * @what: name of the thing, for the error text
 * @ret: NUL behind the last byte; to be freed
 *
 * Return: 0 or negative errno. Never allocates more than the file is long, nor
 * more than 256 MiB.
 */
int elf_image_load(const struct elf_image *image, uint64_t offset, uint64_t len,
		   const char *what, char **ret, struct error *err);

#endif /* MAPGC_RESOLVE_ELF_IMAGE_H */
