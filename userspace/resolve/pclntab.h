/* SPDX-License-Identifier: GPL-2.0 */
/* The function table of a Go executable; it is there even in stripped ones. */
#ifndef MAPGC_RESOLVE_PCLNTAB_H
#define MAPGC_RESOLVE_PCLNTAB_H

#include <stddef.h>
#include <stdint.h>

#include "resolve/elf_image.h"
#include "resolve/golayout.h"
#include "resolve/pclntab_header.h"

/* No such function. */
#define PCLNTAB_NONE	SIZE_MAX

/**
 * struct pclntab_function - one function
 * @va: its entry
 * @record_off: of its record, from the start of functab; its name is inside the table
 * @name_off: of its name in the name table; checked
 */
struct pclntab_function {
	uint64_t va;
	uint32_t record_off;
	uint32_t name_off;
};

/**
 * struct pclntab - the functions of an executable
 * @header: where its parts are
 * @text_va: runtime.text, where the Go text starts
 * @end_va: end of the last function
 * @functions: nr_functions of them, ascending by va; checked to be in one
 *	executable segment of the file
 * @names: NUL-terminated names
 */
struct pclntab {
	struct pclntab_header header;
	uint64_t text_va;
	uint64_t end_va;
	struct pclntab_function *functions;
	size_t nr_functions;
	char *names;
};

/**
 * pclntab_init() - find and read the function table
 * @tab: to be filled; pclntab_deinit() when done, if it succeeded
 * @image: the executable; not kept
 * @layout: of its Go version
 * @err: why not
 *
 * Knows the tables of Go 1.16 and later. Memory is bounded by the file's length.
 *
 * Return: 0, -EINVAL where there is none or it is damaged, or -ENOMEM.
 */
int pclntab_init(struct pclntab *tab, const struct elf_image *image,
		 const struct golayout *layout, struct error *err);
void pclntab_deinit(struct pclntab *tab);

/**
 * pclntab_read_module() - a pointer in the module data of this table
 * @tab: the table, or its header at least
 * @image: the executable
 * @offset: of the pointer in the module data
 * @ret: set on success
 * @err: why not
 *
 * Return: 0, or -EINVAL where there is none.
 */
int pclntab_read_module(const struct pclntab *tab, const struct elf_image *image,
			uint32_t offset, uint64_t *ret, struct error *err);

/* Where a part is in the file. */
uint64_t pclntab_part_offset(const struct pclntab *tab, enum pclntab_part part);

/**
 * pclntab_read_part() - read from a part of the table
 * @tab: the table, or its header at least
 * @image: the executable
 * @part: which
 * @offset: in the part
 * @buf: at least @len bytes
 * @len: how many
 *
 * Return: 0, -EINVAL where the table ends before, or the errno of the read.
 */
int pclntab_read_part(const struct pclntab *tab, const struct elf_image *image,
		      enum pclntab_part part, uint64_t offset, void *buf, size_t len);

/* Likewise, one number; @ret is 0 where it cannot be read. */
int pclntab_read_u32(const struct pclntab *tab, const struct elf_image *image,
		     enum pclntab_part part, uint64_t offset, uint32_t *ret);

/* Name of function @index. */
const char *pclntab_name(const struct pclntab *tab, size_t index);

/* Length of function @index in bytes, with the padding behind it. */
uint64_t pclntab_bytes(const struct pclntab *tab, size_t index);

/* Index of the function that contains @va, or PCLNTAB_NONE. */
size_t pclntab_find_va(const struct pclntab *tab, uint64_t va);

/* Index of the first function with this name, or PCLNTAB_NONE. Linear. */
size_t pclntab_find_name(const struct pclntab *tab, const char *name);

#endif /* MAPGC_RESOLVE_PCLNTAB_H */
