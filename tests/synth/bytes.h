/* SPDX-License-Identifier: GPL-2.0 */
/* A growing run of bytes, written little-endian. Aborts without memory: tests only. */
#ifndef MAPGC_SYNTH_BYTES_H
#define MAPGC_SYNTH_BYTES_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct bytes - what was written so far
 * @data: from malloc()
 * @len: how much
 * @room: how much fits without growing
 */
struct bytes {
	uint8_t *data;
	size_t len;
	size_t room;
};

void bytes_put(struct bytes *bytes, const void *data, size_t len);

/* The low @len bytes of @value. */
void bytes_number(struct bytes *bytes, uint64_t value, size_t len);
void bytes_uvarint(struct bytes *bytes, uint64_t value);

/* With its NUL. Return: where it was put. */
size_t bytes_string(struct bytes *bytes, const char *text);

/* Zeros up to a multiple of @align. */
void bytes_align(struct bytes *bytes, size_t align);

/* Overwrite what is there. */
void bytes_patch(struct bytes *bytes, size_t at, uint64_t value, size_t len);

#endif /* MAPGC_SYNTH_BYTES_H */
