// SPDX-License-Identifier: GPL-2.0
/* Build information of both forms, with pointers and lengths that may be anything. */
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"
#include "fuzz/input_file.h"
#include "resolve/buildinfo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct elf_image image;
	struct buildinfo build;
	struct error err = { "" };

	if (elf_image_init(&image, input_file(data, len), "fuzz", NULL))
		return 0;
	if (buildinfo_read(&image, &build, &err)) {
		if (!err.text[0] || strchr(err.text, '\n'))
			abort();
	} else if (strnlen(build.version, sizeof(build.version)) == sizeof(build.version) ||
		   (!build.minor && build.patch)) {
		abort();
	}
	elf_image_deinit(&image);
	return 0;
}
