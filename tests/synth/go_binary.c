// SPDX-License-Identifier: GPL-2.0
/*
 * Layout: header and program headers; text segment with C code and Go text;
 * read-only segment with the function table; data segment with build
 * information and module data; relocations, section names, section table.
 */
#include "synth/go_binary.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BASE_VA		0x400000
#define NR_SEGMENTS	3
#define NR_HEADERS	(NR_SEGMENTS + 1)	/* and that of an interpreter */
#define MODULEDATA_TEXT	176
#define MODULEDATA_BYTES	352

/* What a section is called and which bytes it has. */
struct part {
	const char *name;
	uint32_t type;
	uint64_t offset;
	uint64_t bytes;
	bool is_loaded;
};

enum part_index {
	PART_NULL,
	PART_TEXT,
	PART_TABLE,
	PART_BUILD,
	PART_MODULE,
	PART_RELA,
	PART_ID,
	PART_NAMES,
	NR_PARTS
};

/* One relocation for every pointer that is left to them. */
struct fixup {
	uint64_t place;
	uint64_t value;
};

struct writer {
	struct go_binary *binary;
	struct part parts[NR_PARTS];
	uint64_t segment_end[NR_SEGMENTS];
	uint64_t segment_start[NR_SEGMENTS + 1];
	struct fixup fixups[32]; /* twice those of the module data */
	size_t nr_fixups;
};

static uint64_t va_of(uint64_t offset)
{
	return BASE_VA + offset;
}

static void put_pointer(struct writer *writer, uint64_t value)
{
	struct bytes *file = &writer->binary->file;

	if (writer->binary->is_relocated) {
		writer->fixups[writer->nr_fixups++] = (struct fixup){ va_of(file->len), value };
		value = 0;
	}
	bytes_number(file, value, 8);
}

static void write_text(struct writer *writer)
{
	struct go_binary *binary = writer->binary;
	struct bytes *file = &binary->file;
	size_t i;

	writer->parts[PART_TEXT] = (struct part){ ".text", SHT_PROGBITS, file->len, 0, true };
	for (i = 0; i < binary->c_bytes; i++)
		bytes_number(file, 0xcc, 1);
	bytes_align(file, 16);
	binary->text_offset = file->len;
	binary->text_va = va_of(file->len);
	for (i = 0; i < binary->nr_functions; i++) {
		binary->function_va[i] = va_of(file->len);
		bytes_put(file, binary->functions[i].code, binary->functions[i].len);
		while (file->len % 16)
			bytes_number(file, binary->is_arm64 ? 0 : 0xcc, 1);
	}
	writer->parts[PART_TEXT].bytes = file->len - writer->parts[PART_TEXT].offset;
}

/* bl, or what follows e8 */
static void fill_call(struct go_binary *binary, uint64_t va, uint64_t to)
{
	if (binary->is_arm64)
		bytes_patch(&binary->file, va - BASE_VA,
			    0x94000000 | ((to - va) / 4 & 0x3ffffff), 4);
	else
		bytes_patch(&binary->file, va - BASE_VA + 1, to - (va + 5), 4);
}

static void fill_calls(struct go_binary *binary)
{
	size_t i, j;

	for (i = 0; i < binary->nr_functions; i++) {
		for (j = 0; j < binary->functions[i].nr_calls; j++) {
			const struct go_call *call = &binary->functions[i].calls[j];

			fill_call(binary, binary->function_va[i] + call->at,
				  go_binary_va(binary, call->to));
		}
	}
}

static bool is_old_table(const struct go_binary *binary)
{
	return binary->magic == 0xfffffffa;
}

static bool is_inlined_into(const struct go_binary *binary, size_t index)
{
	return binary->inlined && !strcmp(binary->functions[index].name, binary->inlined_into);
}

/* What follows the name: nothing, or an inline tree as table 2 by address and data 3. */
static void write_record(struct go_binary *binary, bool has_tree, size_t bytes)
{
	struct bytes *file = &binary->file;
	uint64_t end = file->len + bytes;

	bytes_number(file, 0, 20);
	bytes_number(file, has_tree ? 3 : 0, 4);
	bytes_number(file, 0, 8);
	bytes_number(file, has_tree ? 4U << 24 : 0, 4);
	if (has_tree) {
		bytes_number(file, 0, 8);
		bytes_number(file, 1, 4);
		bytes_number(file, 0, 12);
		bytes_number(file, binary->tree_offset - binary->table_offset, 4);
	}
	bytes_number(file, 0, end - file->len);
}

/* Longer than any, with what is behind it. */
#define RECORD_BYTES	80

static void write_functab(struct go_binary *binary, const size_t *name_offs)
{
	size_t entry_bytes = is_old_table(binary) ? 8 : 4;
	uint64_t base = is_old_table(binary) ? 0 : binary->text_va;
	uint64_t records = (2 * binary->nr_functions + 1) * entry_bytes;
	struct bytes *file = &binary->file;
	size_t i;

	for (i = 0; i < binary->nr_functions; i++) {
		bytes_number(file, binary->function_va[i] - base, entry_bytes);
		bytes_number(file, records + i * RECORD_BYTES, entry_bytes);
	}
	bytes_number(file, binary->text_va + (binary->table_offset - binary->text_offset) - base,
		     entry_bytes);
	for (i = 0; i < binary->nr_functions; i++) {
		bytes_number(file, binary->function_va[i] - base, entry_bytes);
		bytes_number(file, name_offs[i], 4);
		write_record(binary, is_inlined_into(binary, i), RECORD_BYTES - entry_bytes - 4);
	}
}

/* A call of the inlined function at the first byte, and the table that leads to it. */
static void write_inlining(struct go_binary *binary, size_t name_off)
{
	struct bytes *file = &binary->file;

	bytes_put(file, "\0\x02\x01\0", 4);
	binary->tree_offset = file->len;
	bytes_number(file, 0, 4);
	bytes_number(file, name_off, 4);
	bytes_number(file, 0, 8);
	bytes_align(file, 8);
}

static void write_table(struct writer *writer)
{
	struct go_binary *binary = writer->binary;
	size_t *name_offs = calloc(binary->nr_functions, sizeof(*name_offs));
	size_t nr_offsets = 5, inlined = 0, offsets, i;
	struct bytes *file = &binary->file;

	binary->table_offset = file->len;
	bytes_number(file, binary->magic, 4);
	bytes_number(file, binary->is_arm64 ? 0x08040000 : 0x08010000, 4);
	bytes_number(file, binary->nr_functions, 8);
	bytes_number(file, 1, 8);
	if (!is_old_table(binary)) {
		if (binary->is_text_in_moduledata)
			bytes_number(file, 0, 8);
		else
			put_pointer(writer, binary->text_va);
	}
	offsets = file->len;
	bytes_number(file, 0, 8);
	for (i = 1; i < nr_offsets; i++)
		bytes_number(file, 0, 8);
	binary->names_offset = file->len;
	for (i = 0; i < binary->nr_functions; i++)
		name_offs[i] = bytes_string(file, binary->functions[i].name) - binary->names_offset;
	if (binary->inlined)
		inlined = bytes_string(file, binary->inlined) - binary->names_offset;
	bytes_align(file, 8);
	bytes_patch(file, offsets, binary->names_offset - binary->table_offset, 8);
	for (i = 1; i < nr_offsets; i++)
		bytes_patch(file, offsets + 8 * i, file->len - binary->table_offset, 8);
	if (binary->inlined)
		write_inlining(binary, inlined);
	bytes_patch(file, offsets + 8 * (nr_offsets - 1), file->len - binary->table_offset, 8);
	binary->functab_offset = file->len;
	write_functab(binary, name_offs);
	free(name_offs);
	writer->parts[PART_TABLE] = (struct part){
		binary->table_section, SHT_PROGBITS, binary->table_offset,
		file->len - binary->table_offset, true
	};
}

static void put_inline_strings(struct bytes *file, const char *const *strings)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		bytes_uvarint(file, strlen(strings[i]));
		bytes_put(file, strings[i], strlen(strings[i]));
	}
}

/* Two pointers to string headers, which follow with their text. */
static void put_pointed_strings(struct bytes *file, uint64_t header, const char *const *strings)
{
	uint64_t at = header + 32;
	size_t i;

	for (i = 0; i < 2; i++) {
		bytes_patch(file, header + 16 + 8 * i, va_of(at), 8);
		bytes_number(file, va_of(at + 16), 8);
		bytes_number(file, strlen(strings[i]), 8);
		bytes_put(file, strings[i], strlen(strings[i]));
		at = file->len;
	}
}

static void write_buildinfo(struct writer *writer)
{
	struct go_binary *binary = writer->binary;
	struct bytes *file = &binary->file;
	const char *strings[2] = { binary->version, binary->settings ? binary->settings : "" };

	binary->build_offset = file->len;
	bytes_put(file, "\xff Go buildinf:\x08", 15);
	bytes_number(file, binary->has_pointed_version ? 0 : 2, 1);
	bytes_number(file, 0, 8);
	bytes_number(file, 0, 8);
	if (binary->has_pointed_version)
		put_pointed_strings(file, binary->build_offset, strings);
	else
		put_inline_strings(file, strings);
	writer->parts[PART_BUILD] = (struct part){
		".go.buildinfo", SHT_PROGBITS, binary->build_offset,
		file->len - binary->build_offset, true
	};
	bytes_align(file, 16);
}

static void write_moduledata(struct writer *writer)
{
	struct go_binary *binary = writer->binary;
	struct bytes *file = &binary->file;
	uint64_t start = file->len;

	put_pointer(writer, va_of(binary->table_offset));
	put_pointer(writer, va_of(binary->names_offset));
	while (file->len - start < MODULEDATA_TEXT)
		bytes_number(file, 0, 8);
	put_pointer(writer, binary->text_va);
	/* The functions' data, wherever the version has it. */
	while (file->len - start < MODULEDATA_BYTES)
		put_pointer(writer, va_of(binary->table_offset));
	writer->parts[PART_MODULE] = (struct part){
		".noptrdata", SHT_PROGBITS, start, file->len - start, true
	};
}

static void write_relocations(struct writer *writer)
{
	struct bytes *file = &writer->binary->file;
	uint64_t start = file->len;
	size_t i;

	for (i = 0; i < writer->nr_fixups; i++) {
		bytes_number(file, writer->fixups[i].place, 8);
		bytes_number(file, writer->binary->is_arm64 ? R_AARCH64_RELATIVE :
							   R_X86_64_RELATIVE, 8);
		bytes_number(file, writer->fixups[i].value, 8);
	}
	writer->parts[PART_RELA] = (struct part){
		".rela", SHT_RELA, start, file->len - start, false
	};
}

static void write_build_id(struct writer *writer)
{
	const char *build_id = writer->binary->build_id;
	struct bytes *file = &writer->binary->file;
	uint64_t start = file->len;

	writer->parts[PART_ID].name = "";
	if (!build_id)
		return;
	bytes_number(file, 4, 4);
	bytes_number(file, strlen(build_id), 4);
	bytes_number(file, 4, 4);
	bytes_put(file, "Go\0", 4);
	bytes_put(file, build_id, strlen(build_id));
	writer->parts[PART_ID] = (struct part){
		".note.go.buildid", SHT_NOTE, start, file->len - start, false
	};
	bytes_align(file, 8);
}

static void write_sections(struct writer *writer)
{
	struct bytes *file = &writer->binary->file;
	uint32_t name_offs[NR_PARTS];
	uint64_t names = file->len;
	size_t i;

	writer->parts[PART_NULL].name = "";
	writer->parts[PART_NAMES] = (struct part){ ".shstrtab", SHT_STRTAB, names, 0, false };
	for (i = 0; i < NR_PARTS; i++)
		name_offs[i] = bytes_string(file, writer->parts[i].name) - names;
	writer->parts[PART_NAMES].bytes = file->len - names;
	bytes_align(file, 8);
	bytes_patch(file, offsetof(Elf64_Ehdr, e_shoff), file->len, 8);
	bytes_patch(file, offsetof(Elf64_Ehdr, e_shnum), NR_PARTS, 2);
	bytes_patch(file, offsetof(Elf64_Ehdr, e_shstrndx), PART_NAMES, 2);
	for (i = 0; i < NR_PARTS; i++) {
		const struct part *part = &writer->parts[i];
		Elf64_Shdr shdr = {
			.sh_name = name_offs[i],
			.sh_type = part->type,
			.sh_addr = part->is_loaded ? va_of(part->offset) : 0,
			.sh_offset = part->offset,
			.sh_size = part->bytes,
		};

		bytes_put(file, &shdr, sizeof(shdr));
	}
}

static void write_headers(struct go_binary *binary)
{
	Elf64_Ehdr ehdr = {
		.e_ident = {
			ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT
		},
		.e_type = binary->is_pie || binary->is_library ? ET_DYN : ET_EXEC,
		.e_machine = binary->is_arm64 ? EM_AARCH64 : EM_X86_64,
		.e_version = EV_CURRENT,
		.e_phoff = sizeof(ehdr),
		.e_ehsize = sizeof(ehdr),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = NR_HEADERS,
		.e_shentsize = sizeof(Elf64_Shdr),
	};
	Elf64_Phdr phdrs[NR_HEADERS] = { 0 };

	phdrs[NR_SEGMENTS].p_type = binary->is_pie ? PT_INTERP : PT_NULL;
	bytes_put(&binary->file, &ehdr, sizeof(ehdr));
	bytes_put(&binary->file, phdrs, sizeof(phdrs));
}

static void fill_segments(struct writer *writer)
{
	static const uint32_t flags[NR_SEGMENTS] = { PF_R | PF_X, PF_R, PF_R | PF_W };
	struct bytes *file = &writer->binary->file;
	size_t i;

	for (i = 0; i < NR_SEGMENTS; i++) {
		uint64_t start = writer->segment_start[i];
		uint64_t bytes = writer->segment_end[i] - start;
		Elf64_Phdr phdr = {
			.p_type = PT_LOAD,
			.p_flags = flags[i],
			.p_offset = start,
			.p_vaddr = va_of(start),
			.p_filesz = bytes,
			.p_memsz = bytes,
		};

		memcpy(file->data + sizeof(Elf64_Ehdr) + i * sizeof(phdr), &phdr, sizeof(phdr));
	}
}

/* The next one starts there. */
static void end_segment(struct writer *writer, size_t index)
{
	writer->segment_end[index] = writer->binary->file.len;
	writer->segment_start[index + 1] = writer->binary->file.len;
}

void go_binary_write(struct go_binary *binary)
{
	struct writer writer = { .binary = binary };
	struct bytes *file = &binary->file;

	if (!binary->magic)
		binary->magic = 0xfffffff1;
	if (!binary->table_section)
		binary->table_section = ".gopclntab";
	binary->function_va = calloc(binary->nr_functions + 1, sizeof(*binary->function_va));
	write_headers(binary);
	bytes_align(file, 64);
	write_text(&writer);
	end_segment(&writer, 0);
	write_table(&writer);
	bytes_align(file, 16);
	end_segment(&writer, 1);
	write_buildinfo(&writer);
	write_moduledata(&writer);
	end_segment(&writer, 2);
	write_relocations(&writer);
	write_build_id(&writer);
	fill_calls(binary);
	fill_segments(&writer);
	if (!binary->has_no_sections)
		write_sections(&writer);
}

void go_binary_deinit(struct go_binary *binary)
{
	free(binary->file.data);
	free(binary->function_va);
	binary->file = (struct bytes){ 0 };
	binary->function_va = NULL;
}

uint64_t go_binary_va(const struct go_binary *binary, const char *name)
{
	size_t i;

	for (i = 0; i < binary->nr_functions; i++)
		if (!strcmp(binary->functions[i].name, name))
			return binary->function_va[i];
	abort();
}

int go_binary_fd(const void *data, size_t len)
{
	int fd = memfd_create("synth", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, len) != (ssize_t)len)
		abort();
	return fd;
}
