// SPDX-License-Identifier: GPL-2.0
#include "resolve/layout_check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "resolve/cursor.h"

/* internal/abi.Type, alike in every Go since 1.17. */
#define TYPE_BYTES	48
#define TYPE_KIND_AT	23
#define KIND_MASK	31
#define KIND_MAP	21
#define KIND_LAST	26	/* unsafe.Pointer */
#define KEY_BEFORE_ELEM	8	/* a map type has the key's type right before the element's */

#define INSNS_BACK	16	/* from a call, to where its first argument is loaded */
#define CALLS_MAX	64	/* looked at: more would say the same */

#define MAP_PREFIX	"runtime.map"

/* In the runtime, and no operations: next of an iteration, helpers, errors. */
static const char *const no_operations[] = {
	"runtime.mapIterNext", "runtime.mapiternext", "runtime.mapinitnoop",
	"runtime.mapiterinit", "runtime.mapKeyError", "runtime.mapKeyError2", "runtime.mapclone",
	"runtime.mapclone2", "runtime.mapaccessK",
};

static int read_type(const struct program *program, uint64_t va, uint8_t *kind)
{
	uint8_t type[TYPE_BYTES];

	if (elf_image_read_va(&program->image, va, type, sizeof(type)))
		return -EINVAL;
	*kind = type[TYPE_KIND_AT] & KIND_MASK;
	return 0;
}

/* 1: a pointer to a type, 0: one that is filled in when the program starts, -EINVAL */
static int check_type_at(const struct program *program, uint64_t pointer_va)
{
	uint8_t bytes[8], kind;
	struct cursor cur;
	uint64_t va;

	if (elf_image_read_va(&program->image, pointer_va, bytes, sizeof(bytes)))
		return -EINVAL;
	cursor_init(&cur, bytes, sizeof(bytes));
	va = cursor_u64(&cur);
	if (!va && program->image.is_pie)
		return 0;
	return !read_type(program, va, &kind) && kind > 0 && kind <= KIND_LAST ? 1 : -EINVAL;
}

static int check_map_type(const struct program *program, const struct golayout *layout,
			  uint64_t va)
{
	uint8_t kind;
	int rc;

	if (read_type(program, va, &kind) || kind != KIND_MAP)
		return -EINVAL;
	rc = check_type_at(program, va + layout->maptype_elem - KEY_BEFORE_ELEM);
	return rc > 0 ? check_type_at(program, va + layout->maptype_elem) : rc;
}

static uint64_t first_argument(const struct listing *code, uint64_t call_va)
{
	size_t at = listing_find(code, call_va), back;

	if (at == LISTING_NONE)
		return 0;
	for (back = 1; back <= INSNS_BACK && back <= at; back++) {
		const struct insn *insn = &code->insns[at - back];
		uint64_t va;

		if (insn_is_call(insn) || insn_is_jmp(insn) || insn_is_jcc(insn))
			break;
		if (code->arch->constant(code, at - back, &va) == code->arch->argument_regs[0])
			return va;
	}
	return 0;
}

static void add_type(struct landmarks *ret, uint64_t type)
{
	size_t i;

	for (i = 0; i < ret->nr_map_types; i++)
		if (ret->map_types[i] == type)
			return;
	if (ret->nr_map_types < LANDMARKS_TYPES_MAX)
		ret->map_types[ret->nr_map_types++] = type;
}

/* 1: fits, 0: nothing to be seen here, -EINVAL */
static int check_call(const struct program *program, const struct golayout *layout,
		      const struct call *call, struct landmarks *ret, struct error *err)
{
	size_t index = pclntab_find_va(&program->pclntab, call->va);
	struct listing code;
	uint64_t type, offset;
	int rc;

	if (index == PCLNTAB_NONE || program_decode(program, index, &code, NULL))
		return 0;
	type = first_argument(&code, call->va);
	listing_deinit(&code);
	if (!type || !elf_image_code_offset(&program->image, type, &offset))
		return 0;	/* a type is no code */
	rc = check_map_type(program, layout, type);
	if (rc >= 0)
		add_type(ret, type);
	return rc < 0 ?
		error_set(err, rc, "map types are not laid out as mapgc knows them") : rc;
}

int layout_check_maps(const struct program *program, const struct golayout *layout,
		      const struct callees *callees, const struct calls *calls,
		      struct landmarks *ret, struct error *err)
{
	size_t i, step = calls->nr_calls / CALLS_MAX + 1;
	int nr = 0;

	for (i = 0; i < calls->nr_calls; i += step) {
		const struct callee_range *to = callees_find(callees, calls->calls[i].target);
		int rc;

		if (!to || !to->map || to->map->op != MAPGC_OP_READ)
			continue;
		rc = check_call(program, layout, &calls->calls[i], ret, err);
		if (rc < 0)
			return rc;
		nr += rc;
	}
	return nr;
}

int layout_check_stack(const struct start_code *start, const struct golayout *layout,
		       struct error *err)
{
	if (!start->g0_va || start->stack_hi_at == layout->g_stack_hi)
		return 0;
	return error_set(err, -EINVAL,
			 "a goroutine's stack.hi is at %u, by runtime.rt0_go, where mapgc knows it at %u",
			 start->stack_hi_at, layout->g_stack_hi);
}

/* Functions within functions, and calling conventions, have names behind a dot. */
static bool is_known(const char *full_name)
{
	char name[64];
	size_t i;

	snprintf(name, sizeof(name), "%.*s",
		 (int)(strlen("runtime.") + strcspn(full_name + strlen("runtime."), ".")),
		 full_name);
	if (map_function_find(name))
		return true;
	for (i = 0; i < sizeof(no_operations) / sizeof(no_operations[0]); i++)
		if (!strcmp(name, no_operations[i]))
			return true;
	return false;
}

int layout_check_names(const struct pclntab *tab, struct error *err)
{
	size_t i;

	for (i = 0; i < tab->nr_functions; i++) {
		const char *name = pclntab_name(tab, i);

		if (!strncmp(name, MAP_PREFIX, strlen(MAP_PREFIX)) && !is_known(name))
			return error_set(err, -EINVAL, "%.80s: mapgc does not know it", name);
	}
	return 0;
}
