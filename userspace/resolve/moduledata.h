/* SPDX-License-Identifier: GPL-2.0 */
/* The runtime's table of the program: where the Go text starts. */
#ifndef MAPGC_RESOLVE_MODULEDATA_H
#define MAPGC_RESOLVE_MODULEDATA_H

#include <stdint.h>

#include "resolve/elf_image.h"
#include "resolve/golayout.h"

/**
 * moduledata_find_text() - find the address of runtime.text
 * @image: the executable
 * @layout: of its Go version
 * @pclntab_va: address of the function table's header; moduledata starts with it
 * @names_va: address of the function names; moduledata's second word
 * @ret: set on success
 * @err: why not
 *
 * Not the start of .text: with an external linker C code comes first. Words
 * that the linker left to the dynamic relocations are taken from there.
 *
 * Return: 0, or -EINVAL where there is no module data.
 */
int moduledata_find_text(const struct elf_image *image, const struct golayout *layout,
			 uint64_t pclntab_va, uint64_t names_va, uint64_t *ret,
			 struct error *err);

#endif /* MAPGC_RESOLVE_MODULEDATA_H */
