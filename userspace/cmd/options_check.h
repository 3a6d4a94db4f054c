/* SPDX-License-Identifier: GPL-2.0 */
/* Which options go together. */
#ifndef MAPGC_CMD_OPTIONS_CHECK_H
#define MAPGC_CMD_OPTIONS_CHECK_H

#include "cmd/options.h"

/** options_check() - after all were read; fills in what depends on others; 0 or -EINVAL */
int options_check(struct options *options, struct error *err);

#endif /* MAPGC_CMD_OPTIONS_CHECK_H */
