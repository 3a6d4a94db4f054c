// SPDX-License-Identifier: GPL-2.0
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>

__thread char device_line[MAPGC_ERROR_MAX];

int device_open(void)
{
	int fd = open("/dev/mapgc", O_RDWR | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int device_call(int fd, unsigned long request, struct mapgc_hdr *hdr)
{
	device_line[0] = '\0';
	hdr->error = (uintptr_t)device_line;
	hdr->error_len = sizeof(device_line);
	return ioctl(fd, request, hdr) ? -errno : 0;
}

long device_attach(int fd, const struct mapgc_attach_args *args)
{
	struct mapgc_attach_args copy = *args;
	int err = device_call(fd, MAPGC_IOC_ATTACH, &copy.hdr);

	return err ? err : (long)copy.target_id;
}

int device_detach(int fd, uint32_t id)
{
	struct mapgc_detach_args args = { .hdr.size = sizeof(args), .target_id = id };

	return device_call(fd, MAPGC_IOC_DETACH, &args.hdr);
}

int device_process_add(int fd, uint32_t id, uint32_t pid)
{
	struct mapgc_process_args args = {
		.hdr.size = sizeof(args), .target_id = id, .pid = pid,
	};

	return device_call(fd, MAPGC_IOC_PROCESS_ADD, &args.hdr);
}

long device_list(int fd, uint32_t *ids, uint32_t room)
{
	struct mapgc_list_args args = {
		.hdr.size = sizeof(args), .ids = (uintptr_t)ids, .nr_ids = room,
	};
	int err = device_call(fd, MAPGC_IOC_LIST, &args.hdr);

	return err ? err : (long)args.nr_ids;
}

int device_target(int fd, uint32_t id, struct mapgc_pid *pids, uint32_t room,
		  struct mapgc_target_args *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->hdr.size = sizeof(*ret);
	ret->target_id = id;
	ret->pids = (uintptr_t)pids;
	ret->nr_pids = room;
	return device_call(fd, MAPGC_IOC_TARGET, &ret->hdr);
}

int device_snapshot(int fd, uint32_t id, struct mapgc_snapshot_args *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->hdr.size = sizeof(*ret);
	ret->target_id = id;
	return device_call(fd, MAPGC_IOC_SNAPSHOT, &ret->hdr);
}
