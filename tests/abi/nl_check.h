/* SPDX-License-Identifier: GPL-2.0 */
/* Whether what comes out of the family mapgc is what its specification says. */
#ifndef MAPGC_ABI_NL_CHECK_H
#define MAPGC_ABI_NL_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct nl_answer - what a run of messages holds
 * @nr_objects: targets, figures, events
 * @has_end: an error, the answer 'done' or the end of a dump is among them
 * @err: of the last of these, positive; 0 for success
 */
struct nl_answer {
	unsigned int nr_objects;
	bool has_end;
	int err;
};

/**
 * nl_check() - look at every message and attribute
 * @run: as received
 * @bytes: its length
 * @family: type of the family's messages
 * @ret: added to
 *
 * Return: whether all are well-formed and known; what is not was noted.
 */
bool nl_check(const void *run, size_t bytes, uint16_t family, struct nl_answer *ret);

#endif /* MAPGC_ABI_NL_CHECK_H */
