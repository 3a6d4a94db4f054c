/* SPDX-License-Identifier: GPL-2.0 */
/* SHA-256 as text. */
#ifndef MAPGC_STORED_SHA256_H
#define MAPGC_STORED_SHA256_H

#include <stddef.h>

#include "resolve/elf_image.h"

#define SHA256_TEXT_MAX	65	/* 64 hexadecimal digits and NUL */

void sha256_of_bytes(const void *bytes, size_t len, char ret[SHA256_TEXT_MAX]);

/**
 * sha256_of_code() - of the section .text
 *
 * Not of the segment, which has the ELF header in it: stripping changes that.
 * Return: 0, -ENOENT where there is no such section, or another negative errno.
 */
int sha256_of_code(const struct elf_image *image, char ret[SHA256_TEXT_MAX],
		   struct error *err);

#endif /* MAPGC_STORED_SHA256_H */
