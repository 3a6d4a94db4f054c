// SPDX-License-Identifier: GPL-2.0
#include "stored/field.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool take_number(const json_t *value, uint64_t max, uint64_t *ret)
{
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0 || (uint64_t)number > max)
		return false;
	*ret = number;
	return true;
}

int field_number(const json_t *object, const char *key, uint64_t max, uint64_t *ret,
		 struct error *err)
{
	if (take_number(json_object_get(object, key), max, ret))
		return 0;
	return error_set(err, -EINVAL, "\"%s\" is not a number up to %llu", key,
			 (unsigned long long)max);
}

int field_text(const json_t *object, const char *key, char *ret, size_t room,
	       struct error *err)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value) || json_string_length(value) >= room)
		return error_set(err, -EINVAL, "\"%s\" is not a text of less than %zu bytes",
				 key, room);
	memcpy(ret, json_string_value(value), json_string_length(value) + 1);
	return 0;
}

int field_array(const json_t *object, const char *key, size_t max, const json_t **ret,
		struct error *err)
{
	*ret = json_object_get(object, key);
	if (json_is_array(*ret) && json_array_size(*ret) <= max)
		return 0;
	return error_set(err, -EINVAL, "\"%s\" is not an array of up to %zu", key, max);
}

int field_row(const json_t *array, size_t index, const char *key, const uint64_t *max,
	      uint64_t *ret, size_t least, size_t nr, struct error *err)
{
	const json_t *row = json_array_get(array, index);
	size_t i, len = json_array_size(row);

	if (len < least || len > nr)
		return error_set(err, -EINVAL, "%s[%zu] is not a row of %zu numbers", key, index,
				 least);
	memset(ret, 0, nr * sizeof(*ret));
	for (i = 0; i < len; i++)
		if (!take_number(json_array_get(row, i), max[i], &ret[i]))
			return error_set(err, -EINVAL, "%s[%zu][%zu] is not a number up to %llu",
					 key, index, i, (unsigned long long)max[i]);
	return len;
}
