// SPDX-License-Identifier: GPL-2.0
/* Any bytes at all as an executable: the resolver refuses them or keeps its promises. */
#include "fuzz/harness.h"
#include "fuzz/input_file.h"
#include "fuzz/manifest_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	manifest_check(input_file(data, len));
	return 0;
}
