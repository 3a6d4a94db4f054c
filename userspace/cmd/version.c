// SPDX-License-Identifier: GPL-2.0
#include "cmd/version.h"

#include <linux/mapgc.h>

#define VERSION "0.1.0" /* as in dkms.conf and module/main.c */

void version_print(FILE *out)
{
	fprintf(out, "mapgc-read %s (module interface %d)\n", VERSION, MAPGC_ABI_VERSION);
}
