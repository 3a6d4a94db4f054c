// SPDX-License-Identifier: GPL-2.0
#include "synth/bytes.h"

#include <stdlib.h>
#include <string.h>

void bytes_put(struct bytes *bytes, const void *data, size_t len)
{
	if (!len)
		return;
	if (bytes->len + len > bytes->room) {
		bytes->room = 2 * (bytes->len + len);
		bytes->data = realloc(bytes->data, bytes->room);
		if (!bytes->data)
			abort();
	}
	memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
}

void bytes_number(struct bytes *bytes, uint64_t value, size_t len)
{
	while (len--) {
		uint8_t byte = value;

		bytes_put(bytes, &byte, 1);
		value >>= 8;
	}
}

void bytes_uvarint(struct bytes *bytes, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		bytes_number(bytes, value | 0x80, 1);
	bytes_number(bytes, value, 1);
}

size_t bytes_string(struct bytes *bytes, const char *text)
{
	size_t at = bytes->len;

	bytes_put(bytes, text, strlen(text) + 1);
	return at;
}

void bytes_align(struct bytes *bytes, size_t align)
{
	while (bytes->len % align)
		bytes_number(bytes, 0, 1);
}

void bytes_patch(struct bytes *bytes, size_t at, uint64_t value, size_t len)
{
	if (at > bytes->len || len > bytes->len - at)
		abort();
	for (; len--; value >>= 8)
		bytes->data[at++] = value;
}
