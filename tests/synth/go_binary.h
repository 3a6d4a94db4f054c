/* SPDX-License-Identifier: GPL-2.0 */
/* Writes Go executables: the ELF file, function table, module data and build information. */
#ifndef MAPGC_SYNTH_GO_BINARY_H
#define MAPGC_SYNTH_GO_BINARY_H

#include <stdbool.h>

#include "synth/bytes.h"

/**
 * struct go_call - a call in a function's code
 * @at: offset of the e8, or of the word
 * @to: name of the function it calls
 */
struct go_call {
	size_t at;
	const char *to;
};

/**
 * struct go_function - a function to be written
 * @name: as in the function table
 * @code: its bytes, @len of them, padded to 16 with int3, or zeros
 * @calls: up to @nr_calls displacements to fill in
 */
struct go_function {
	const char *name;
	const void *code;
	size_t len;
	const struct go_call *calls;
	size_t nr_calls;
};

/**
 * struct go_binary - an executable: what it is to be, and where things came to lie
 * @version: "go1.24.4"
 * @settings: build settings, or NULL
 * @magic: of the function table; 0xfffffff1 from Go 1.20
 * @has_pointed_version: build information as before Go 1.18
 * @is_text_in_moduledata: no text start in the function table, as from Go 1.26
 * @is_relocated: pointers are only in the relocations
 * @has_no_sections: no section table
 * @table_section: name of the function table's section
 * @is_pie: ET_DYN, with an interpreter
 * @is_library: ET_DYN, without one
 * @build_id: Go's, or NULL for none
 * @is_arm64: of that architecture, and not amd64
 * @c_bytes: length of the C code before the Go text
 * @functions: nr_functions of them
 * @inlined: name of a function that was inlined into @inlined_into, or NULL (from Go 1.20)
 * @inlined_into: name of that one
 * @file: out, the executable
 * @text_va: out, start of the Go text
 * @text_offset: out, the same in the file
 * @table_offset: out, of the function table in the file
 * @functab_offset: out, of its list of functions
 * @names_offset: out, of its names
 * @tree_offset: out, of the only inline tree in the file
 * @build_offset: out, of the build information in the file
 * @function_va: out, entry of each function
 */
struct go_binary {
	const char *version;
	const char *settings;
	uint32_t magic;
	bool has_pointed_version;
	bool is_text_in_moduledata;
	bool is_relocated;
	bool has_no_sections;
	const char *table_section;
	bool is_pie;
	bool is_library;
	const char *build_id;
	bool is_arm64;
	size_t c_bytes;
	const struct go_function *functions;
	size_t nr_functions;
	const char *inlined;
	const char *inlined_into;

	struct bytes file;
	uint64_t text_va;
	uint64_t text_offset;
	uint64_t table_offset;
	uint64_t functab_offset;
	uint64_t names_offset;
	uint64_t tree_offset;
	uint64_t build_offset;
	uint64_t *function_va;
};

void go_binary_write(struct go_binary *binary);
void go_binary_deinit(struct go_binary *binary);

/* Entry of the function of that name; aborts where there is none. */
uint64_t go_binary_va(const struct go_binary *binary, const char *name);

/* A file descriptor of a file in memory with these bytes; to be closed. */
int go_binary_fd(const void *data, size_t len);

#endif /* MAPGC_SYNTH_GO_BINARY_H */
