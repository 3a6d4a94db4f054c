// SPDX-License-Identifier: GPL-2.0
#include "resolve/buildinfo.h"

#include <ctype.h>
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/cursor.h"

#define MAGIC		"\xff Go buildinf:"
#define MAGIC_BYTES	14
#define HEADER_BYTES	32
#define MODE_KEY	"build\t-buildmode="
#define ALIGN		16
#define CHUNK_BYTES	(256 * 1024)
#define PACKED_MAGIC	"UPX!"
#define STRING_MAX	(4 * 1024 * 1024)	/* module lists of large programs: 100 kB */

/* Flags in the byte behind the pointer size. */
#define FLAG_BIG_ENDIAN	(1 << 0)
#define FLAG_INLINE	(1 << 1)	/* from Go 1.18: the strings follow the header */

/* UPX's loader has this behind the program headers, and no section table. */
static bool is_packed(const struct elf_image *image)
{
	char start[512];

	return !image->nr_sections && !elf_image_read(image, 0, start, sizeof(start)) &&
		memmem(start, sizeof(start), PACKED_MAGIC, strlen(PACKED_MAGIC));
}

static int not_go(const struct elf_image *image, struct error *err)
{
	if (is_packed(image))
		return error_set(err, -ENOEXEC,
				 "%s: packed with UPX: its code is not in the file (upx -d)",
				 image->name);
	return error_set(err, -ENOEXEC, "%s: not a Go binary: no build information", image->name);
}

static int damaged(const struct elf_image *image, const char *what, struct error *err)
{
	return error_set(err, -EINVAL, "%s: damaged build information: %s", image->name, what);
}

/* Chunks start at multiples of ALIGN, so the magic never lies across two. */
static int scan_segment(const struct elf_image *image, const struct elf_segment *segment,
			uint64_t *ret)
{
	size_t room = segment->file_bytes < CHUNK_BYTES ? segment->file_bytes : CHUNK_BYTES;
	char *chunk = malloc(room + 1);
	uint64_t done = 0;
	size_t len, i;
	int rc = -ENOENT;

	if (!chunk)
		return -ENOMEM;
	for (; rc == -ENOENT && done < segment->file_bytes; done += len) {
		len = room;
		if (len > segment->file_bytes - done)
			len = segment->file_bytes - done;
		if (elf_image_read(image, segment->offset + done, chunk, len))
			break;
		for (i = 0; i + HEADER_BYTES <= len; i += ALIGN) {
			if (!memcmp(chunk + i, MAGIC, MAGIC_BYTES)) {
				*ret = segment->offset + done + i;
				rc = 0;
				break;
			}
		}
	}
	free(chunk);
	return rc;
}

/* Where there is a section table, every Go linker names the section in it. */
static int find_header(const struct elf_image *image, uint64_t *ret, struct error *err)
{
	const struct elf_section *section = elf_image_section(image, ".go.buildinfo");
	size_t i;

	if (section && section->type != SHT_NOBITS) {
		*ret = section->offset;
		return 0;
	}
	if (image->nr_sections)
		return not_go(image, err);
	for (i = 0; i < image->nr_segments; i++) {
		if (!(image->segments[i].flags & PF_W))
			continue;
		if (!scan_segment(image, &image->segments[i], ret))
			return 0;
	}
	return not_go(image, err);
}

static int load_string(const struct elf_image *image, uint64_t offset, uint64_t len,
		       const char *what, char **ret, struct error *err)
{
	if (len > STRING_MAX)
		return damaged(image, "string too long", err);
	return elf_image_load(image, offset, len, what, ret, err);
}

/* Go 1.18 and later: uvarint length and bytes, twice. */
static int load_inline(const struct elf_image *image, uint64_t offset, char **version,
		       char **settings, struct error *err)
{
	char **const ret[] = { version, settings };
	size_t i;

	for (i = 0; i < 2; i++) {
		uint8_t prefix[10] = { 0 };
		struct cursor cur;
		uint64_t len;
		int rc;

		if (offset > image->bytes)
			return damaged(image, "string beyond the file", err);
		len = image->bytes - offset;
		if (len > sizeof(prefix))
			len = sizeof(prefix);
		if (elf_image_read(image, offset, prefix, len))
			return damaged(image, "unreadable string", err);
		cursor_init(&cur, prefix, sizeof(prefix));
		len = cursor_uvarint(&cur);
		if (cur.is_short)
			return damaged(image, "string without length", err);
		offset += cur.pos;
		rc = load_string(image, offset, len, "build information", ret[i], err);
		if (rc)
			return rc;
		offset += len;
	}
	return 0;
}

static int load_go_string(const struct elf_image *image, uint64_t va, char **ret, struct error *err)
{
	const struct elf_segment *segment;
	uint8_t header[16];
	struct cursor cur;
	uint64_t data, len;

	if (elf_image_read_va(image, va, header, sizeof(header)))
		return damaged(image, "pointer outside of the file", err);
	cursor_init(&cur, header, sizeof(header));
	data = cursor_u64(&cur);
	len = cursor_u64(&cur);
	segment = elf_image_segment(image, data);
	if (!segment)
		return damaged(image, "string outside of the file", err);
	return load_string(image, segment->offset + (data - segment->va), len, "build information",
			   ret, err);
}

/* Before Go 1.18: pointers to two Go strings; there may be no settings. */
static int load_pointed(const struct elf_image *image, struct cursor *cur, char **version,
			char **settings, struct error *err)
{
	uint64_t version_va = cursor_u64(cur);
	uint64_t settings_va = cursor_u64(cur);
	int rc;

	rc = load_go_string(image, version_va, version, err);
	if (rc)
		return rc;
	if (load_go_string(image, settings_va, settings, NULL))
		*settings = strdup("");
	return *settings ? 0 : error_set(err, -ENOMEM, "%s: no memory", image->name);
}

static int load_strings(const struct elf_image *image, char **version, char **settings,
			struct error *err)
{
	uint8_t header[HEADER_BYTES];
	struct cursor cur;
	uint64_t offset = 0;
	uint8_t flags;
	int rc;

	rc = find_header(image, &offset, err);
	if (rc)
		return rc;
	if (elf_image_read(image, offset, header, sizeof(header)) ||
	    memcmp(header, MAGIC, MAGIC_BYTES))
		return damaged(image, "no header", err);
	cursor_init(&cur, header, sizeof(header));
	cursor_skip(&cur, MAGIC_BYTES + 1);	/* pointer size: known from the ELF class */
	flags = cursor_u8(&cur);
	if (flags & FLAG_INLINE)
		return load_inline(image, offset + HEADER_BYTES, version, settings, err);
	if (flags & FLAG_BIG_ENDIAN)
		return damaged(image, "big-endian", err);
	return load_pointed(image, &cur, version, settings, err);
}

static unsigned int parse_number(const char **text)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)**text))
		return 0;
	value = strtoul(*text, &end, 10);
	*text = end;
	return value > UINT_MAX ? UINT_MAX : value;
}

static void parse_version(struct buildinfo *build)
{
	const char *text = strstr(build->version, "go1.");

	if (!text)
		return;
	text += strlen("go1.");
	build->minor = parse_number(&text);
	if (*text++ == '.')
		build->patch = parse_number(&text);
}

/* The version goes to terminals and into the kernel: plain text only. */
static int take_version(const struct elf_image *image, const char *version, struct buildinfo *ret,
			struct error *err)
{
	size_t i;

	for (i = 0; version[i] && i < sizeof(ret->version) - 1; i++) {
		if (!isascii((unsigned char)version[i]) || !isprint((unsigned char)version[i]))
			return damaged(image, "the version is not text", err);
		ret->version[i] = version[i];
	}
	if (!i)
		return damaged(image, "empty version", err);
	/* Experiments stand at the end and may be cut off in @ret. */
	ret->is_regabi = !strstr(version, "noregabi");
	parse_version(ret);
	return 0;
}

/* Lines of "build", TAB, KEY, "=", VALUE. */
static void take_settings(const char *settings, struct buildinfo *ret)
{
	const char *mode = strstr(settings, MODE_KEY);

	ret->is_race = strstr(settings, "build\t-race=true");
	if (!mode)
		return;
	mode += strlen(MODE_KEY);
	snprintf(ret->mode, sizeof(ret->mode), "%.*s", (int)strcspn(mode, "\n"), mode);
}

int buildinfo_read(const struct elf_image *image, struct buildinfo *ret, struct error *err)
{
	char *version = NULL, *settings = NULL;
	int rc;

	*ret = (struct buildinfo){ 0 };
	rc = load_strings(image, &version, &settings, err);
	if (!rc)
		rc = take_version(image, version, ret, err);
	if (!rc)
		take_settings(settings, ret);
	free(version);
	free(settings);
	return rc;
}
