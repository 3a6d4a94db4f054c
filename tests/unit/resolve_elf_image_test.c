// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "resolve/elf_image.h"
#include "synth/go_program.h"

#define EHDR(field)	offsetof(Elf64_Ehdr, field)

static struct go_binary binary;
static struct elf_image image;
static struct error err;

static int setup(void **state)
{
	(void)state;
	go_program_init(&binary, 24);
	go_binary_write(&binary);
	err.text[0] = '\0';
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	go_binary_deinit(&binary);
	return 0;
}

static int open_image(size_t len)
{
	int fd = go_binary_fd(binary.file.data, len);
	int rc = elf_image_init(&image, fd, "prog", &err);

	close(fd);
	return rc;
}

static void refuse(int code, const char *text)
{
	assert_int_equal(open_image(binary.file.len), code);
	assert_string_equal(err.text, text);
}

static void patch(size_t at, uint64_t value, size_t len)
{
	bytes_patch(&binary.file, at, value, len);
}

static uint64_t section_table(void)
{
	uint64_t offset;

	memcpy(&offset, binary.file.data + EHDR(e_shoff), 8);
	return offset;
}

/* A number of the header that counts sections, as the binary was made. */
static uint16_t section_number(size_t at)
{
	uint16_t number;

	memcpy(&number, binary.file.data + at, sizeof(number));
	return number;
}

static void test_tables(void **state)
{
	const struct elf_section *section;

	(void)state;
	assert_int_equal(open_image(binary.file.len), 0);
	assert_int_equal(image.nr_segments, 3);
	assert_false(image.is_pie);
	assert_false(image.needs_libraries);
	section = elf_image_section(&image, ".gopclntab");
	assert_non_null(section);
	assert_int_equal(section->offset, binary.table_offset);
	assert_null(elf_image_section(&image, ".nothing"));
	assert_ptr_equal(elf_image_segment(&image, binary.text_va), &image.segments[0]);
	assert_null(elf_image_segment(&image, 0));
	elf_image_deinit(&image);
}

static void test_reads_stay_inside(void **state)
{
	int fd = go_binary_fd(binary.file.data, binary.file.len);
	const struct elf_segment *text;
	char buf[16];

	(void)state;
	assert_int_equal(elf_image_init(&image, fd, "prog", &err), 0);
	text = &image.segments[0];
	assert_int_equal(elf_image_read_va(&image, binary.text_va, buf, 1), 0);
	assert_int_equal(buf[0], '\xc3');
	assert_int_equal(elf_image_read(&image, binary.file.len - 1, buf, 2), -EINVAL);
	assert_int_equal(elf_image_read(&image, UINT64_MAX, buf, 2), -EINVAL);
	assert_int_equal(elf_image_read_va(&image, text->va + text->file_bytes - 1, buf, 2),
			 -EINVAL);
	elf_image_deinit(&image);
	close(fd);
}

static void test_other_files(void **state)
{
	int fd = open("/dev/null", O_RDONLY);

	(void)state;
	assert_int_equal(elf_image_init(&image, fd, "prog", &err), -ENOEXEC);
	assert_string_equal(err.text, "prog: not a regular file");
	close(fd);
	assert_int_equal(open_image(0), -ENOEXEC);
	assert_string_equal(err.text, "prog: not an ELF file");
	patch(EI_CLASS, ELFCLASS32, 1);
	refuse(-ENOEXEC, "prog: not a 64-bit executable");
	patch(EI_CLASS, ELFCLASS64, 1);
	patch(EI_DATA, ELFDATA2MSB, 1);
	refuse(-ENOEXEC, "prog: not a little-endian executable");
	patch(EI_DATA, ELFDATA2LSB, 1);
	patch(EHDR(e_type), ET_REL, 2);
	refuse(-ENOEXEC, "prog: not an executable (ELF type 1)");
	patch(0, '#', 1);
	refuse(-ENOEXEC, "prog: not an ELF file");
}

static void test_other_machines(void **state)
{
	(void)state;
	patch(EHDR(e_machine), EM_RISCV, 2);
	refuse(-ENOEXEC, "prog: not an x86-64 or arm64 executable (machine 243)");
}

/* Every prefix of the file is refused: the section table is at its end. */
static void test_truncated_anywhere(void **state)
{
	size_t len;

	(void)state;
	for (len = 0; len < binary.file.len; len++) {
		err.text[0] = '\0';
		assert_int_not_equal(open_image(len), 0);
		assert_memory_equal(err.text, "prog: ", 6);
	}
	assert_non_null(strstr(err.text, "prog: truncated ELF file: section table at 0x"));
	assert_non_null(strstr(err.text, " ends beyond the file"));
}

static void test_section_tables_that_lie(void **state)
{
	uint16_t names = section_number(EHDR(e_shstrndx));
	uint64_t table = section_table();

	(void)state;
	patch(EHDR(e_shstrndx), 99, 2);
	refuse(-EINVAL, "prog: damaged ELF header: no section 99 for the names");
	patch(EHDR(e_shstrndx), names, 2);
	patch(table + sizeof(Elf64_Shdr), 0xffff, 4);
	refuse(-EINVAL,
	       "prog: damaged ELF file: section name at 0xffff is outside of the name table");
	patch(table + sizeof(Elf64_Shdr), 0, 4);
	patch(table + sizeof(Elf64_Shdr) + offsetof(Elf64_Shdr, sh_size), UINT64_MAX, 8);
	assert_int_equal(open_image(binary.file.len), -EINVAL);
	assert_non_null(strstr(err.text, "ends beyond the file"));
	patch(EHDR(e_shoff), UINT64_MAX - 4, 8);
	assert_int_equal(open_image(binary.file.len), -EINVAL);
	assert_non_null(strstr(err.text, "section table at 0xfffffffffffffffb ends beyond"));
	patch(EHDR(e_shentsize), 1, 2);
	refuse(-EINVAL, "prog: damaged ELF header: table entries of 56 and 1 bytes");
}

/* Counts too large for the header are in section 0. */
static void test_extended_counts(void **state)
{
	uint16_t names = section_number(EHDR(e_shstrndx)), nr = section_number(EHDR(e_shnum));
	uint64_t table = section_table();

	(void)state;
	patch(EHDR(e_phnum), PN_XNUM, 2);
	patch(table + offsetof(Elf64_Shdr, sh_info), 3, 4);
	assert_int_equal(open_image(binary.file.len), 0);
	assert_int_equal(image.nr_segments, 3);
	elf_image_deinit(&image);

	patch(EHDR(e_shnum), 0, 2);
	patch(EHDR(e_shstrndx), SHN_XINDEX, 2);
	patch(table + offsetof(Elf64_Shdr, sh_size), nr, 8);
	patch(table + offsetof(Elf64_Shdr, sh_link), names, 4);
	assert_int_equal(open_image(binary.file.len), 0);
	assert_non_null(elf_image_section(&image, ".text"));
	elf_image_deinit(&image);

	patch(table + offsetof(Elf64_Shdr, sh_size), UINT64_MAX, 8);
	refuse(-EINVAL, "prog: damaged ELF header: 4294967295 sections");
	patch(table + offsetof(Elf64_Shdr, sh_info), UINT32_MAX, 4);
	refuse(-EINVAL, "prog: damaged ELF header: 4294967295 program headers");
	patch(EHDR(e_shoff), 0, 8);
	refuse(-EINVAL,
	       "prog: damaged ELF header: counts are in a section table that is not there");
}

static void test_segments_that_lie(void **state)
{
	size_t second = sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr);

	(void)state;
	patch(second + offsetof(Elf64_Phdr, p_vaddr), 0x400000, 8);
	refuse(-EINVAL, "prog: damaged ELF file: segments overlap at 0x400000");
	patch(second + offsetof(Elf64_Phdr, p_vaddr), UINT64_MAX - 1, 8);
	refuse(-EINVAL, "prog: damaged ELF file: segment at 0xfffffffffffffffe wraps around");
	patch(second + offsetof(Elf64_Phdr, p_filesz), UINT64_MAX, 8);
	assert_int_equal(open_image(binary.file.len), -EINVAL);
	assert_non_null(strstr(err.text, "truncated ELF file: segment at 0x"));
	patch(EHDR(e_phnum), 0, 2);
	refuse(-EINVAL, "prog: damaged ELF header: 0 program headers");
	patch(EHDR(e_phnum), 1000, 2);
	refuse(-EINVAL,
	       "prog: truncated ELF file: program header table at 0x40 ends beyond the file");
}

static void test_needed_libraries(void **state)
{
	size_t first = sizeof(Elf64_Ehdr);

	(void)state;
	patch(first, PT_DYNAMIC, 4);
	patch(first + offsetof(Elf64_Phdr, p_offset), binary.build_offset, 8);
	patch(first + offsetof(Elf64_Phdr, p_filesz), 32, 8);
	patch(binary.build_offset, DT_NEEDED, 8);
	patch(binary.build_offset + 8, 1, 8);
	assert_int_equal(open_image(binary.file.len), 0);
	assert_true(image.needs_libraries);
	elf_image_deinit(&image);
	patch(binary.build_offset, DT_NULL, 8);
	assert_int_equal(open_image(binary.file.len), 0);
	assert_false(image.needs_libraries);
	elf_image_deinit(&image);
}

/* A sparse file of any length costs neither time nor memory. */
static void test_sparse_giant(void **state)
{
	int fd = go_binary_fd(binary.file.data, binary.file.len);

	(void)state;
	assert_int_equal(ftruncate(fd, 1ll << 42), 0);
	assert_int_equal(elf_image_init(&image, fd, "prog", &err), -EINVAL);
	assert_string_equal(err.text, "prog: larger than 8 GiB");
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_tables, setup, teardown),
		cmocka_unit_test_setup_teardown(test_reads_stay_inside, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_machines, setup, teardown),
		cmocka_unit_test_setup_teardown(test_truncated_anywhere, setup, teardown),
		cmocka_unit_test_setup_teardown(test_section_tables_that_lie, setup, teardown),
		cmocka_unit_test_setup_teardown(test_extended_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_segments_that_lie, setup, teardown),
		cmocka_unit_test_setup_teardown(test_needed_libraries, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sparse_giant, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_elf_image", tests, NULL, NULL);
}
