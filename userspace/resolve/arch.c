// SPDX-License-Identifier: GPL-2.0
#include "resolve/arch.h"

#include <elf.h>

static const struct arch *const archs[] = { &arch_amd64, &arch_arm64 };

const struct arch *arch_find(uint16_t machine)
{
	size_t i;

	for (i = 0; i < sizeof(archs) / sizeof(archs[0]); i++)
		if (archs[i]->machine == machine)
			return archs[i];
	return NULL;
}

const struct arch *arch_of_host(void)
{
#if defined(__x86_64__)
	return arch_find(EM_X86_64);
#elif defined(__aarch64__)
	return arch_find(EM_AARCH64);
#else
	return NULL;
#endif
}
