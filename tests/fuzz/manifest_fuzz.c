// SPDX-License-Identifier: GPL-2.0
/* Any bytes at all as an executable: resolver and symbols refuse them or keep their promises. */
#include "fuzz/harness.h"
#include "fuzz/input_file.h"
#include "fuzz/manifest_check.h"
#include "fuzz/symbols_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	int fd = input_file(data, len);

	manifest_check(fd);
	symbols_check(fd);
	return 0;
}
