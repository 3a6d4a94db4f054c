// SPDX-License-Identifier: GPL-2.0
#include "resolve/cursor.h"

void cursor_init(struct cursor *cur, const void *data, size_t len)
{
	*cur = (struct cursor){ .data = data, .len = len };
}

const uint8_t *cursor_bytes(struct cursor *cur, size_t len)
{
	const uint8_t *bytes;

	if (cur->is_short || len > cur->len - cur->pos) {
		cur->is_short = true;
		return NULL;
	}
	bytes = cur->data + cur->pos;
	cur->pos += len;
	return bytes;
}

static uint64_t cursor_le(struct cursor *cur, size_t len)
{
	const uint8_t *bytes = cursor_bytes(cur, len);
	uint64_t value = 0;

	if (!bytes)
		return 0;
	while (len--)
		value = value << 8 | bytes[len];
	return value;
}

uint8_t cursor_u8(struct cursor *cur)
{
	return cursor_le(cur, 1);
}

uint16_t cursor_u16(struct cursor *cur)
{
	return cursor_le(cur, 2);
}

uint32_t cursor_u32(struct cursor *cur)
{
	return cursor_le(cur, 4);
}

uint64_t cursor_u64(struct cursor *cur)
{
	return cursor_le(cur, 8);
}

void cursor_skip(struct cursor *cur, size_t len)
{
	cursor_bytes(cur, len);
}

uint64_t cursor_uvarint(struct cursor *cur)
{
	uint64_t value = 0;
	unsigned int shift;

	for (shift = 0; shift < 64; shift += 7) {
		uint8_t byte = cursor_u8(cur);

		if (shift == 63 && byte > 1)
			break;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	cur->is_short = true;
	return 0;
}
