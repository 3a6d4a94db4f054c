// SPDX-License-Identifier: GPL-2.0
/*
 * The tables are parsed here and not by libelf: every byte is hostile, and the
 * error texts name the table and the place that are wrong.
 */
#include "resolve/elf_image.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "resolve/cursor.h"

/* More than any linker writes for a Go program. */
#define SEGMENTS_MAX	4096
#define SECTIONS_MAX	65536
#define DYNAMIC_MAX	(64 * 1024)

/* A sparse file can claim any length: bounds for what is scanned and held. */
#define FILE_MAX	(8ULL << 30)
#define LOAD_MAX	(256ULL << 20)

struct ehdr {
	uint64_t phoff;
	uint64_t shoff;
	uint32_t phnum;
	uint32_t shnum;
	uint32_t shstrndx;
};

int elf_image_code_va(const struct elf_image *image, uint64_t offset, uint64_t *ret)
{
	size_t i;

	for (i = 0; i < image->nr_segments; i++) {
		const struct elf_segment *segment = &image->segments[i];

		if (!(segment->flags & PF_X) || offset < segment->offset ||
		    offset - segment->offset >= segment->file_bytes)
			continue;
		*ret = segment->va + (offset - segment->offset);
		return 0;
	}
	return -ENOENT;
}

int elf_image_code_offset(const struct elf_image *image, uint64_t va, uint64_t *ret)
{
	const struct elf_segment *segment = elf_image_segment(image, va);

	if (!segment || !(segment->flags & PF_X))
		return -ENOENT;
	*ret = segment->offset + (va - segment->va);
	return 0;
}

int elf_image_read(const struct elf_image *image, uint64_t offset, void *buf, size_t len)
{
	char *to = buf;

	if (offset > image->bytes || len > image->bytes - offset)
		return -EINVAL;
	while (len) {
		ssize_t n = pread(image->fd, to, len, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)	/* truncated while we look at it */
			return -EINVAL;
		to += n;
		offset += n;
		len -= n;
	}
	return 0;
}

const struct elf_segment *elf_image_segment(const struct elf_image *image, uint64_t va)
{
	size_t i;

	for (i = 0; i < image->nr_segments; i++) {
		const struct elf_segment *segment = &image->segments[i];

		if (va >= segment->va && va - segment->va < segment->file_bytes)
			return segment;
	}
	return NULL;
}

int elf_image_read_va(const struct elf_image *image, uint64_t va, void *buf, size_t len)
{
	const struct elf_segment *segment = elf_image_segment(image, va);

	if (!segment || len > segment->file_bytes - (va - segment->va))
		return -EINVAL;
	return elf_image_read(image, segment->offset + (va - segment->va), buf, len);
}

int elf_image_load(const struct elf_image *image, uint64_t offset, uint64_t len,
		   const char *what, char **ret, struct error *err)
{
	char *buf;
	int rc;

	if (offset > image->bytes || len > image->bytes - offset)
		return error_set(err, -EINVAL,
				 "%s: truncated ELF file: %s at 0x%llx ends beyond the file",
				 image->name, what, (unsigned long long)offset);
	if (len > LOAD_MAX)
		return error_set(err, -EINVAL, "%s: damaged file: %s of %llu bytes", image->name,
				 what, (unsigned long long)len);
	buf = malloc(len + 1);
	if (!buf)
		return error_set(err, -ENOMEM, "%s: no memory for the %s", image->name, what);
	rc = elf_image_read(image, offset, buf, len);
	if (rc) {
		free(buf);
		return error_set(err, rc, "%s: cannot read the %s: %s", image->name, what,
				 strerror(-rc));
	}
	buf[len] = '\0';
	*ret = buf;
	return 0;
}

const struct elf_section *elf_image_section(const struct elf_image *image, const char *name)
{
	size_t i;

	for (i = 0; i < image->nr_sections; i++)
		if (!strcmp(image->sections[i].name, name))
			return &image->sections[i];
	return NULL;
}

static int check_ident(const struct elf_image *image, const uint8_t *ident, struct error *err)
{
	if (memcmp(ident, ELFMAG, SELFMAG))
		return error_set(err, -ENOEXEC, "%s: not an ELF file", image->name);
	if (ident[EI_CLASS] != ELFCLASS64)
		return error_set(err, -ENOEXEC, "%s: not a 64-bit executable", image->name);
	if (ident[EI_DATA] != ELFDATA2LSB)
		return error_set(err, -ENOEXEC, "%s: not a little-endian executable", image->name);
	return 0;
}

static int find_arch(struct elf_image *image, uint16_t machine, struct error *err)
{
	image->arch = arch_find(machine);
	if (image->arch)
		return 0;
	return error_set(err, -ENOEXEC, "%s: not an x86-64 or arm64 executable (machine %u)",
			 image->name, machine);
}

/* Counts that do not fit their fields are kept in section 0. */
static int read_extended_counts(struct elf_image *image, struct ehdr *ehdr, struct error *err)
{
	uint8_t shdr[sizeof(Elf64_Shdr)];
	struct cursor cur;
	uint64_t bytes;

	if (ehdr->phnum != PN_XNUM && ehdr->shstrndx != SHN_XINDEX && ehdr->shnum)
		return 0;
	if (!ehdr->shoff) {
		if (ehdr->phnum == PN_XNUM || ehdr->shstrndx == SHN_XINDEX)
			return error_set(err, -EINVAL,
					 "%s: damaged ELF header: counts are in a section table that is not there",
					 image->name);
		return 0;
	}
	if (elf_image_read(image, ehdr->shoff, shdr, sizeof(shdr)))
		return error_set(err, -EINVAL,
				 "%s: truncated ELF file: section table at 0x%llx ends beyond the file",
				 image->name, (unsigned long long)ehdr->shoff);
	cursor_init(&cur, shdr, sizeof(shdr));
	cursor_skip(&cur, offsetof(Elf64_Shdr, sh_size));
	bytes = cursor_u64(&cur);
	if (!ehdr->shnum)
		ehdr->shnum = bytes > UINT32_MAX ? UINT32_MAX : bytes;
	if (ehdr->shstrndx == SHN_XINDEX)
		ehdr->shstrndx = cursor_u32(&cur);
	else
		cursor_skip(&cur, 4);
	if (ehdr->phnum == PN_XNUM)
		ehdr->phnum = cursor_u32(&cur);
	return 0;
}

static int read_ehdr(struct elf_image *image, struct ehdr *ret, struct error *err)
{
	uint8_t bytes[sizeof(Elf64_Ehdr)];
	uint16_t type, machine, phentsize, shentsize;
	struct cursor cur;
	int rc;

	if (elf_image_read(image, 0, bytes, image->bytes < SELFMAG ? image->bytes : SELFMAG) ||
	    image->bytes < SELFMAG || memcmp(bytes, ELFMAG, SELFMAG))
		return error_set(err, -ENOEXEC, "%s: not an ELF file", image->name);
	if (elf_image_read(image, 0, bytes, sizeof(bytes)))
		return error_set(err, -EINVAL, "%s: truncated ELF file: no room for the header",
				 image->name);
	rc = check_ident(image, bytes, err);
	if (rc)
		return rc;
	cursor_init(&cur, bytes, sizeof(bytes));
	cursor_skip(&cur, EI_NIDENT);
	type = cursor_u16(&cur);
	machine = cursor_u16(&cur);
	cursor_skip(&cur, 4 + 8);	/* e_version, e_entry */
	ret->phoff = cursor_u64(&cur);
	ret->shoff = cursor_u64(&cur);
	cursor_skip(&cur, 4 + 2);	/* e_flags, e_ehsize */
	phentsize = cursor_u16(&cur);
	ret->phnum = cursor_u16(&cur);
	shentsize = cursor_u16(&cur);
	ret->shnum = cursor_u16(&cur);
	ret->shstrndx = cursor_u16(&cur);
	rc = find_arch(image, machine, err);
	if (rc)
		return rc;
	if (type != ET_EXEC && type != ET_DYN)
		return error_set(err, -ENOEXEC, "%s: not an executable (ELF type %u)", image->name,
				 type);
	image->is_pie = type == ET_DYN;
	/* Until something says that it can be executed. */
	image->is_library = image->is_pie;
	if (phentsize != sizeof(Elf64_Phdr) || (ret->shoff && shentsize != sizeof(Elf64_Shdr)))
		return error_set(err, -EINVAL,
				 "%s: damaged ELF header: table entries of %u and %u bytes",
				 image->name, phentsize, shentsize);
	return read_extended_counts(image, ret, err);
}

static void read_dynamic(struct elf_image *image, uint64_t offset, uint64_t len)
{
	struct cursor cur;
	char *bytes;

	if (len > DYNAMIC_MAX || elf_image_load(image, offset, len, "dynamic table", &bytes, NULL))
		return;
	cursor_init(&cur, bytes, len);
	while (!cur.is_short) {
		uint64_t tag = cursor_u64(&cur), value = cursor_u64(&cur);

		if (cur.is_short || tag == DT_NULL)
			break;
		if (tag == DT_NEEDED)
			image->needs_libraries = true;
		if (tag == DT_FLAGS_1 && (value & DF_1_PIE))
			image->is_library = false;
	}
	free(bytes);
}

static int add_segment(struct elf_image *image, struct cursor *cur, struct error *err)
{
	struct elf_segment segment;
	uint32_t type;

	type = cursor_u32(cur);
	segment.flags = cursor_u32(cur);
	segment.offset = cursor_u64(cur);
	segment.va = cursor_u64(cur);
	cursor_skip(cur, 8);	/* p_paddr */
	segment.file_bytes = cursor_u64(cur);
	cursor_skip(cur, 8 + 8);	/* p_memsz, p_align */
	if (type == PT_DYNAMIC)
		read_dynamic(image, segment.offset, segment.file_bytes);
	if (type == PT_INTERP)
		image->is_library = false;
	if (type != PT_LOAD)
		return 0;
	if (segment.offset > image->bytes || segment.file_bytes > image->bytes - segment.offset)
		return error_set(err, -EINVAL,
				 "%s: truncated ELF file: segment at 0x%llx ends beyond the file",
				 image->name, (unsigned long long)segment.offset);
	if (segment.va + segment.file_bytes < segment.va)
		return error_set(err, -EINVAL,
				 "%s: damaged ELF file: segment at 0x%llx wraps around",
				 image->name, (unsigned long long)segment.va);
	if (image->nr_segments) {
		const struct elf_segment *last = &image->segments[image->nr_segments - 1];

		if (segment.va < last->va + last->file_bytes)
			return error_set(err, -EINVAL,
					 "%s: damaged ELF file: segments overlap at 0x%llx",
					 image->name, (unsigned long long)segment.va);
	}
	image->segments[image->nr_segments++] = segment;
	return 0;
}

static int read_segments(struct elf_image *image, const struct ehdr *ehdr, struct error *err)
{
	struct cursor cur;
	char *bytes;
	uint32_t i;
	int rc;

	if (!ehdr->phnum || ehdr->phnum > SEGMENTS_MAX)
		return error_set(err, -EINVAL, "%s: damaged ELF header: %u program headers",
				 image->name, ehdr->phnum);
	rc = elf_image_load(image, ehdr->phoff, ehdr->phnum * sizeof(Elf64_Phdr),
			    "program header table", &bytes, err);
	if (rc)
		return rc;
	image->segments = calloc(ehdr->phnum, sizeof(*image->segments));
	if (!image->segments)
		rc = error_set(err, -ENOMEM, "%s: no memory for the segments", image->name);
	cursor_init(&cur, bytes, ehdr->phnum * sizeof(Elf64_Phdr));
	for (i = 0; !rc && i < ehdr->phnum; i++)
		rc = add_segment(image, &cur, err);
	free(bytes);
	return rc;
}

/* Names come later; until then @name_off holds where. */
static void read_section(struct cursor *cur, struct elf_section *ret, uint32_t *name_off)
{
	*name_off = cursor_u32(cur);
	ret->type = cursor_u32(cur);
	cursor_skip(cur, 8);	/* sh_flags */
	ret->va = cursor_u64(cur);
	ret->offset = cursor_u64(cur);
	ret->bytes = cursor_u64(cur);
	cursor_skip(cur, 4 + 4 + 8 + 8);	/* sh_link, sh_info, sh_addralign, sh_entsize */
}

static int check_section(struct elf_image *image, struct elf_section *section,
			 uint32_t name_off, uint64_t names_bytes, struct error *err)
{
	if (section->type != SHT_NOBITS && section->type != SHT_NULL &&
	    (section->offset > image->bytes ||
	     section->bytes > image->bytes - section->offset))
		return error_set(err, -EINVAL,
				 "%s: truncated ELF file: section at 0x%llx ends beyond the file",
				 image->name, (unsigned long long)section->offset);
	if (name_off > names_bytes)
		return error_set(err, -EINVAL,
				 "%s: damaged ELF file: section name at 0x%x is outside of the name table",
				 image->name, name_off);
	section->name = image->names + name_off;
	return 0;
}

static int read_names(struct elf_image *image, const struct ehdr *ehdr, const char *table,
		      uint64_t *ret_bytes, struct error *err)
{
	struct elf_section names = { 0 };
	struct cursor cur;
	uint32_t unused;

	if (ehdr->shstrndx >= ehdr->shnum)
		return error_set(err, -EINVAL,
				 "%s: damaged ELF header: no section %u for the names", image->name,
				 ehdr->shstrndx);
	cursor_init(&cur, table + ehdr->shstrndx * sizeof(Elf64_Shdr), sizeof(Elf64_Shdr));
	read_section(&cur, &names, &unused);
	if (names.type == SHT_NOBITS)
		names.bytes = 0;
	*ret_bytes = names.bytes;
	return elf_image_load(image, names.offset, names.bytes, "section name table",
			      &image->names, err);
}

static int read_sections(struct elf_image *image, const struct ehdr *ehdr, struct error *err)
{
	uint64_t names_bytes = 0;
	struct cursor cur;
	char *table;
	uint32_t i;
	int rc;

	if (!ehdr->shoff || !ehdr->shnum)
		return 0;
	if (ehdr->shnum > SECTIONS_MAX)
		return error_set(err, -EINVAL, "%s: damaged ELF header: %u sections", image->name,
				 ehdr->shnum);
	rc = elf_image_load(image, ehdr->shoff, ehdr->shnum * sizeof(Elf64_Shdr),
			    "section table", &table, err);
	if (rc)
		return rc;
	rc = read_names(image, ehdr, table, &names_bytes, err);
	if (!rc) {
		image->sections = calloc(ehdr->shnum, sizeof(*image->sections));
		if (!image->sections)
			rc = error_set(err, -ENOMEM, "%s: no memory for the sections", image->name);
	}
	cursor_init(&cur, table, ehdr->shnum * sizeof(Elf64_Shdr));
	for (i = 0; !rc && i < ehdr->shnum; i++) {
		uint32_t name_off;

		read_section(&cur, &image->sections[i], &name_off);
		rc = check_section(image, &image->sections[i], name_off, names_bytes, err);
		image->nr_sections += !rc;
	}
	free(table);
	return rc;
}

int elf_image_init(struct elf_image *image, int fd, const char *name, struct error *err)
{
	struct ehdr ehdr = { 0 };
	struct stat st;
	int rc;

	*image = (struct elf_image){ .fd = fd, .name = name };
	if (fstat(fd, &st))
		return error_set(err, -errno, "%s: %s", name, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return error_set(err, -ENOEXEC, "%s: not a regular file", name);
	image->bytes = st.st_size;
	if (image->bytes > FILE_MAX)
		return error_set(err, -EINVAL, "%s: larger than 8 GiB", name);
	rc = read_ehdr(image, &ehdr, err);
	if (!rc)
		rc = read_segments(image, &ehdr, err);
	if (!rc)
		rc = read_sections(image, &ehdr, err);
	if (rc)
		elf_image_deinit(image);
	return rc;
}

void elf_image_deinit(struct elf_image *image)
{
	free(image->segments);
	free(image->sections);
	free(image->names);
	*image = (struct elf_image){ .fd = -1 };
}
