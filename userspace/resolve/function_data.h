/* SPDX-License-Identifier: GPL-2.0 */
/* What the function table keeps of a function's code: tables by address, inlined calls. */
#ifndef MAPGC_RESOLVE_FUNCTION_DATA_H
#define MAPGC_RESOLVE_FUNCTION_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "resolve/program.h"

/**
 * struct function_data - the data of all functions
 * @program: with its functions; borrowed
 * @gofunc_va: where it starts, inline trees among it
 */
struct function_data {
	const struct program *program;
	uint64_t gofunc_va;
};

/**
 * struct function_record - of one function
 * @index: the function
 * @pcfile: table of files
 * @pcln: table of lines
 * @inlining: table of indexes into the inline tree
 * @unit: where the compilation unit's files start
 * @tree: of inlined calls
 */
struct function_record {
	size_t index;
	uint32_t pcfile;
	uint32_t pcln;
	uint32_t inlining;
	uint32_t unit;
	uint32_t tree;
};

/**
 * struct inlined - a call that was inlined
 * @function: its name, of the program's
 * @parent_off: of the call, from the entry of the function that it became part of
 */
struct inlined {
	const char *function;
	uint32_t parent_off;
};

/**
 * function_data_init() - make ready to read
 * @data: to be filled
 * @program: with its functions; kept, and its file must stay open
 * @layout: of its Go version
 * @err: why not
 *
 * Return: 0, -ENOTSUP for Go 1.17 and before, or another negative errno.
 */
int function_data_init(struct function_data *data, const struct program *program,
		       const struct golayout *layout, struct error *err);

/* Return: 0, -EINVAL where the tables are damaged, or the errno of a read. */
int function_data_read(const struct function_data *data, size_t index,
		       struct function_record *ret);

/**
 * function_data_value() - look into a table by address
 * @table: one of @record's
 * @va: in the function
 * @ret: as pcvalue_find()
 */
int function_data_value(const struct function_data *data, const struct function_record *record,
			uint32_t table, uint64_t va, int32_t *ret);

/* Sets @ret to one more than the highest index of an inlined call with code of its own. */
int function_data_nr_inlined(const struct function_data *data,
			     const struct function_record *record, uint32_t *ret);

/* Inlined call @index, which must not be negative. -EINVAL where there is none. */
int function_data_inlined(const struct function_data *data,
			  const struct function_record *record, int32_t index,
			  struct inlined *ret);

#endif /* MAPGC_RESOLVE_FUNCTION_DATA_H */
