// SPDX-License-Identifier: GPL-2.0
/*
 * A module that does on purpose what mapgc must never do, to prove that the debug kernels
 * and tests/vm/run notice. Never loaded anywhere else.
 *
 *	echo use_after_free >/sys/module/specimen/parameters/commit
 */
#include "sins.h"

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#define SIN(name) { #name, specimen_##name }

static const struct sin {
	const char *name;
	int (*commit)(void);
} catalogue[] = {
	SIN(use_after_free), SIN(double_free), SIN(out_of_bounds), SIN(leak),
	SIN(lock_inversion), SIN(lock_unregistered), SIN(lock_left), SIN(wait_context),
	SIN(sleep_in_atomic), SIN(sleep_in_rcu), SIN(rcu_unprotected), SIN(cpu_unpinned),
	SIN(shift), SIN(index),
	SIN(free_active), SIN(list_twice), SIN(refcount),
	SIN(race), SIN(no_race),
};

static int commit_set(const char *value, const struct kernel_param *param)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(catalogue); i++) {
		if (sysfs_streq(value, catalogue[i].name))
			return catalogue[i].commit();
	}
	return -EINVAL;
}

static const struct kernel_param_ops commit_ops = { .set = commit_set };

module_param_cb(commit, &commit_ops, NULL, 0200);
MODULE_PARM_DESC(commit, "name of what to do wrong now");
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Mistakes for debug kernels to find");
