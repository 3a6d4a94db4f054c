// SPDX-License-Identifier: GPL-2.0
#include "resolve/golayout.h"

#include <stddef.h>

static const struct golayout layouts[] = {
	{
		.first_minor = 17,
		.last_minor = 27,
		.maptype_elem = 56,
		.g_stack_hi = 8,
		.moduledata_text = 176,
	},
};

const struct golayout *golayout_find(unsigned int minor)
{
	size_t i;

	for (i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (minor >= layouts[i].first_minor && minor <= layouts[i].last_minor)
			return &layouts[i];
	return NULL;
}
