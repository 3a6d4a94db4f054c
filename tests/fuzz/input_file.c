// SPDX-License-Identifier: GPL-2.0
#include "fuzz/input_file.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int input_file(const void *data, size_t len)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (ftruncate(fd, 0) || pwrite(fd, data, len, 0) != (ssize_t)len)
		abort();
	return fd;
}
