/* SPDX-License-Identifier: GPL-2.0 */
/* --resolve: what mapgc would probe in an executable, shown or kept in a file. */
#ifndef MAPGC_CMD_RESOLVE_H
#define MAPGC_CMD_RESOLVE_H

#include "cmd/options.h"
#include "text/error.h"

/**
 * resolve_main() - print a summary, and write a manifest where a place for it is named
 *
 * Return: 0, or negative errno where no feature works for the executable.
 */
int resolve_main(const struct options *options, struct error *err);

#endif /* MAPGC_CMD_RESOLVE_H */
