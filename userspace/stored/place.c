// SPDX-License-Identifier: GPL-2.0
#include "stored/place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "resolve/build_id.h"

#define FOLDER		"/usr/lib/mapgc/manifests"
#define FOLDER_VARIABLE	"MAPGC_MANIFESTS"

int place_in(const char *folder, const char *build_id, char *ret, size_t room)
{
	int len = snprintf(ret, room, "%s/%s.json", folder, build_id);

	return len < 0 || (size_t)len >= room ? -ENAMETOOLONG : 0;
}

int place_of(int fd, const char *name, char *ret, size_t room, struct error *err)
{
	const char *folder = getenv(FOLDER_VARIABLE);
	char build_id[BUILD_ID_MAX];
	struct elf_image image;
	int rc;

	rc = elf_image_init(&image, fd, name, err);
	if (rc)
		return rc;
	rc = build_id_read(&image, build_id, err);
	elf_image_deinit(&image);
	if (rc)
		return rc;
	rc = place_in(folder ? folder : FOLDER, build_id, ret, room);
	return rc ? error_set(err, rc, "%s: too long a name", FOLDER_VARIABLE) : 0;
}
