// SPDX-License-Identifier: GPL-2.0
/* Module start and end: the order of the parts and nothing else. */
#include <linux/init.h>
#include <linux/module.h>

#include "arm.h"
#include "attach.h"
#include "chardev.h"
#include "netlink.h"
#include "process.h"
#include "report.h"

static int __init mapgc_init(void)
{
	int err;

	err = mapgc_arm_init();
	if (err)
		return err;
	err = mapgc_netlink_init();
	if (err)
		goto err_arm;
	mapgc_report_set_sink(mapgc_netlink_event);
	err = mapgc_chardev_init();
	if (err)
		goto err_netlink;
	return 0;

err_netlink:
	mapgc_report_set_sink(NULL);
	mapgc_netlink_exit();
err_arm:
	mapgc_arm_exit();
	return err;
}

/* No file is open any more, so only persistent targets are left. */
static void __exit mapgc_exit(void)
{
	mapgc_chardev_exit();
	mapgc_detach_all();
	mapgc_arm_exit();
	mapgc_process_exit();
	mapgc_report_exit();
	mapgc_report_set_sink(NULL);
	mapgc_netlink_exit();
}

module_init(mapgc_init);
module_exit(mapgc_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Map depth and GC pauses of running Go processes");
MODULE_VERSION("0.1.0");
