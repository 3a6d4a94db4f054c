/* SPDX-License-Identifier: GPL-2.0 */
/* --list: the Go processes on the host, and what works for them. */
#ifndef MAPGC_CMD_LIST_H
#define MAPGC_CMD_LIST_H

#include "cmd/options.h"
#include "text/error.h"

/** list_main() - 0 or negative errno, with @err filled */
int list_main(const struct options *options, struct error *err);

#endif /* MAPGC_CMD_LIST_H */
