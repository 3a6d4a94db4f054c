/* SPDX-License-Identifier: GPL-2.0 */
/* Results of a test, as TAP on standard output. */
#ifndef MAPGC_ABI_TAP_H
#define MAPGC_ABI_TAP_H

#include <stdbool.h>

/** tap_result() - one result, with the name of what was checked; returns @is_ok */
bool tap_result(bool is_ok, const char *name, ...) __attribute__((format(printf, 2, 3)));

/** tap_note() - a line for the reader of a failure */
void tap_note(const char *text, ...) __attribute__((format(printf, 1, 2)));

/** tap_end() - the plan; exit status for main() */
int tap_end(void);

#endif /* MAPGC_ABI_TAP_H */
