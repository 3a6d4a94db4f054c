/* SPDX-License-Identifier: GPL-2.0 */
/* What no refused call may change: targets, what they are, and their figures. */
#ifndef MAPGC_ABI_FUZZ_WORLD_H
#define MAPGC_ABI_FUZZ_WORLD_H

#include <stdint.h>

/**
 * fuzz_world() - a number that stands for all of it
 * @device: /dev/mapgc
 *
 * Two calls give the same number where nothing but time went by in between.
 * A device that does not answer gives a number of its own.
 */
uint64_t fuzz_world(int device);

#endif /* MAPGC_ABI_FUZZ_WORLD_H */
