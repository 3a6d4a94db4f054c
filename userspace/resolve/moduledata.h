/* SPDX-License-Identifier: GPL-2.0 */
/* The runtime's table of the program: where its parts start. */
#ifndef MAPGC_RESOLVE_MODULEDATA_H
#define MAPGC_RESOLVE_MODULEDATA_H

#include <stdint.h>

#include "resolve/elf_image.h"

/**
 * moduledata_read_pointer() - read a pointer, such as the address of runtime.text
 * @image: the executable
 * @pclntab_va: address of the function table's header; moduledata starts with it
 * @names_va: address of the function names; moduledata's second word
 * @offset: of the pointer in the module data
 * @ret: set on success
 * @err: why not
 *
 * The text is not the start of .text: with an external linker C code comes first.
 * Words that the linker left to the dynamic relocations are taken from there.
 *
 * Return: 0, or -EINVAL where there is no module data.
 */
int moduledata_read_pointer(const struct elf_image *image, uint64_t pclntab_va,
			    uint64_t names_va, uint32_t offset, uint64_t *ret,
			    struct error *err);

#endif /* MAPGC_RESOLVE_MODULEDATA_H */
