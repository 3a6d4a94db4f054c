// SPDX-License-Identifier: GPL-2.0
/* Any text from outside, on its way to a terminal: it shows, and does nothing else. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"
#include "text/escape.h"
#include "text/utf8.h"

#define SIZE_MAX_BYTES	512

static void check(const char *text, size_t size, size_t max_columns)
{
	char *buf = malloc(size);
	uint32_t code;
	size_t i, columns;

	if (!buf)
		abort();
	columns = escape_text(buf, size, text, max_columns);
	if (columns > max_columns || strnlen(buf, size) == size)
		abort();
	for (i = 0; buf[i]; i += utf8_decode(buf + i, &code)) {
		utf8_decode(buf + i, &code);
		if (code == UTF8_INVALID || code < 0x20 || (code >= 0x7f && code < 0xa0))
			abort();
	}
	free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text;

	if (len < 3)
		return 0;
	setlocale(LC_CTYPE, "C.UTF-8");
	text = malloc(len - 2);
	if (!text)
		abort();
	memcpy(text, data + 3, len - 3);
	text[len - 3] = '\0';
	check(text, 1 + (data[0] | data[1] << 8) % SIZE_MAX_BYTES, data[2]);
	free(text);
	return 0;
}
