/* SPDX-License-Identifier: GPL-2.0 */
/* A listing of code given as bytes, for tests. */
#ifndef MAPGC_UNIT_LISTING_H
#define MAPGC_UNIT_LISTING_H

#include <stdlib.h>
#include <string.h>

#include "resolve/listing.h"

#define LISTING_VA	0x401000

/* Returns what listing_init() does; listing_deinit() when done. */
static inline int listing_of(struct listing *listing, const void *code, size_t len)
{
	uint8_t *bytes = malloc(len);
	csh capstone;
	int rc;

	memcpy(bytes, code, len);
	listing_open_decoder(&arch_amd64, &capstone);
	rc = listing_init(listing, &arch_amd64, capstone, LISTING_VA, bytes, len);
	listing_close_decoder(&capstone);
	return rc;
}

#define LISTING_OF(listing, code)	listing_of(listing, code, sizeof(code) - 1)

#endif /* MAPGC_UNIT_LISTING_H */
