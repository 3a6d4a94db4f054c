// SPDX-License-Identifier: GPL-2.0
/* Lengths come from capstone, where they differ; meanings from the architecture. */
#include "resolve/listing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Only lengths are asked of it. */
int listing_open_decoder(const struct arch *arch, csh *ret)
{
	*ret = 0;
	return arch->quantum == 1 && cs_open(CS_ARCH_X86, CS_MODE_64, ret) ? -ENOMEM : 0;
}

void listing_close_decoder(csh *capstone)
{
	if (*capstone)
		cs_close(capstone);
}

#define BYTES_PER_INSN	4	/* in most functions there are a few less */

static struct insn *add(struct listing *listing, size_t *room)
{
	if (listing->nr_insns == *room) {
		size_t more = 2 * *room + listing->len / BYTES_PER_INSN + 16;
		struct insn *insns = reallocarray(listing->insns, more, sizeof(*insns));

		if (!insns)
			return NULL;
		listing->insns = insns;
		*room = more;
	}
	return &listing->insns[listing->nr_insns++];
}

static int decode_all(struct listing *listing, csh capstone, cs_insn *scratch)
{
	const uint8_t *at = listing->bytes;
	size_t left = listing->len, room = 0;
	uint64_t va = listing->va;

	while (left) {
		struct insn *insn = add(listing, &room);

		if (!insn)
			return -ENOMEM;
		*insn = (struct insn){ .va = va, .bytes = at };
		if (!cs_disasm_iter(capstone, &at, &left, &va, scratch))
			return -EILSEQ;
		insn->len = scratch->size;
		listing->arch->classify(insn);
	}
	return 0;
}

static int decode_by_length(struct listing *listing, csh capstone)
{
	cs_insn *scratch = cs_malloc(capstone);
	int rc;

	if (!scratch)
		return -ENOMEM;
	rc = decode_all(listing, capstone, scratch);
	cs_free(scratch, 1);
	return rc;
}

/* A word that is no instruction, as in a table of constants, leads nobody astray. */
static int decode_words(struct listing *listing)
{
	uint8_t bytes = listing->arch->quantum;
	size_t at, room = 0;

	for (at = 0; listing->len - at >= bytes; at += bytes) {
		struct insn *insn = add(listing, &room);

		if (!insn)
			return -ENOMEM;
		*insn = (struct insn){
			.va = listing->va + at,
			.bytes = listing->bytes + at,
			.len = bytes,
		};
		listing->arch->classify(insn);
	}
	return at == listing->len ? 0 : -EILSEQ;
}

static int decode(struct listing *listing, csh capstone)
{
	return listing->arch->quantum == 1 ? decode_by_length(listing, capstone) :
					     decode_words(listing);
}

int listing_init(struct listing *listing, const struct arch *arch, csh capstone, uint64_t va,
		 uint8_t *bytes, size_t len)
{
	int rc;

	*listing = (struct listing){ .arch = arch, .va = va, .bytes = bytes, .len = len };
	rc = decode(listing, capstone);
	if (rc)
		listing_deinit(listing);
	return rc;
}

void listing_deinit(struct listing *listing)
{
	free(listing->insns);
	free(listing->bytes);
	*listing = (struct listing){ 0 };
}

size_t listing_find(const struct listing *listing, uint64_t va)
{
	size_t low = 0, high = listing->nr_insns;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (listing->insns[mid].va == va)
			return mid;
		if (listing->insns[mid].va < va)
			low = mid + 1;
		else
			high = mid;
	}
	return LISTING_NONE;
}

bool insn_starts(const struct insn *insn, const void *bytes, size_t len)
{
	return insn->len >= len && !memcmp(insn->bytes, bytes, len);
}
