/* SPDX-License-Identifier: GPL-2.0 */
/* The kinds of map operation, by name. */
#ifndef MAPGC_MODEL_OP_H
#define MAPGC_MODEL_OP_H

#include <linux/mapgc.h>

/** op_name() - "read", "write", ... as in JSON; "unknown" for a kind that is not known */
const char *op_name(enum mapgc_op op);

#endif /* MAPGC_MODEL_OP_H */
