// SPDX-License-Identifier: GPL-2.0
#include "cmd/version.h"

#include <linux/mapgc.h>

#include "text/version.h"

void version_print(FILE *out)
{
	fprintf(out, "mapgc-read %s (module interface %d)\n", MAPGC_VERSION, MAPGC_ABI_VERSION);
}
