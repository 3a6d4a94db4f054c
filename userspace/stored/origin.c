// SPDX-License-Identifier: GPL-2.0
#include "stored/origin.h"

#include <string.h>

#include "text/version.h"

int origin_of(int fd, const char *name, struct origin *ret, struct error *err)
{
	struct elf_image image;
	int rc;

	*ret = (struct origin){ .mapgc = MAPGC_VERSION };
	rc = elf_image_init(&image, fd, name, err);
	if (rc)
		return rc;
	rc = build_id_read(&image, ret->build_id, err);
	if (!rc)
		rc = sha256_of_code(&image, ret->code_sha256, err);
	elf_image_deinit(&image);
	return rc;
}
