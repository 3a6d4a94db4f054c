// SPDX-License-Identifier: GPL-2.0
#include "view/output.h"

#include <errno.h>
#include <string.h>

int output_flush(FILE *out, struct error *err)
{
	int code;

	errno = 0;
	if (fflush(out) == 0 && !ferror(out))
		return 0;
	code = errno ? errno : EIO;
	return error_set(err, -code, "write output: %s", strerror(code));
}
