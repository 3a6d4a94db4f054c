// SPDX-License-Identifier: GPL-2.0
/*
 * The reference that a hit of ours is compared with: a uprobe at the same
 * instructions whose handler does nothing.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/uprobes.h>

#define SITES_MAX	128

static char *path;
module_param(path, charp, 0);
MODULE_PARM_DESC(path, "executable");

static ulong offsets[SITES_MAX];
static int nr_offsets;
module_param_array(offsets, ulong, &nr_offsets, 0);
MODULE_PARM_DESC(offsets, "file offsets of the instructions");

static struct uprobe_consumer consumers[SITES_MAX];
static struct file *exe;
static int nr_registered;

static int handle_nothing(struct uprobe_consumer *uc, struct pt_regs *regs)
{
	return 0;
}

static struct inode *exe_inode(void)
{
	return d_real_inode(exe->f_path.dentry);
}

static void unregister_all(void)
{
	while (nr_registered--)
		uprobe_unregister(exe_inode(), offsets[nr_registered],
				  &consumers[nr_registered]);
	fput(exe);
}

static int __init empty_probe_init(void)
{
	int err;

	exe = filp_open(path, O_RDONLY, 0);
	if (IS_ERR(exe))
		return PTR_ERR(exe);
	for (; nr_registered < nr_offsets; nr_registered++) {
		consumers[nr_registered].handler = handle_nothing;
		err = uprobe_register(exe_inode(), offsets[nr_registered],
				      &consumers[nr_registered]);
		if (err) {
			unregister_all();
			return err;
		}
	}
	return 0;
}

static void __exit empty_probe_exit(void)
{
	unregister_all();
}

module_init(empty_probe_init);
module_exit(empty_probe_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("An empty uprobe handler at given places");
