/* SPDX-License-Identifier: GPL-2.0 */
/* File descriptors that somebody may pass as an executable. */
#ifndef MAPGC_ABI_FUZZ_DESCRIPTOR_H
#define MAPGC_ABI_FUZZ_DESCRIPTOR_H

#include "chance.h"

/** fuzz_descriptor_init() - open one of each kind; 0 or negative errno */
int fuzz_descriptor_init(void);

/**
 * fuzz_descriptor() - a directory, pipe, socket, device, deleted file, O_PATH, no file, …
 * @chance: which
 * @device: /dev/mapgc itself may be it, too
 */
int fuzz_descriptor(struct chance *chance, int device);

#endif /* MAPGC_ABI_FUZZ_DESCRIPTOR_H */
