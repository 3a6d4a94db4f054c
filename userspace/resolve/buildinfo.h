/* SPDX-License-Identifier: GPL-2.0 */
/* What the Go linker wrote about the build: version and settings. */
#ifndef MAPGC_RESOLVE_BUILDINFO_H
#define MAPGC_RESOLVE_BUILDINFO_H

#include <stdbool.h>

#include <linux/mapgc.h>

#include "resolve/elf_image.h"

/**
 * struct buildinfo - the build of a Go executable
 * @version: "go1.24.4", "go1.24.4 X:noswissmap", "devel go1.25-4a1b2c3 ..."; cut
 *	to the room there is
 * @minor: 24 for go1.24.4; 0 where @version names no Go 1 release
 * @patch: 4 for go1.24.4
 * @mode: as go build's -buildmode: "exe", "pie", "c-shared"; empty where it is not noted,
 *	as before Go 1.18; cut to the room there is
 * @is_race: built with -race
 * @is_regabi: arguments are passed in registers
 */
struct buildinfo {
	char version[MAPGC_VERSION_MAX];
	unsigned int minor;
	unsigned int patch;
	char mode[16];
	bool is_race;
	bool is_regabi;
};

/**
 * buildinfo_read() - find and read the build information
 * @image: the executable
 * @ret: filled on success
 * @err: why not
 *
 * Return: 0, -ENOEXEC where there is none (not a Go binary), -EINVAL where it
 * is damaged.
 */
int buildinfo_read(const struct elf_image *image, struct buildinfo *ret, struct error *err);

#endif /* MAPGC_RESOLVE_BUILDINFO_H */
