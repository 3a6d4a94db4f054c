/* SPDX-License-Identifier: GPL-2.0 */
/* The name that linkers give to the result of a build. */
#ifndef MAPGC_RESOLVE_BUILD_ID_H
#define MAPGC_RESOLVE_BUILD_ID_H

#include "resolve/elf_image.h"

/* Go's are four hashes of 20 letters; GNU's 20 bytes, or what the user wanted. */
#define BUILD_ID_MAX	160

/**
 * build_id_read() - the build id of an executable
 * @image: the executable
 * @ret: filled on success: "go-" or "gnu-" and letters, digits, '-', '_' and '.', so that it
 *	can name a file. Go's has '.' for '/', and is preferred: every Go has it
 * @err: why not
 *
 * Return: 0, -ENOENT where the executable has none, -EINVAL where it is damaged.
 */
int build_id_read(const struct elf_image *image, char ret[BUILD_ID_MAX], struct error *err);

#endif /* MAPGC_RESOLVE_BUILD_ID_H */
