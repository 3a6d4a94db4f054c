/* SPDX-License-Identifier: GPL-2.0 */
/* What differs from Go version to Go version and cannot be read from the file. */
#ifndef MAPGC_RESOLVE_GOLAYOUT_H
#define MAPGC_RESOLVE_GOLAYOUT_H

#include <stdint.h>

/**
 * struct golayout - structure offsets of a range of Go versions, bytes
 * @first_minor: from Go 1.@first_minor
 * @last_minor: to Go 1.@last_minor
 * @maptype_elem: element type in a map type
 * @g_stack_hi: upper end of the stack in a goroutine
 * @moduledata_text: start of the text in the module data
 * @moduledata_gofunc: start of the functions' data in the module data
 */
struct golayout {
	unsigned int first_minor;
	unsigned int last_minor;
	uint32_t maptype_elem;
	uint32_t g_stack_hi;
	uint32_t moduledata_text;
	uint32_t moduledata_gofunc;
};

/**
 * golayout_find() - the offsets of Go 1.@minor
 *
 * Return: NULL for a version that is not known.
 */
const struct golayout *golayout_find(unsigned int minor);

/** golayout_newest() - the offsets of the newest Go that is known */
const struct golayout *golayout_newest(void);

#endif /* MAPGC_RESOLVE_GOLAYOUT_H */
