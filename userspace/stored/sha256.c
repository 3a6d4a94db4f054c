// SPDX-License-Identifier: GPL-2.0
#include "stored/sha256.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#define PIECE_BYTES	65536

static void spell(struct sha256_ctx *ctx, char ret[SHA256_TEXT_MAX])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	size_t i;

	sha256_digest(ctx, sizeof(digest), digest);
	for (i = 0; i < sizeof(digest); i++)
		snprintf(ret + 2 * i, 3, "%02x", digest[i]);
}

void sha256_of_bytes(const void *bytes, size_t len, char ret[SHA256_TEXT_MAX])
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, bytes);
	spell(&ctx, ret);
}

int sha256_of_code(const struct elf_image *image, char ret[SHA256_TEXT_MAX],
		   struct error *err)
{
	const struct elf_section *text = elf_image_section(image, ".text");
	uint8_t bytes[PIECE_BYTES];
	struct sha256_ctx ctx;
	uint64_t done = 0;

	if (!text)
		return error_set(err, -ENOENT, "%s: no section .text", image->name);
	sha256_init(&ctx);
	while (done < text->bytes) {
		uint64_t left = text->bytes - done;
		size_t len = left < sizeof(bytes) ? left : sizeof(bytes);
		int rc = elf_image_read(image, text->offset + done, bytes, len);

		if (rc)
			return error_set(err, rc, "%s: cannot read its code: %s", image->name,
					 strerror(-rc));
		sha256_update(&ctx, len, bytes);
		done += len;
	}
	spell(&ctx, ret);
	return 0;
}
