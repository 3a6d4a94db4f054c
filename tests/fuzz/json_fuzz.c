// SPDX-License-Identifier: GPL-2.0
/*
 * Documents of any shape with any text and numbers: another parser reads them,
 * and finds the text again where it was UTF-8.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"
#include "fuzz/json_check.h"
#include "resolve/cursor.h"
#include "text/json_writer.h"

#define NESTING_MAX	16
#define TEXT_MAX	64

/**
 * struct document - one in the making
 * @jw: writes it
 * @cur: decides
 * @is_object: what each level is
 * @nesting: levels
 * @nr_keys: so far; makes them differ
 */
struct document {
	struct json_writer jw;
	struct cursor cur;
	bool is_object[NESTING_MAX];
	unsigned int nesting;
	unsigned int nr_keys;
};

static void take_text(struct cursor *cur, char text[TEXT_MAX + 1])
{
	size_t i, len = cursor_u8(cur) % (TEXT_MAX + 1);

	for (i = 0; i < len; i++)
		text[i] = cursor_u8(cur);
	text[len] = '\0';
}

static const char *key_of(struct document *document, char key[TEXT_MAX + 32])
{
	char text[TEXT_MAX + 1];

	if (!document->is_object[document->nesting])
		return NULL;
	take_text(&document->cur, text);
	snprintf(key, TEXT_MAX + 32, "%u%s", document->nr_keys++, text);
	return key;
}

static void begin(struct document *document, const char *key, bool is_object)
{
	if (document->nesting + 1 == NESTING_MAX) {
		jw_null(&document->jw, key);
		return;
	}
	if (is_object)
		jw_begin_object(&document->jw, key);
	else
		jw_begin_array(&document->jw, key);
	document->is_object[++document->nesting] = is_object;
}

static void end(struct document *document)
{
	if (document->is_object[document->nesting--])
		jw_end_object(&document->jw);
	else
		jw_end_array(&document->jw);
}

static void write_one(struct document *document)
{
	struct json_writer *jw = &document->jw;
	struct cursor *cur = &document->cur;
	uint8_t kind = cursor_u8(cur) % 9;
	char buf[TEXT_MAX + 32], text[TEXT_MAX + 1];
	const char *key;
	uint64_t part;

	if (kind == 8) {
		if (document->nesting)
			end(document);
		return;
	}
	key = key_of(document, buf);
	switch (kind) {
	case 0:
	case 1:
		begin(document, key, kind);
		break;
	case 2:
		take_text(cur, text);
		jw_string(jw, key, text);
		break;
	case 3:
		jw_u64(jw, key, cursor_u64(cur));
		break;
	case 4:
		jw_null(jw, key);
		break;
	case 5:
		jw_seconds(jw, key, cursor_u64(cur));
		break;
	case 6:
		jw_real(jw, key, cursor_u64(cur) / (double)(1 + cursor_u32(cur)));
		break;
	default:
		part = cursor_u64(cur);
		jw_ratio(jw, key, part, cursor_u64(cur));
		break;
	}
}

static void check_document(const uint8_t *data, size_t len)
{
	struct document document = {};
	char *text = NULL;
	size_t bytes = 0;

	document.jw.out = open_memstream(&text, &bytes);
	if (!document.jw.out)
		abort();
	cursor_init(&document.cur, data, len);
	jw_begin_array(&document.jw, NULL);
	while (!document.cur.is_short)
		write_one(&document);
	while (document.nesting)
		end(&document);
	jw_end_array(&document.jw);
	jw_end_line(&document.jw);
	fclose(document.jw.out);
	json_decref(json_check(text, bytes));
	free(text);
}

/* The whole input as one text. */
static void check_text(const uint8_t *data, size_t len)
{
	struct json_writer jw = {};
	char *in = malloc(len + 1), *text = NULL;
	size_t bytes = 0;
	json_t *valid, *array;

	jw.out = open_memstream(&text, &bytes);
	if (!in || !jw.out)
		abort();
	memcpy(in, data, len);
	in[len] = '\0';
	jw_begin_array(&jw, NULL);
	jw_string(&jw, NULL, in);
	jw_end_array(&jw);
	jw_end_line(&jw);
	fclose(jw.out);
	array = json_check(text, bytes);
	valid = json_string(in);
	if (valid && !json_equal(valid, json_array_get(array, 0)))
		abort();
	json_decref(valid);
	json_decref(array);
	free(text);
	free(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_document(data, len);
	check_text(data, len);
	return 0;
}
