// SPDX-License-Identifier: GPL-2.0
/*
 * Lengths come from capstone, meanings from the bytes: what is looked for here
 * are a few exact encodings, and a site must be one of them.
 */
#include "resolve/listing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/cursor.h"

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
	}
	return 0;
}

static int decode(struct listing *listing, csh capstone)
{
	cs_insn *scratch = cs_malloc(capstone);
	int rc;

	if (!scratch)
		return -ENOMEM;
	rc = decode_all(listing, capstone, scratch);
	cs_free(scratch, 1);
	return rc;
}

int listing_init(struct listing *listing, csh capstone, uint64_t va, uint8_t *bytes, size_t len)
{
	int rc;

	*listing = (struct listing){ .va = va, .bytes = bytes, .len = len };
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

static bool is_jcc_rel32(const struct insn *insn)
{
	return insn->len == 6 && insn->bytes[0] == 0x0f && (insn->bytes[1] & 0xf0) == 0x80;
}

bool insn_is_jcc(const struct insn *insn)
{
	return (insn->len == 2 && (insn->bytes[0] & 0xf0) == 0x70) || is_jcc_rel32(insn);
}

bool insn_is_jbe(const struct insn *insn)
{
	return insn_is_jcc(insn) &&
	       (insn->len == 2 ? insn->bytes[0] == 0x76 : insn->bytes[1] == 0x86);
}

bool insn_is_jmp(const struct insn *insn)
{
	return (insn->len == 2 && insn->bytes[0] == 0xeb) ||
	       (insn->len == 5 && insn->bytes[0] == 0xe9);
}

bool insn_is_indirect_jmp(const struct insn *insn)
{
	size_t i = insn->len && (insn->bytes[0] & 0xf0) == 0x40;	/* REX */

	return insn->len > i + 1 && insn->bytes[i] == 0xff && (insn->bytes[i + 1] & 0x38) == 0x20;
}

bool insn_is_call(const struct insn *insn)
{
	return insn->len == 5 && insn->bytes[0] == 0xe8;
}

bool insn_is_ret(const struct insn *insn)
{
	return insn->len == 1 && insn->bytes[0] == 0xc3;
}

bool insn_is_nop(const struct insn *insn)
{
	size_t i = insn->len && insn->bytes[0] == 0x66;

	return (insn->len == i + 1 && insn->bytes[i] == 0x90) ||
	       (insn->len > i + 2 && insn->bytes[i] == 0x0f && insn->bytes[i + 1] == 0x1f);
}

uint64_t insn_target(const struct insn *insn)
{
	uint64_t next = insn->va + insn->len;
	struct cursor cur;

	if (insn->len == 2)
		return next + (int8_t)insn->bytes[1];
	cursor_init(&cur, insn->bytes + insn->len - 4, 4);
	return next + (int32_t)cursor_u32(&cur);
}

bool insn_starts(const struct insn *insn, const void *bytes, size_t len)
{
	return insn->len >= len && !memcmp(insn->bytes, bytes, len);
}
