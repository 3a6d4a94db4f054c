// SPDX-License-Identifier: GPL-2.0
#include "tap.h"

#include <stdarg.h>
#include <stdio.h>

static unsigned int results, failures;

bool tap_result(bool is_ok, const char *name, ...)
{
	va_list args;

	failures += !is_ok;
	printf("%sok %u - ", is_ok ? "" : "not ", ++results);
	va_start(args, name);
	vprintf(name, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	return is_ok;
}

void tap_note(const char *text, ...)
{
	va_list args;

	fputs("# ", stdout);
	va_start(args, text);
	vprintf(text, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

int tap_end(void)
{
	printf("1..%u\n", results);
	return failures != 0;
}
