// SPDX-License-Identifier: GPL-2.0
#include "proc/scan.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

int scan_all(struct pid_list *ret)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int code = 0;

	memset(ret, 0, sizeof(*ret));
	if (!dir)
		return -errno;
	while (!code && (entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]))
			code = pid_list_add(ret, strtol(entry->d_name, NULL, 10));
	closedir(dir);
	if (code)
		pid_list_deinit(ret);
	else
		pid_list_sort(ret);
	return code;
}
