// SPDX-License-Identifier: GPL-2.0
/*
 * Real Go executables, edited where it matters: an input is a list of edits, each
 * of a place (headers, tables, sections, probe sites, call sites) and a value. The
 * files are those of the directory $MAPGC_FUZZ_BASES.
 */
#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz/harness.h"
#include "fuzz/manifest_check.h"
#include "fuzz/symbols_check.h"
#include "resolve/cursor.h"
#include "resolve/elf_image.h"
#include "resolve/golayout.h"
#include "resolve/program.h"

#define BASES_MAX	256	/* a byte of the input chooses */
#define PLACES_MAX	512
#define EDITS_MAX	12
#define RECORD_PCFILE	20	/* in a function's record, and the number of a table */
#define PCDATA_INLINE_TREE	2
#define BEHIND_SITE	16	/* bytes of code around a site that decide on it */

/**
 * struct place - where something is worth an edit
 * @offset: in the file
 * @bytes: from there
 */
struct place {
	uint64_t offset;
	uint64_t bytes;
};

/**
 * struct base - an executable
 * @fd: a copy in memory
 * @bytes: its length
 * @places: nr_places of them
 */
struct base {
	int fd;
	uint64_t bytes;
	struct place places[PLACES_MAX];
	size_t nr_places;
};

static struct base bases[BASES_MAX];
static size_t nr_bases;

static void add_place(struct base *base, uint64_t offset, uint64_t bytes)
{
	if (!bytes || offset >= base->bytes || base->nr_places == PLACES_MAX)
		return;
	if (bytes > base->bytes - offset)
		bytes = base->bytes - offset;
	base->places[base->nr_places++] = (struct place){ offset, bytes };
}

/* A table begins with a header, and there everything is decided. */
static void add_sections(struct base *base, const struct elf_image *image)
{
	static const char *const headed[] = { ".gopclntab", ".data.rel.ro.gopclntab",
		".go.buildinfo", ".go.module", ".dynamic", ".shstrtab", ".noptrdata" };
	size_t i, k;

	for (i = 0; i < image->nr_sections; i++) {
		const struct elf_section *section = &image->sections[i];

		if (section->type == SHT_NOBITS)
			continue;
		add_place(base, section->offset, section->bytes);
		for (k = 0; k < sizeof(headed) / sizeof(headed[0]); k++)
			if (!strcmp(section->name, headed[k]))
				add_place(base, section->offset, 128);
	}
	for (i = 0; i < image->nr_segments; i++)
		add_place(base, image->segments[i].offset, image->segments[i].file_bytes);
}

static void add_headers(struct base *base, int fd)
{
	Elf64_Ehdr ehdr;

	if (pread(fd, &ehdr, sizeof(ehdr), 0) != sizeof(ehdr))
		abort();
	add_place(base, 0, sizeof(ehdr));
	add_place(base, ehdr.e_phoff, ehdr.e_phnum * sizeof(Elf64_Phdr));
	add_place(base, ehdr.e_shoff, ehdr.e_shnum * sizeof(Elf64_Shdr));
}

/* Sites, and a spread of the call sites. */
static void add_code(struct base *base, const struct elf_image *image)
{
	struct manifest manifest;
	size_t i, step;

	if (manifest_resolve(base->fd, "base", &manifest, NULL))
		return;
	for (i = 0; i < manifest.nr_sites; i++)
		add_place(base, manifest.sites[i].offset - BEHIND_SITE, 4 * BEHIND_SITE);
	step = manifest.nr_callsites / 128 + 1;
	for (i = 0; i < manifest.nr_callsites; i += step) {
		uint64_t va = manifest.text_va + manifest.callsites[i].return_off;
		const struct elf_segment *segment = elf_image_segment(image, va);

		if (segment)
			add_place(base, va - segment->va + segment->offset - 64, 128);
	}
	manifest_deinit(&manifest);
}

/* The records of the functions that symbols_check() looks at, and their pc tables. */
static void add_record(struct base *base, const struct pclntab *tab, size_t index)
{
	const struct pclntab_header *header = &tab->header;
	uint64_t record = header->offset + header->parts[PCLNTAB_FUNCTAB] +
		tab->functions[index].record_off;
	uint64_t pctab = header->offset + header->parts[PCLNTAB_PCTAB];
	uint8_t bytes[64];
	struct cursor cur;

	if (pread(base->fd, bytes, sizeof(bytes), record) != sizeof(bytes))
		return;
	add_place(base, record, sizeof(bytes));
	cursor_init(&cur, bytes, sizeof(bytes));
	cursor_skip(&cur, RECORD_PCFILE);
	add_place(base, pctab + cursor_u32(&cur), 32);
	add_place(base, pctab + cursor_u32(&cur), 32);
	cursor_skip(&cur, header->format->record_bytes - cur.pos);
	cursor_skip(&cur, 4 * PCDATA_INLINE_TREE);
	add_place(base, pctab + cursor_u32(&cur), 32);
}

static void add_records(struct base *base)
{
	const struct golayout *layout;
	struct program program;
	size_t i;

	if (program_init(&program, base->fd, "base", NULL))
		return;
	layout = golayout_find(program.build.minor);
	if (layout && !program_load_functions(&program, layout, NULL) &&
	    program.pclntab.header.format->record_bytes)
		for (i = 0; i < SYMBOLS_CHECK_FUNCTIONS; i++)
			add_record(base, &program.pclntab,
				   program.pclntab.nr_functions * i / SYMBOLS_CHECK_FUNCTIONS);
	program_deinit(&program);
}

static int copy_to_memory(const char *path, uint64_t *bytes)
{
	int from = open(path, O_RDONLY | O_CLOEXEC), to = memfd_create("base", MFD_CLOEXEC);
	struct stat st;
	void *data;

	if (from < 0 || to < 0 || fstat(from, &st) || !S_ISREG(st.st_mode)) {
		close(from);
		close(to);
		return -1;
	}
	data = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, from, 0);
	if (data == MAP_FAILED || pwrite(to, data, st.st_size, 0) != st.st_size)
		abort();
	munmap(data, st.st_size);
	close(from);
	*bytes = st.st_size;
	return to;
}

static void add_base(const char *directory, const char *name)
{
	struct base *base = &bases[nr_bases];
	struct elf_image image;
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	base->fd = copy_to_memory(path, &base->bytes);
	if (base->fd < 0)
		return;
	if (elf_image_init(&image, base->fd, path, NULL))
		abort();
	add_headers(base, base->fd);
	add_sections(base, &image);
	add_code(base, &image);
	add_records(base);
	elf_image_deinit(&image);
	nr_bases++;
}

static void load_bases(void)
{
	const char *directory = getenv("MAPGC_FUZZ_BASES");
	struct dirent **names;
	int i, nr;

	nr = directory ? scandir(directory, &names, NULL, alphasort) : -1;
	for (i = 0; i < nr; i++) {
		if (nr_bases < BASES_MAX)
			add_base(directory, names[i]->d_name);
		free(names[i]);
	}
	if (nr > 0)
		free(names);
	if (!nr_bases) {
		fprintf(stderr, "edit_fuzz: no executable in $MAPGC_FUZZ_BASES\n");
		exit(2);
	}
}

/**
 * struct edit - bytes that were changed
 * @offset: where
 * @bytes: how many
 * @before: what was there
 */
struct edit {
	uint64_t offset;
	size_t bytes;
	uint8_t before[8];
};

/* One edit of the input: place, offset in it, kind and size, value. */
static void apply(struct base *base, struct cursor *cur, struct edit *ret)
{
	const struct place *place = &base->places[cursor_u16(cur) % base->nr_places];
	uint64_t offset = cursor_u32(cur);
	uint8_t how = cursor_u8(cur);
	uint64_t value = cursor_u64(cur), now = 0;

	/* Near the start, or anywhere. */
	offset = offset & 0x80000000 ? offset & 0x7f : offset & 0x7fffffff;
	ret->offset = place->offset + offset % place->bytes;
	ret->bytes = 1u << (how & 3);
	if (ret->bytes > base->bytes - ret->offset)
		ret->bytes = base->bytes - ret->offset;
	if (pread(base->fd, ret->before, ret->bytes, ret->offset) != (ssize_t)ret->bytes)
		abort();
	memcpy(&now, ret->before, ret->bytes);
	switch (how >> 2 & 3) {
	case 0:
		now = value;
		break;
	case 1:
		now ^= 1ULL << (value & 63);
		break;
	case 2:
		now += (int8_t)value;
		break;
	default:
		now += value;
		break;
	}
	if (pwrite(base->fd, &now, ret->bytes, ret->offset) != (ssize_t)ret->bytes)
		abort();
}

static void undo(struct base *base, const struct edit *edit)
{
	if (pwrite(base->fd, edit->before, edit->bytes, edit->offset) != (ssize_t)edit->bytes)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct edit edits[EDITS_MAX];
	struct cursor cur;
	struct base *base;
	size_t nr = 0;

	if (!nr_bases)
		load_bases();
	cursor_init(&cur, data, len);
	base = &bases[cursor_u8(&cur) % nr_bases];
	while (!cur.is_short && nr < EDITS_MAX)
		apply(base, &cur, &edits[nr++]);
	manifest_check(base->fd);
	symbols_check(base->fd);
	while (nr--)
		undo(base, &edits[nr]);
	return 0;
}
