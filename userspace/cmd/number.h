/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers on the command line. */
#ifndef MAPGC_CMD_NUMBER_H
#define MAPGC_CMD_NUMBER_H

#include <stdint.h>

#include "proc/pid_list.h"
#include "text/error.h"

/* @option is the long name of the option, for the error text. 0 or negative errno. */

/** number_seconds() - "0.5" within [@min, @max] seconds, in ns */
int number_seconds(const char *text, double min, double max, uint64_t *ret_ns,
		   const char *option, struct error *err);

/** number_count() - a whole number from 1 */
int number_count(const char *text, uint64_t *ret, const char *option, struct error *err);

/** number_percent() - "0.5" within 0.01 to 100, or 0, in millionths */
int number_percent(const char *text, uint32_t *ret_ppm, const char *option, struct error *err);

/** number_pids() - "1" or "1,2,3", added to @list */
int number_pids(const char *text, struct pid_list *list, const char *option,
		struct error *err);

/** number_address() - hexadecimal, with or without "0x" */
int number_address(const char *text, uint64_t *ret, const char *option, struct error *err);

#endif /* MAPGC_CMD_NUMBER_H */
