// SPDX-License-Identifier: GPL-2.0
/* Mistakes with memory. */
#include "sins.h"

#include <linux/compiler.h>
#include <linux/slab.h>

#define BLOCK_BYTES 64
#define LEAKED_BLOCKS 8

/* Hidden from the compiler, which would warn, or leave the access out. */
static char *block(void)
{
	char *p = kmalloc(BLOCK_BYTES, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(p);
	return p;
}

int specimen_use_after_free(void)
{
	char *p = block();

	if (!p)
		return -ENOMEM;
	kfree(p);
	return READ_ONCE(p[BLOCK_BYTES / 2]) & 0;
}

int specimen_double_free(void)
{
	char *p = block();
	char *again = p;

	OPTIMIZER_HIDE_VAR(again);
	kfree(p);
	kfree(again);
	return 0;
}

int specimen_out_of_bounds(void)
{
	char *p = block();
	int value;

	if (!p)
		return -ENOMEM;
	value = READ_ONCE(p[BLOCK_BYTES]) & 0;
	kfree(p);
	return value;
}

/* Several: a stale copy of one address may be left anywhere. */
int specimen_leak(void)
{
	int i;

	for (i = 0; i < LEAKED_BLOCKS; i++) {
		if (!block())
			return -ENOMEM;
	}
	return 0;
}
