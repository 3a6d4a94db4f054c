/* SPDX-License-Identifier: GPL-2.0 */
/* Several threads and a child that call at once, while their arguments change. */
#ifndef MAPGC_ABI_FUZZ_CROWD_H
#define MAPGC_ABI_FUZZ_CROWD_H

#include <stdbool.h>
#include <stdint.h>

/** fuzz_crowd_init() - 0 or negative errno */
int fuzz_crowd_init(uint64_t seed);

/**
 * fuzz_crowd() - one round
 * @calls: of each
 *
 * Return: whether every answer was a documented one; others were noted.
 */
bool fuzz_crowd(unsigned int calls);

#endif /* MAPGC_ABI_FUZZ_CROWD_H */
