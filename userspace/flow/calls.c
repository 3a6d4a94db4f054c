// SPDX-License-Identifier: GPL-2.0
#include "flow/calls.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "flow/array.h"
#include "flow/code.h"

#define CALL_OPCODE 0xe8
#define CALL_BYTES 5

static int add(struct calls *calls, uint64_t return_va, uint8_t callee)
{
	if (array_reserve(&calls->items, &calls->room, calls->nr + 1, sizeof(*calls->items)))
		return -ENOMEM;
	calls->items[calls->nr++] = (struct call){ .return_va = return_va, .callee = callee };
	calls->nr_reads += callee == CALLEE_MAP_READ;
	return 0;
}

int calls_find(struct calls *calls, const struct flow_env *env, const struct flow_function *fn)
{
	const uint8_t *at = fn->code, *end = fn->code + fn->len;

	calls->nr = 0;
	calls->nr_reads = 0;
	while (end - at >= CALL_BYTES) {
		uint64_t return_va;
		uint8_t callee;
		uint32_t rel;

		at = memchr(at, CALL_OPCODE, end - at - (CALL_BYTES - 1));
		if (!at)
			return 0;
		memcpy(&rel, at + 1, sizeof(rel));
		return_va = fn->va + (at - fn->code) + CALL_BYTES;
		callee = env->classify(env->ctx, return_va + (int64_t)(int32_t)le32toh(rel));
		if (code_is_map_function(callee) && add(calls, return_va, callee))
			return -ENOMEM;
		at++;
	}
	return 0;
}
