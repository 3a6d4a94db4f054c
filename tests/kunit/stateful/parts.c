// SPDX-License-Identifier: GPL-2.0
#include "parts.h"

#include <linux/init.h>
#include <linux/module.h>

#include "module/arm.h"
#include "module/attach.h"
#include "module/chardev.h"
#include "module/netlink.h"
#include "module/process.h"
#include "module/report.h"

static bool are_running;

/* Suites run before the memory of what is __init goes. */
static int __ref start(void)
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
	if (!err)
		return 0;
	mapgc_report_set_sink(NULL);
	mapgc_netlink_exit();
err_arm:
	mapgc_arm_exit();
	return err;
}

int parts_init(void)
{
	int err = start();

	are_running = !err;
	return err;
}

void parts_exit(void)
{
	if (!are_running)
		return;
	mapgc_chardev_exit();
	mapgc_detach_all();
	mapgc_arm_exit();
	mapgc_process_exit();
	mapgc_report_exit();
	mapgc_report_set_sink(NULL);
	mapgc_netlink_exit();
	are_running = false;
}

/* What suites without these parts may have left to workers. */
static void __exit finish(void)
{
	mapgc_process_exit();
	mapgc_report_exit();
}

module_exit(finish);
MODULE_VERSION("kunit");
