/* SPDX-License-Identifier: GPL-2.0 */
/* --check: whether this host has all that mapgc needs, part by part. */
#ifndef MAPGC_CMD_CHECK_H
#define MAPGC_CMD_CHECK_H

#include "cmd/options.h"
#include "text/error.h"

/**
 * check_main() - print one line per part, or one JSON object of them
 *
 * Return: 0, or negative errno where a part fails (its line says what to do).
 */
int check_main(const struct options *options, struct error *err);

#endif /* MAPGC_CMD_CHECK_H */
