// SPDX-License-Identifier: GPL-2.0
#include "resolve/arch.h"

static const struct arch *const archs[] = { &arch_amd64 };

const struct arch *arch_find(uint16_t machine)
{
	size_t i;

	for (i = 0; i < sizeof(archs) / sizeof(archs[0]); i++)
		if (archs[i]->machine == machine)
			return archs[i];
	return NULL;
}
