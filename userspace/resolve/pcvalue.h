/* SPDX-License-Identifier: GPL-2.0 */
/* A figure that changes along a function's code, as the Go linker packs it. */
#ifndef MAPGC_RESOLVE_PCVALUE_H
#define MAPGC_RESOLVE_PCVALUE_H

#include <stdint.h>

#include "resolve/elf_image.h"

/* Where there is no figure. */
#define PCVALUE_NONE	(-1)

/**
 * struct pcvalue_table - the figures of one kind for one function
 * @offset: of the table in the file; 0: there is none
 * @end: of the file's pc tables
 * @entry: of the function
 * @quantum: steps of the architecture's instructions, bytes
 */
struct pcvalue_table {
	uint64_t offset;
	uint64_t end;
	uint64_t entry;
	uint8_t quantum;
};

/**
 * pcvalue_find() - the figure at an address
 * @table: see there
 * @image: the executable
 * @va: an address in the function
 * @ret: PCVALUE_NONE where the table says nothing of @va
 *
 * Pairs of varints: by how much the figure changes (zigzag), and for how many bytes of
 * code, in steps of @quantum, it then holds. It starts as -1; a change of 0 ends the table.
 *
 * Return: 0, -EINVAL where the table is damaged, or the errno of a read.
 */
int pcvalue_find(const struct pcvalue_table *table, const struct elf_image *image, uint64_t va,
		 int32_t *ret);

/**
 * pcvalue_find_highest() - the highest figure of a function
 * @last_va: the last address of the function
 * @ret: PCVALUE_NONE where there is none
 *
 * Return: as pcvalue_find().
 */
int pcvalue_find_highest(const struct pcvalue_table *table, const struct elf_image *image,
			 uint64_t last_va, int32_t *ret);

#endif /* MAPGC_RESOLVE_PCVALUE_H */
