/* SPDX-License-Identifier: GPL-2.0 */
/* What was written is JSON, for a parser that is not ours. */
#ifndef MAPGC_FUZZ_JSON_CHECK_H
#define MAPGC_FUZZ_JSON_CHECK_H

#include <stddef.h>

#include <jansson.h>

/** json_check() - one document and a newline, to be json_decref()ed; aborts where it is none */
json_t *json_check(const char *text, size_t bytes);

/** json_check_lines() - any number of documents, one a line */
void json_check_lines(const char *text, size_t bytes);

#endif /* MAPGC_FUZZ_JSON_CHECK_H */
