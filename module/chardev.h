/* SPDX-License-Identifier: GPL-2.0 */
/* /dev/mapgc: the ioctls of <linux/mapgc.h>. */
#ifndef MAPGC_CHARDEV_H
#define MAPGC_CHARDEV_H

int mapgc_chardev_init(void);
void mapgc_chardev_exit(void);

#endif /* MAPGC_CHARDEV_H */
