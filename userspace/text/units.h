/* SPDX-License-Identifier: GPL-2.0 */
/* Figures as a person reads them: three significant digits and a unit. */
#ifndef MAPGC_TEXT_UNITS_H
#define MAPGC_TEXT_UNITS_H

#include <stddef.h>
#include <stdint.h>

#define UNITS_SIZE	32	/* room for any of these, bytes */

/** units_duration() - "820ns", "12.3us", "1.20ms", "68.7s"; @micro is "u" or the Greek letter */
const char *units_duration(char buf[UNITS_SIZE], uint64_t value_ns, const char *micro);

/** units_count() - "0", "0.25", "12.3", "999", "1.20k", "45.6M" */
const char *units_count(char buf[UNITS_SIZE], double value);

/** units_grouped() - all digits: "1,234,567" */
const char *units_grouped(char buf[UNITS_SIZE], uint64_t value);

/** units_percent() - "12.3%", "100%"; "-" where @whole is 0 */
const char *units_percent(char buf[UNITS_SIZE], uint64_t part, uint64_t whole);

#endif /* MAPGC_TEXT_UNITS_H */
