// SPDX-License-Identifier: GPL-2.0
/* Module start and end: the order of the parts and nothing else. */
#include <linux/init.h>
#include <linux/module.h>

static int __init mapgc_init(void)
{
	return 0;
}

static void __exit mapgc_exit(void)
{
}

module_init(mapgc_init);
module_exit(mapgc_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Map depth and GC pauses of running Go processes");
MODULE_VERSION("0.1.0");
