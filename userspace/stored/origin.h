/* SPDX-License-Identifier: GPL-2.0 */
/* What a stored manifest was made from, and by what. */
#ifndef MAPGC_STORED_ORIGIN_H
#define MAPGC_STORED_ORIGIN_H

#include "resolve/build_id.h"
#include "stored/sha256.h"

/**
 * struct origin - where a manifest comes from
 * @build_id: of the executable; stripping keeps it
 * @code_sha256: of its code; the build id is a promise, this is not
 * @mapgc: version of the resolver
 */
struct origin {
	char build_id[BUILD_ID_MAX];
	char code_sha256[SHA256_TEXT_MAX];
	char mapgc[32];
};

/**
 * origin_of() - what a manifest made from this executable now would have
 * @fd: the executable
 * @name: its path, for error texts
 *
 * Return: 0, -ENOENT where it has no build id, or another negative errno.
 */
int origin_of(int fd, const char *name, struct origin *ret, struct error *err);

#endif /* MAPGC_STORED_ORIGIN_H */
