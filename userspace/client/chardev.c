// SPDX-License-Identifier: GPL-2.0
#include "client/chardev.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>

int chardev_open(struct error *err)
{
	int fd = open(CHARDEV_PATH, O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	switch (errno) {
	case ENOENT:
	case ENXIO:
	case ENODEV:
		return error_set(err, -errno, CHARDEV_PATH
				 ": module not loaded: modprobe mapgc");
	case EACCES:
	case EPERM:
		return error_set(err, -errno, CHARDEV_PATH
				 ": needs root (CAP_SYS_ADMIN or CAP_PERFMON)");
	default:
		return error_set(err, -errno, CHARDEV_PATH ": %s", strerror(errno));
	}
}

int chardev_call(int fd, unsigned long request, struct mapgc_hdr *hdr, const char *what,
		 struct error *err)
{
	char line[MAPGC_ERROR_MAX] = "";
	int code;

	hdr->error = (uintptr_t)line;
	hdr->error_len = sizeof(line);
	code = ioctl(fd, request, hdr) < 0 ? -errno : 0;
	hdr->error = 0;
	hdr->error_len = 0;
	if (!code)
		return 0;
	line[sizeof(line) - 1] = '\0';
	return error_set(err, code, "%s: %s", what, line[0] ? line : strerror(-code));
}

int chardev_info(int fd, struct mapgc_info_args *ret, struct error *err)
{
	int code;

	memset(ret, 0, sizeof(*ret));
	ret->hdr.size = sizeof(*ret);
	code = chardev_call(fd, MAPGC_IOC_INFO, &ret->hdr, CHARDEV_PATH, err);
	if (code)
		return code;
	ret->module_version[sizeof(ret->module_version) - 1] = '\0';
	if (ret->abi_version != MAPGC_ABI_VERSION)
		return error_set(err, -EPROTO, CHARDEV_PATH
				 ": module %s speaks version %u, this reader %u: install both anew",
				 ret->module_version, ret->abi_version, MAPGC_ABI_VERSION);
	return 0;
}
