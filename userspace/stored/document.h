/* SPDX-License-Identifier: GPL-2.0 */
/* The file of a stored manifest: JSON, and a digest of it. */
#ifndef MAPGC_STORED_DOCUMENT_H
#define MAPGC_STORED_DOCUMENT_H

#include <jansson.h>
#include <stddef.h>

#include "text/error.h"

/**
 * document_open() - read the file, and check that it is whole
 * @path: the file
 * @ret: the manifest in it, of the schema that this mapgc knows; json_decref() when done
 * @err: why not, without the path
 *
 * Return: 0, -ENOENT where there is no such file, or another negative errno.
 */
int document_open(const char *path, json_t **ret, struct error *err);

/**
 * document_parse() - the same of what was in the file
 * @text: @len bytes
 */
int document_parse(const char *text, size_t len, json_t **ret, struct error *err);

#endif /* MAPGC_STORED_DOCUMENT_H */
