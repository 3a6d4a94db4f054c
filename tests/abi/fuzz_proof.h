/* SPDX-License-Identifier: GPL-2.0 */
/* That everything works as ever, after whatever went before. */
#ifndef MAPGC_ABI_FUZZ_PROOF_H
#define MAPGC_ABI_FUZZ_PROOF_H

#include <stdbool.h>

#include "chance.h"

/** fuzz_detach_all() - end every target that @device may end */
void fuzz_detach_all(int device);

/**
 * fuzz_proof() - attach this program, run into its probes, count, detach
 * @device: /dev/mapgc; all of its targets are ended first
 * @chance: how often what is run
 *
 * Return: whether nothing was left, each hit is in the figures where it belongs,
 * and the code is that of the file again; what is wrong was noted.
 */
bool fuzz_proof(int device, struct chance *chance);

#endif /* MAPGC_ABI_FUZZ_PROOF_H */
