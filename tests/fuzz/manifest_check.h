/* SPDX-License-Identifier: GPL-2.0 */
/* The promises of the resolver, whatever the file was: see resolve/manifest.h. */
#ifndef MAPGC_FUZZ_MANIFEST_CHECK_H
#define MAPGC_FUZZ_MANIFEST_CHECK_H

#include "resolve/manifest.h"

/**
 * manifest_check() - resolve a file and abort where a promise is broken
 * @fd: the file
 *
 * An error is one line that names the file. What comes out otherwise passes every
 * check that the kernel makes of it, by the kernel's own code where that is pure,
 * and each site has the bytes that the file has there, in executable memory.
 */
void manifest_check(int fd);

#endif /* MAPGC_FUZZ_MANIFEST_CHECK_H */
