// SPDX-License-Identifier: GPL-2.0
/* Undefined behaviour. */
#include "sins.h"

#include <linux/compiler.h>

static int too_much = 70;
static int too_far = 9;
static int table[4];

int specimen_shift(void)
{
	return (1 << READ_ONCE(too_much)) & 0;
}

int specimen_index(void)
{
	return table[READ_ONCE(too_far)] & 0;
}
