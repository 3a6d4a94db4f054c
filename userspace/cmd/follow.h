/* SPDX-License-Identifier: GPL-2.0 */
/* The main command: attach, show, detach. */
#ifndef MAPGC_CMD_FOLLOW_H
#define MAPGC_CMD_FOLLOW_H

#include "cmd/options.h"
#include "text/error.h"

/** follow_main() - 0 or negative errno, with @err filled */
int follow_main(const struct options *options, struct error *err);

#endif /* MAPGC_CMD_FOLLOW_H */
