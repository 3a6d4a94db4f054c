/* SPDX-License-Identifier: GPL-2.0 */
/* Little-endian reader over untrusted bytes that cannot leave them. */
#ifndef MAPGC_RESOLVE_CURSOR_H
#define MAPGC_RESOLVE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct cursor - a position in a run of bytes
 * @data: the bytes
 * @len: how many
 * @pos: next one to read, at most @len
 * @is_short: a read went beyond the end; it and all later ones gave 0
 */
struct cursor {
	const uint8_t *data;
	size_t len;
	size_t pos;
	bool is_short;
};

void cursor_init(struct cursor *cur, const void *data, size_t len);

uint8_t cursor_u8(struct cursor *cur);
uint16_t cursor_u16(struct cursor *cur);
uint32_t cursor_u32(struct cursor *cur);
uint64_t cursor_u64(struct cursor *cur);
void cursor_skip(struct cursor *cur, size_t len);

/**
 * cursor_uvarint() - read an unsigned LEB128 number
 *
 * One of more than 64 bits sets @is_short and gives 0.
 */
uint64_t cursor_uvarint(struct cursor *cur);

/**
 * cursor_bytes() - take @len bytes
 *
 * Return: the first of them, or NULL (and @is_short) where there are fewer.
 */
const uint8_t *cursor_bytes(struct cursor *cur, size_t len);

#endif /* MAPGC_RESOLVE_CURSOR_H */
