/* SPDX-License-Identifier: GPL-2.0 */
/* Calls of /dev/mapgc, one to one. */
#ifndef MAPGC_CLIENT_CHARDEV_H
#define MAPGC_CLIENT_CHARDEV_H

#include <linux/mapgc.h>

#include "text/error.h"

#define CHARDEV_PATH "/dev/mapgc"

/**
 * chardev_open() - open the device node
 *
 * Return: a file descriptor, or negative errno with @err saying what is in the
 * way and how to get it out of the way.
 */
int chardev_open(struct error *err);

/**
 * chardev_call() - one ioctl
 * @fd: of chardev_open()
 * @request: MAPGC_IOC_*
 * @hdr: start of the argument, size set; its error buffer is used by this call
 * @what: start of the error text, "attach /usr/bin/svc"
 * @err: filled on failure, with the kernel's own line where it gave one
 *
 * Return: 0 or negative errno.
 */
int chardev_call(int fd, unsigned long request, struct mapgc_hdr *hdr, const char *what,
		 struct error *err);

/** chardev_info() - ask for the versions; fails where the interface is another one */
int chardev_info(int fd, struct mapgc_info_args *ret, struct error *err);

#endif /* MAPGC_CLIENT_CHARDEV_H */
