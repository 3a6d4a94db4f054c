// SPDX-License-Identifier: GPL-2.0
#include "host/pidns.h"

#include <sys/stat.h>

/* Inode of the initial PID namespace: PROC_PID_INIT_INO of the kernel, the same everywhere. */
#define INITIAL_INO	0xEFFFFFFCu

bool pidns_is_initial(void)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) == 0 && st.st_ino == INITIAL_INO;
}
