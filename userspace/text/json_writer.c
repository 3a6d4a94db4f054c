// SPDX-License-Identifier: GPL-2.0
#include "text/json_writer.h"

#include <inttypes.h>

#include "text/utf8.h"

#define NS_PER_SECOND	UINT64_C(1000000000)
#define REAL_MAX	1e15

static void write_char(FILE *out, const char *text, size_t length, uint32_t code)
{
	if (code == UTF8_INVALID)
		fputs("\xef\xbf\xbd", out);
	else if (code == '"' || code == '\\')
		fprintf(out, "\\%c", (char)code);
	else if (code < 0x20 || code == 0x7f)
		fprintf(out, "\\u%04x", code);
	else
		fwrite(text, 1, length, out);
}

static void write_text(FILE *out, const char *text)
{
	uint32_t code;

	fputc('"', out);
	while (*text) {
		size_t length = utf8_decode(text, &code);

		write_char(out, text, length, code);
		text += length;
	}
	fputc('"', out);
}

static void start_value(struct json_writer *jw, const char *key)
{
	if (jw->has_before)
		fputc(',', jw->out);
	jw->has_before = true;
	if (!key)
		return;
	write_text(jw->out, key);
	fputc(':', jw->out);
}

static void begin(struct json_writer *jw, const char *key, char bracket)
{
	start_value(jw, key);
	fputc(bracket, jw->out);
	jw->has_before = false;
}

static void end(struct json_writer *jw, char bracket)
{
	fputc(bracket, jw->out);
	jw->has_before = true;
}

void jw_begin_object(struct json_writer *jw, const char *key)
{
	begin(jw, key, '{');
}

void jw_end_object(struct json_writer *jw)
{
	end(jw, '}');
}

void jw_begin_array(struct json_writer *jw, const char *key)
{
	begin(jw, key, '[');
}

void jw_end_array(struct json_writer *jw)
{
	end(jw, ']');
}

void jw_string(struct json_writer *jw, const char *key, const char *text)
{
	start_value(jw, key);
	write_text(jw->out, text);
}

void jw_u64(struct json_writer *jw, const char *key, uint64_t value)
{
	start_value(jw, key);
	fprintf(jw->out, "%" PRIu64, value);
}

void jw_null(struct json_writer *jw, const char *key)
{
	start_value(jw, key);
	fputs("null", jw->out);
}

void jw_seconds(struct json_writer *jw, const char *key, uint64_t value_ns)
{
	start_value(jw, key);
	fprintf(jw->out, "%" PRIu64 ".%09" PRIu64, value_ns / NS_PER_SECOND,
		value_ns % NS_PER_SECOND);
}

void jw_real(struct json_writer *jw, const char *key, double value)
{
	uint64_t milli = (value < REAL_MAX ? value : REAL_MAX) * 1000 + 0.5;

	start_value(jw, key);
	fprintf(jw->out, "%" PRIu64 ".%03" PRIu64, milli / 1000, milli % 1000);
}

void jw_ratio(struct json_writer *jw, const char *key, uint64_t part, uint64_t whole)
{
	if (!whole)
		jw_null(jw, key);
	else if (part >= whole)
		jw_seconds(jw, key, NS_PER_SECOND);
	else
		jw_seconds(jw, key, (double)part / (double)whole * NS_PER_SECOND + 0.5);
}

void jw_end_line(struct json_writer *jw)
{
	fputc('\n', jw->out);
	jw->has_before = false;
}
