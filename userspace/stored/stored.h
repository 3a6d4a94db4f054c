/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A manifest in a file, to be made where the executable is built and used where it runs.
 * Two lines of JSON: the manifest, and the SHA-256 of that line.
 */
#ifndef MAPGC_STORED_STORED_H
#define MAPGC_STORED_STORED_H

#include <jansson.h>
#include <stdio.h>

#include "resolve/manifest.h"
#include "stored/origin.h"

#define STORED_SCHEMA	"mapgc-manifest/1"

/**
 * stored_write() - write a manifest
 *
 * Return: 0, or -ENOMEM. Whether @out took it is for the caller to ask.
 */
int stored_write(FILE *out, const struct origin *origin, const struct manifest *manifest);

/**
 * stored_read() - take a manifest from a file
 * @path: the file
 * @exe_fd: the executable that it must be of
 * @exe_name: its path, for error texts
 * @ret: filled on success; manifest_deinit() when done
 * @err: "PATH: WHY": damaged, tampered with, of another build, stale
 *
 * All bytes are taken as hostile. Return: 0, -ENOENT where there is no such file, or
 * another negative errno.
 */
int stored_read(const char *path, int exe_fd, const char *exe_name, struct manifest *ret,
		struct error *err);

/**
 * stored_take() - the features and tables of a manifest
 * @image: the executable that it is of
 * @document: as document_open() gives it
 * @ret: go_version and the like are there; the rest is filled in, with what there was of it
 *	also on failure
 *
 * Return: 0 or negative errno.
 */
int stored_take(const struct elf_image *image, const json_t *document, struct manifest *ret,
		struct error *err);

#endif /* MAPGC_STORED_STORED_H */
