/* SPDX-License-Identifier: GPL-2.0 */
/* Arrays that grow. */
#ifndef MAPGC_FLOW_ARRAY_H
#define MAPGC_FLOW_ARRAY_H

#include <stddef.h>

/**
 * array_reserve() - make room in an array
 * @array: address of the pointer to it, which may be NULL
 * @room: elements that it has room for
 * @nr: elements that it must have room for
 * @size: bytes of one
 *
 * Return: 0, or -ENOMEM with the array as it was.
 */
int array_reserve(void *array, size_t *room, size_t nr, size_t size);

#endif /* MAPGC_FLOW_ARRAY_H */
