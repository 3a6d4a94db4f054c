// SPDX-License-Identifier: GPL-2.0
#include "resolve/golayout.h"

#include <stddef.h>

/* Structures that are alike in all of them. */
#define ALIKE .maptype_elem = 56, .g_stack_hi = 8, .moduledata_text = 176

static const struct golayout layouts[] = {
	{ .first_minor = 17, .last_minor = 19, ALIKE, .moduledata_gofunc = 304 },
	{ .first_minor = 20, .last_minor = 26, ALIKE, .moduledata_gofunc = 320 },
	{ .first_minor = 27, .last_minor = 27, ALIKE, .moduledata_gofunc = 344 },
};

#define NR_LAYOUTS	(sizeof(layouts) / sizeof(layouts[0]))

const struct golayout *golayout_find(unsigned int minor)
{
	size_t i;

	for (i = 0; i < NR_LAYOUTS; i++)
		if (minor >= layouts[i].first_minor && minor <= layouts[i].last_minor)
			return &layouts[i];
	return NULL;
}

const struct golayout *golayout_newest(void)
{
	return &layouts[NR_LAYOUTS - 1];
}
