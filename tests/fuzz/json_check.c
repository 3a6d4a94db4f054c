// SPDX-License-Identifier: GPL-2.0
#include "fuzz/json_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *json_check(const char *text, size_t bytes)
{
	json_error_t error;
	json_t *ret;

	if (!bytes || text[bytes - 1] != '\n' || memchr(text, '\n', bytes - 1)) {
		fprintf(stderr, "not one line: %.*s\n", (int)bytes, text);
		abort();
	}
	/* 64 bits without sign are more than the parser's integers hold. */
	ret = json_loadb(text, bytes, JSON_DECODE_INT_AS_REAL | JSON_REJECT_DUPLICATES, &error);
	if (!ret) {
		fprintf(stderr, "%s at %d: %.*s\n", error.text, error.position, (int)bytes, text);
		abort();
	}
	return ret;
}

void json_check_lines(const char *text, size_t bytes)
{
	while (bytes) {
		const char *end = memchr(text, '\n', bytes);
		size_t line = end ? (size_t)(end - text) + 1 : bytes;

		json_decref(json_check(text, line));
		text += line;
		bytes -= line;
	}
}
