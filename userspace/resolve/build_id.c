// SPDX-License-Identifier: GPL-2.0
#include "resolve/build_id.h"

#include <ctype.h>
#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "resolve/cursor.h"

#define NOTE_MAX	512
#define OWNER_BYTES	4	/* "Go", "GNU", with NULs behind */

/**
 * struct note_kind - where a build id may be
 * @section: its name
 * @prefix: says whose it is
 * @owner: of the note
 * @type: of the note
 * @spell: writes the id behind the prefix; -EINVAL where it is none
 */
struct note_kind {
	const char *section;
	const char *prefix;
	const char *owner;
	uint32_t type;
	int (*spell)(const uint8_t *id, size_t len, char *ret, size_t room);
};

static int spell_text(const uint8_t *id, size_t len, char *ret, size_t room)
{
	size_t i;

	if (len >= room)
		return -EINVAL;
	for (i = 0; i < len; i++) {
		if (id[i] != '/' && id[i] != '-' && id[i] != '_' && !isalnum(id[i]))
			return -EINVAL;
		ret[i] = id[i] == '/' ? '.' : id[i];
	}
	ret[len] = '\0';
	return 0;
}

static int spell_bytes(const uint8_t *id, size_t len, char *ret, size_t room)
{
	size_t i;

	if (2 * len >= room)
		return -EINVAL;
	for (i = 0; i < len; i++)
		snprintf(ret + 2 * i, 3, "%02x", id[i]);
	return 0;
}

static const struct note_kind kinds[] = {
	{ ".note.go.buildid", "go-", "Go\0", 4, spell_text },
	{ ".note.gnu.build-id", "gnu-", "GNU", NT_GNU_BUILD_ID, spell_bytes },
};

/* -ENOENT: the note is not of this kind, or empty, as with -buildid= */
static int read_note(const struct elf_image *image, const struct elf_section *section,
		     const struct note_kind *kind, char *ret, size_t room)
{
	uint8_t bytes[NOTE_MAX];
	uint32_t owner_len, len, type;
	struct cursor cur;

	if (section->bytes > sizeof(bytes) || section->bytes < 12 + OWNER_BYTES ||
	    elf_image_read(image, section->offset, bytes, section->bytes))
		return -EINVAL;
	cursor_init(&cur, bytes, section->bytes);
	owner_len = cursor_u32(&cur);
	len = cursor_u32(&cur);
	type = cursor_u32(&cur);
	if (owner_len != OWNER_BYTES || memcmp(bytes + 12, kind->owner, OWNER_BYTES) ||
	    type != kind->type || !len)
		return -ENOENT;
	if (len > section->bytes - 12 - OWNER_BYTES)
		return -EINVAL;
	return kind->spell(bytes + 12 + OWNER_BYTES, len, ret, room);
}

int build_id_read(const struct elf_image *image, char ret[BUILD_ID_MAX], struct error *err)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct elf_section *section = elf_image_section(image, kinds[i].section);
		size_t used = strlen(kinds[i].prefix);
		int rc;

		if (!section || section->type != SHT_NOTE)
			continue;
		memcpy(ret, kinds[i].prefix, used);
		rc = read_note(image, section, &kinds[i], ret + used, BUILD_ID_MAX - used);
		if (!rc)
			return 0;
		if (rc != -ENOENT)
			return error_set(err, -EINVAL, "%s: damaged build id in %s", image->name,
					 kinds[i].section);
	}
	return error_set(err, -ENOENT, "%s: no build id (linked with -buildid= ?)", image->name);
}
