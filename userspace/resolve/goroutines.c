// SPDX-License-Identifier: GPL-2.0
#include "resolve/goroutines.h"

#define ADDER_NAME	"runtime.allgadd"

static bool find(const struct listing *code, struct goroutines *ret)
{
	const struct arch *arch = code->arch;
	uint64_t compared = 0, stored[2];
	size_t i, nr = 0;

	if (!arch->set_variable)
		return false;
	for (i = 0; i < code->nr_insns; i++) {
		uint64_t set = arch->set_variable(code, i);
		uint64_t with = arch->compared_variable(code, i);

		if (with && !nr)
			compared = with;
		if (!set)
			continue;
		if (nr == 2)
			return false;
		stored[nr++] = set;
	}
	if (nr != 2 || stored[0] != compared || stored[1] == compared)
		return false;
	*ret = (struct goroutines){ .list_va = stored[0], .nr_va = stored[1] };
	return true;
}

bool goroutines_find(const struct program *program, struct goroutines *ret)
{
	size_t adder = pclntab_find_name(&program->pclntab, ADDER_NAME);
	struct listing code;
	bool is_found;

	*ret = (struct goroutines){ 0 };
	if (adder == PCLNTAB_NONE || program_decode(program, adder, &code, NULL))
		return false;
	is_found = find(&code, ret);
	listing_deinit(&code);
	return is_found;
}
