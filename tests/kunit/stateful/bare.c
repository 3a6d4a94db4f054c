// SPDX-License-Identifier: GPL-2.0
#include "bare.h"

#include <linux/slab.h>

struct mapgc_target *bare_target(struct kunit *test, struct file *exe, u32 id)
{
	struct mapgc_target *target = kvzalloc(sizeof(*target), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, target);
	kref_init(&target->refs);
	INIT_LIST_HEAD(&target->in_registry);
	target->id = id;
	target->exe = get_file(exe);
	return target;
}
