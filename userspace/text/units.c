// SPDX-License-Identifier: GPL-2.0
#include "text/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Three significant digits; 999.5 and more is left to the next unit. */
static int decimals_of(double value)
{
	return value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

static const char *write_scaled(char buf[UNITS_SIZE], double value, const char *const *units,
				size_t nr_units)
{
	size_t i = 0;

	for (; i + 1 < nr_units && value >= 999.5; i++)
		value /= 1000;
	snprintf(buf, UNITS_SIZE, "%.*f%s", decimals_of(value), value, units[i]);
	return buf;
}

const char *units_duration(char buf[UNITS_SIZE], uint64_t value_ns, const char *micro)
{
	char microseconds[8];
	const char *const units[] = { microseconds, "ms", "s" };

	if (value_ns < 1000) {
		snprintf(buf, UNITS_SIZE, "%uns", (unsigned int)value_ns);
		return buf;
	}
	snprintf(microseconds, sizeof(microseconds), "%ss", micro);
	return write_scaled(buf, (double)value_ns / 1000, units, 3);
}

const char *units_count(char buf[UNITS_SIZE], double value)
{
	static const char *const units[] = { "", "k", "M", "G", "T", "P", "E" };

	if (value == 0)
		return strcpy(buf, "0");
	if (value < 999.5 && value == (double)(unsigned int)value) {
		snprintf(buf, UNITS_SIZE, "%u", (unsigned int)value);
		return buf;
	}
	return write_scaled(buf, value, units, sizeof(units) / sizeof(units[0]));
}

const char *units_grouped(char buf[UNITS_SIZE], uint64_t value)
{
	char digits[UNITS_SIZE];
	int length = snprintf(digits, sizeof(digits), "%" PRIu64, value);
	char *to = buf;

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return buf;
}

const char *units_percent(char buf[UNITS_SIZE], uint64_t part, uint64_t whole)
{
	double percent = whole ? 100.0 * (double)part / (double)whole : 0;

	if (!whole)
		return strcpy(buf, "-");
	if (percent > 99.95)
		return strcpy(buf, "100%");
	snprintf(buf, UNITS_SIZE, "%.*f%%", percent == 0 ? 0 : decimals_of(percent), percent);
	return buf;
}
