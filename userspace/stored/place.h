/* SPDX-License-Identifier: GPL-2.0 */
/* Where stored manifests are. */
#ifndef MAPGC_STORED_PLACE_H
#define MAPGC_STORED_PLACE_H

#include <stddef.h>

#include "text/error.h"

/** place_in() - path of the manifest of a build in a folder; -ENAMETOOLONG */
int place_in(const char *folder, const char *build_id, char *ret, size_t room);

/**
 * place_of() - where the manifest of an executable would be
 * @fd: the executable
 * @name: its path, for error texts
 * @ret: a path in /usr/lib/mapgc/manifests, or in what MAPGC_MANIFESTS names
 *
 * Return: 0, -ENOENT where the executable has no build id, or another negative errno.
 */
int place_of(int fd, const char *name, char *ret, size_t room, struct error *err);

#endif /* MAPGC_STORED_PLACE_H */
