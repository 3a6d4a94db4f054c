/* SPDX-License-Identifier: GPL-2.0 */
/* A listing of code given as bytes, for tests. */
#ifndef MAPGC_UNIT_LISTING_H
#define MAPGC_UNIT_LISTING_H

#include <stdlib.h>
#include <string.h>

#include "resolve/listing.h"

#define LISTING_VA	0x401000

/* Returns what listing_init() does; listing_deinit() when done. */
static inline int listing_of_arch(struct listing *listing, const struct arch *arch,
				  const void *code, size_t len)
{
	uint8_t *bytes = malloc(len);
	csh capstone;
	int rc;

	memcpy(bytes, code, len);
	listing_open_decoder(arch, &capstone);
	rc = listing_init(listing, arch, capstone, LISTING_VA, bytes, len);
	listing_close_decoder(&capstone);
	return rc;
}

static inline int listing_of(struct listing *listing, const void *code, size_t len)
{
	return listing_of_arch(listing, &arch_amd64, code, len);
}

#define LISTING_OF(listing, code)	listing_of(listing, code, sizeof(code) - 1)

#endif /* MAPGC_UNIT_LISTING_H */
