/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A streaming JSON writer: one line, exact decimals. Times are written as
 * decimals with all nine places, which a library that only knows binary
 * floating point cannot promise. No number depends on the locale.
 */
#ifndef MAPGC_TEXT_JSON_WRITER_H
#define MAPGC_TEXT_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct json_writer - where in the document we are
 * @out: stream
 * @has_before: something was written before at this level, so a comma is due
 */
struct json_writer {
	FILE *out;
	bool has_before;
};

/* In an object @key is the member's name; in an array it is NULL. */

void jw_begin_object(struct json_writer *jw, const char *key);
void jw_end_object(struct json_writer *jw);
void jw_begin_array(struct json_writer *jw, const char *key);
void jw_end_array(struct json_writer *jw);

/** jw_string() - any bytes; what is not UTF-8 becomes U+FFFD */
void jw_string(struct json_writer *jw, const char *key, const char *text);
void jw_u64(struct json_writer *jw, const char *key, uint64_t value);
void jw_null(struct json_writer *jw, const char *key);

/** jw_seconds() - nanoseconds as seconds with nine decimals */
void jw_seconds(struct json_writer *jw, const char *key, uint64_t value_ns);

/** jw_real() - with three decimals; @value from 0 to 10^15 */
void jw_real(struct json_writer *jw, const char *key, double value);

/** jw_ratio() - @part / @whole with nine decimals, at most 1; null where @whole is 0 */
void jw_ratio(struct json_writer *jw, const char *key, uint64_t part, uint64_t whole);

/** jw_end_line() - end of a document */
void jw_end_line(struct json_writer *jw);

#endif /* MAPGC_TEXT_JSON_WRITER_H */
