// SPDX-License-Identifier: GPL-2.0
#include "probe.h"

#include <linux/err.h>

#include "compat.h"

/* The kernel's own ENOTSUPP (524) has no meaning in userspace. */
static int public_error(int err)
{
	return err == -524 ? -EOPNOTSUPP : err;
}

int mapgc_probe_register(struct mapgc_probe *probe, struct inode *inode)
{
	struct uprobe *uprobe = mapgc_uprobe_register(inode, probe->offset, &probe->uc);

	if (IS_ERR(uprobe))
		return public_error(PTR_ERR(uprobe));
	probe->uprobe = uprobe;
	probe->is_registered = true;
	return 0;
}

void mapgc_probe_unregister(struct mapgc_probe *probe, struct inode *inode)
{
	if (!probe->is_registered)
		return;
	mapgc_uprobe_unregister_nosync(probe->uprobe, inode, probe->offset, &probe->uc);
	probe->is_registered = false;
}

void mapgc_probe_sync(void)
{
	mapgc_uprobe_unregister_sync();
}

static MAPGC_UPROBE_HANDLER(handle_nothing)
{
	return 0;
}

int mapgc_probe_refresh(struct mapgc_probe *probe, struct inode *inode)
{
	struct mapgc_probe second = {
		.uc.handler = handle_nothing,
		.uc.filter = probe->uc.filter,
		.target = probe->target,
		.offset = probe->offset,
		.role = probe->role,
	};
	int err = mapgc_probe_register(&second, inode);

	if (err)
		return err;
	mapgc_probe_unregister(&second, inode);
	/* It lives on this stack. */
	mapgc_probe_sync();
	return 0;
}
