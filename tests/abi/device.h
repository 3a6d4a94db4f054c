/* SPDX-License-Identifier: GPL-2.0 */
/* Bare calls of /dev/mapgc, without the reader's client between test and kernel. */
#ifndef MAPGC_ABI_DEVICE_H
#define MAPGC_ABI_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#include <linux/mapgc.h>

/* The error line of the last device_call() of this thread. */
extern __thread char device_line[MAPGC_ERROR_MAX];

/** device_open() - a file descriptor, or negative errno */
int device_open(void);

/**
 * device_call() - one ioctl; the error line goes to device_line
 * @fd: of device_open()
 * @request: MAPGC_IOC_*
 * @hdr: start of the argument, with its size
 *
 * Return: 0 or negative errno.
 */
int device_call(int fd, unsigned long request, struct mapgc_hdr *hdr);

/** device_attach() - attach as asked; id of the new target, or negative errno */
long device_attach(int fd, const struct mapgc_attach_args *args);

int device_detach(int fd, uint32_t id);
int device_process_add(int fd, uint32_t id, uint32_t pid);

/** device_list() - ids of up to @room targets; how many there are, or negative errno */
long device_list(int fd, uint32_t *ids, uint32_t room);

/**
 * device_target() - what a target is; its live processes in @pids
 *
 * Return: 0 or negative errno.
 */
int device_target(int fd, uint32_t id, struct mapgc_pid *pids, uint32_t room,
		  struct mapgc_target_args *ret);

int device_snapshot(int fd, uint32_t id, struct mapgc_snapshot_args *ret);

#endif /* MAPGC_ABI_DEVICE_H */
