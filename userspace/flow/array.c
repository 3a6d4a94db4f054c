// SPDX-License-Identifier: GPL-2.0
#include "flow/array.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_MIN 64

int array_reserve(void *array, size_t *room, size_t nr, size_t size)
{
	size_t want = *room ? *room : ROOM_MIN;
	void *items;

	if (*room && nr <= *room)
		return 0;
	while (want < nr) {
		if (want > SIZE_MAX / 2)
			return -ENOMEM;
		want *= 2;
	}
	/* The caller's pointer has a type of its own. */
	memcpy(&items, array, sizeof(items));
	items = reallocarray(items, want, size);
	if (!items)
		return -ENOMEM;
	memcpy(array, &items, sizeof(items));
	*room = want;
	return 0;
}
