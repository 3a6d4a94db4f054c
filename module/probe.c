// SPDX-License-Identifier: GPL-2.0
#include "probe.h"

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>

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

static int register_second(struct mapgc_probe *second, const struct mapgc_probe *probe,
			   struct inode *inode)
{
	second->uc.handler = handle_nothing;
	second->uc.filter = probe->uc.filter;
	second->target = probe->target;
	second->offset = probe->offset;
	/* The filter looks at it. */
	second->mode = READ_ONCE(probe->mode);
	return mapgc_probe_register(second, inode);
}

/* What the filter has found out for the second is true of the first. */
static void unregister_second(struct mapgc_probe *second, struct mapgc_probe *probe,
			      struct inode *inode)
{
	mapgc_probe_unregister(second, inode);
	if (READ_ONCE(second->mode) == MAPGC_PROBE_REMOVED)
		cmpxchg(&probe->mode, MAPGC_PROBE_WINDOW, MAPGC_PROBE_REMOVED);
}

int mapgc_probe_refresh(struct mapgc_probe *probes, u32 nr, struct inode *inode)
{
	struct mapgc_probe *seconds = kvcalloc(nr, sizeof(*seconds), GFP_KERNEL);
	int err = 0;
	u32 i;

	if (!seconds)
		return -ENOMEM;
	for (i = 0; i < nr && !err; i++)
		if (probes[i].is_registered)
			err = register_second(&seconds[i], &probes[i], inode);
	for (i = 0; i < nr; i++)
		unregister_second(&seconds[i], &probes[i], inode);
	mapgc_probe_sync();
	kvfree(seconds);
	return err;
}
