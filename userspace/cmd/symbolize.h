/* SPDX-License-Identifier: GPL-2.0 */
/* --symbolize: functions and lines of code at addresses. */
#ifndef MAPGC_CMD_SYMBOLIZE_H
#define MAPGC_CMD_SYMBOLIZE_H

#include "cmd/options.h"
#include "text/error.h"

/**
 * symbolize_main() - print what is at each address
 * @options: the addresses, none: those on standard input; of a process they are as it
 *	runs, of an executable as it was linked
 * @err: filled on failure
 *
 * Return: 0 or negative errno.
 */
int symbolize_main(const struct options *options, struct error *err);

#endif /* MAPGC_CMD_SYMBOLIZE_H */
