/* SPDX-License-Identifier: GPL-2.0 */
/* Members of a JSON document that anybody may have written. */
#ifndef MAPGC_STORED_FIELD_H
#define MAPGC_STORED_FIELD_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "text/error.h"

/** field_number() - of 0 to @max; -EINVAL otherwise */
int field_number(const json_t *object, const char *key, uint64_t max, uint64_t *ret,
		 struct error *err);

/** field_text() - of less than @room bytes; -EINVAL otherwise */
int field_text(const json_t *object, const char *key, char *ret, size_t room,
	       struct error *err);

/** field_array() - of at most @max elements; -EINVAL otherwise */
int field_array(const json_t *object, const char *key, size_t max, const json_t **ret,
		struct error *err);

/**
 * field_row() - the numbers of an array in an array
 * @array: array of rows
 * @index: which
 * @key: name of @array, for the error text
 * @max: greatest value of each column
 * @ret: nr of them, 0 where the row has fewer
 * @least: as many there must be
 * @nr: more there must not be
 *
 * Return: how many there are, or -EINVAL.
 */
int field_row(const json_t *array, size_t index, const char *key, const uint64_t *max,
	      uint64_t *ret, size_t least, size_t nr, struct error *err);

#endif /* MAPGC_STORED_FIELD_H */
