// SPDX-License-Identifier: GPL-2.0
#include "fault.h"

#include <linux/kernel.h>

int mapgc_fault(struct mapgc_fault *fault, int err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vscnprintf(fault->text, sizeof(fault->text), fmt, args);
	va_end(args);
	return err;
}
