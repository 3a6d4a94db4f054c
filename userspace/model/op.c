// SPDX-License-Identifier: GPL-2.0
#include "model/op.h"

static const char *const names[MAPGC_OPS] = {
	[MAPGC_OP_READ] = "read",
	[MAPGC_OP_WRITE] = "write",
	[MAPGC_OP_DELETE] = "delete",
	[MAPGC_OP_ITERATE] = "iterate",
	[MAPGC_OP_CLEAR] = "clear",
	[MAPGC_OP_MAKE] = "make",
};

const char *op_name(enum mapgc_op op)
{
	return (unsigned int)op < MAPGC_OPS ? names[op] : "unknown";
}
