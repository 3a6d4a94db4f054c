/* SPDX-License-Identifier: GPL-2.0 */
/* Where the function table of a Go executable is, and where its parts are. */
#ifndef MAPGC_RESOLVE_PCLNTAB_HEADER_H
#define MAPGC_RESOLVE_PCLNTAB_HEADER_H

#include <stdint.h>

#include "resolve/elf_image.h"

/* In the order of their offsets in the header. */
enum pclntab_part {
	PCLNTAB_NAMES,		/* of functions */
	PCLNTAB_UNITS,		/* per compilation unit, where its file names are */
	PCLNTAB_FILES,		/* names of source files */
	PCLNTAB_PCTAB,		/* values by program counter */
	PCLNTAB_FUNCTAB,	/* functions; their records are counted from here too */
	NR_PCLNTAB_PARTS,
};

/**
 * struct pclntab_format - what differs between the versions of the table
 * @magic: first word
 * @first_offset: place of the first part's offset in the header
 * @text_start_at: place of the text start in the header, 0: addresses are absolute
 * @entry_bytes: size of either half of a functab entry
 * @name_at: place of the name offset in a function's record
 * @record_bytes: length of a record before its arrays; 0: no lines are read from it
 * @inlined_bytes: length of a call in an inline tree
 * @inlined_name_at: place of the name offset in it
 * @inlined_parent_at: place of the call's offset in the function it is in
 */
struct pclntab_format {
	uint32_t magic;
	uint8_t first_offset;
	uint8_t text_start_at;
	uint8_t entry_bytes;
	uint8_t name_at;
	uint8_t record_bytes;
	uint8_t inlined_bytes;
	uint8_t inlined_name_at;
	uint8_t inlined_parent_at;
};

/**
 * struct pclntab_header - the start of the table, checked
 * @format: of its version
 * @offset: of the table in the file
 * @va: its address
 * @room: bytes from @offset to the end of its section or segment
 * @nr_functions: entries of functab
 * @text_start: as written; 0 where the module data has it (Go 1.26)
 * @parts: offsets of the parts in the table, each below @room
 */
struct pclntab_header {
	const struct pclntab_format *format;
	uint64_t offset;
	uint64_t va;
	uint64_t room;
	uint64_t nr_functions;
	uint64_t text_start;
	uint64_t parts[NR_PCLNTAB_PARTS];
};

/**
 * pclntab_header_find() - find the table
 * @image: the executable
 * @ret: set on success
 * @err: why not
 *
 * Return: 0, or -EINVAL where there is none or it is damaged.
 */
int pclntab_header_find(const struct elf_image *image, struct pclntab_header *ret,
			struct error *err);

/* Length of a part: to the next one, or to the end of the table. */
uint64_t pclntab_header_bytes(const struct pclntab_header *header, enum pclntab_part part);

/* Fills @err, and returns -EINVAL. */
int pclntab_header_damaged(const struct elf_image *image, const struct pclntab_header *header,
			   const char *what, struct error *err);

#endif /* MAPGC_RESOLVE_PCLNTAB_HEADER_H */
