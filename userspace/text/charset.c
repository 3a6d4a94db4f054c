// SPDX-License-Identifier: GPL-2.0
#include "text/charset.h"

#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

void charset_init(void)
{
	bool is_silent = !is_set("LC_ALL") && !is_set("LC_CTYPE") && !is_set("LANG");

	setlocale(LC_CTYPE, is_silent ? "C.UTF-8" : "");
}

bool charset_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
