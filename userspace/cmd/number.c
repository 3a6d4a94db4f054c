// SPDX-License-Identifier: GPL-2.0
#include "cmd/number.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define NS_PER_SECOND 1e9
#define PPM_PER_PERCENT 1e4

int number_seconds(const char *text, double min, double max, uint64_t *ret_ns,
		   const char *option, struct error *err)
{
	double seconds;
	char *end;

	/* strtod() would take blanks, signs, "inf" and hexadecimal too. */
	if (!*text || text[strspn(text, "0123456789.")])
		goto err_invalid;
	seconds = strtod(text, &end);
	if (end == text || *end || !(seconds >= min && seconds <= max))
		goto err_invalid;
	*ret_ns = (uint64_t)(seconds * NS_PER_SECOND + 0.5);
	return 0;

err_invalid:
	return error_set(err, -EINVAL, "--%s %s: not seconds from %g to %g", option, text,
			 min, max);
}

int number_percent(const char *text, uint32_t *ret_ppm, const char *option, struct error *err)
{
	double percent;
	char *end;

	if (!*text || text[strspn(text, "0123456789.")])
		goto err_invalid;
	percent = strtod(text, &end);
	if (end == text || *end || !(percent <= 100) || (percent != 0 && percent < 0.01))
		goto err_invalid;
	*ret_ppm = (uint32_t)(percent * PPM_PER_PERCENT + 0.5);
	return 0;

err_invalid:
	return error_set(err, -EINVAL, "--%s %s: not a percentage from 0.01 to 100, or 0",
			 option, text);
}

/* Digits only, then the end or a comma. */
static int parse_whole(const char *text, unsigned long max, unsigned long *ret,
		       const char **ret_end)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	errno = 0;
	*ret = strtoul(text, &end, 10);
	if (errno || !*ret || *ret > max)
		return -ERANGE;
	*ret_end = end;
	return 0;
}

int number_count(const char *text, uint64_t *ret, const char *option, struct error *err)
{
	unsigned long value;
	const char *end;

	if (parse_whole(text, ULONG_MAX, &value, &end) || *end)
		return error_set(err, -EINVAL, "--%s %s: not a whole number from 1", option,
				 text);
	*ret = value;
	return 0;
}

int number_pids(const char *text, struct pid_list *list, const char *option,
		struct error *err)
{
	const char *at = text, *end;
	unsigned long pid;

	for (;; at = end + 1) {
		if (parse_whole(at, INT_MAX, &pid, &end) || (*end && *end != ','))
			return error_set(err, -EINVAL, "--%s %s: not a process id", option,
					 text);
		if (pid_list_add(list, pid))
			return error_set(err, -ENOMEM, "--%s: no memory", option);
		if (!*end)
			return 0;
	}
}

int number_address(const char *text, uint64_t *ret, const char *option, struct error *err)
{
	const char *digits = text;
	unsigned long value;
	char *end;

	if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X'))
		digits += 2;
	/* strtoul() would take blanks, signs and "0x" once more. */
	errno = 0;
	value = strtoul(digits, &end, 16);
	if (errno || *end || !isxdigit((unsigned char)digits[0]) || digits[1] == 'x' ||
	    digits[1] == 'X')
		return error_set(err, -EINVAL, "--%s %.100s: not a hexadecimal address", option,
				 text);
	*ret = value;
	return 0;
}
