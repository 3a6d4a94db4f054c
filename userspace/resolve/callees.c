// SPDX-License-Identifier: GPL-2.0
#include "resolve/callees.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/**
 * struct name - a function with a meaning, by its name
 * @name: without "runtime."
 * @is_prefix: all functions that start so
 * @kind: the meaning
 */
struct name {
	const char *name;
	bool is_prefix;
	enum callee kind;
};

/* Only what compiled code calls; that a function does not return must be sure. */
static const struct name names[] = {
	{ "gcWriteBarrier", true, CALLEE_KEEPS_REGISTERS },
	{ "duffzero", false, CALLEE_KEEPS_REGISTERS },
	{ "convT", false, CALLEE_READS }, /* what becomes an interface */
	{ "convTnoptr", false, CALLEE_READS },
	{ "chansend1", false, CALLEE_READS }, /* what is sent */
	{ "raceread", true, CALLEE_READS }, /* what instrumented code says that it does */
	{ "racewrite", true, CALLEE_READS },
	{ "racefunc", true, CALLEE_READS },
	{ "msan", true, CALLEE_READS },
	{ "asan", true, CALLEE_READS },
	{ "duffcopy", false, CALLEE_KEEPS_REGISTERS },
	{ "morestack", true, CALLEE_NO_RETURN },
	{ "panicIndex", true, CALLEE_NO_RETURN },
	{ "panicSlice", true, CALLEE_NO_RETURN },
	{ "goPanicIndex", true, CALLEE_NO_RETURN },
	{ "goPanicSlice", true, CALLEE_NO_RETURN },
	{ "panicBounds", false, CALLEE_NO_RETURN },
	{ "gopanic", false, CALLEE_NO_RETURN },
	{ "panicdivide", false, CALLEE_NO_RETURN },
	{ "panicshift", false, CALLEE_NO_RETURN },
	{ "panicoverflow", false, CALLEE_NO_RETURN },
	{ "panicmem", false, CALLEE_NO_RETURN },
	{ "panicdottypeE", false, CALLEE_NO_RETURN },
	{ "panicdottypeI", false, CALLEE_NO_RETURN },
	{ "panicnildottype", false, CALLEE_NO_RETURN },
	{ "panicwrap", false, CALLEE_NO_RETURN },
	{ "panicmakeslicelen", false, CALLEE_NO_RETURN },
	{ "panicmakeslicecap", false, CALLEE_NO_RETURN },
	{ "panicunsafeslicelen", false, CALLEE_NO_RETURN },
	{ "panicunsafeslicenilptr", false, CALLEE_NO_RETURN },
	{ "panicunsafestringlen", false, CALLEE_NO_RETURN },
	{ "panicunsafestringnilptr", false, CALLEE_NO_RETURN },
	{ "panicrangestate", false, CALLEE_NO_RETURN },
	{ "throw", false, CALLEE_NO_RETURN },
	{ "fatal", false, CALLEE_NO_RETURN },
	{ "fatalthrow", false, CALLEE_NO_RETURN },
	{ "unreachableMethod", false, CALLEE_NO_RETURN },
	{ "block", false, CALLEE_NO_RETURN },
};

static enum callee kind_of_map(const struct map_function *map)
{
	switch (map->op) {
	case MAPGC_OP_READ:
		return CALLEE_MAP_READ;
	case MAPGC_OP_MAKE:
		return CALLEE_MAP_MAKE;
	default:
		return CALLEE_MAP_OTHER;
	}
}

static enum callee kind_of_name(const char *full_name)
{
	const char *name = full_name + strlen("runtime.");
	size_t i;

	if (strncmp(full_name, "runtime.", strlen("runtime.")))
		return CALLEE_PLAIN;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].is_prefix ? !strncmp(name, names[i].name, strlen(names[i].name)) :
		    !strcmp(name, names[i].name))
			return names[i].kind;
	return CALLEE_PLAIN;
}

static bool recognise(const struct pclntab *tab, size_t index, struct callee_range *ret)
{
	const char *name = pclntab_name(tab, index);

	if (name[0] != 'r' && name[0] != 'm')
		return false;
	*ret = (struct callee_range){
		.va = tab->functions[index].va,
		.end_va = tab->functions[index].va + pclntab_bytes(tab, index),
		.index = index,
		.map = map_function_find(name),
	};
	ret->kind = ret->map ? kind_of_map(ret->map) : kind_of_name(name);
	return ret->kind != CALLEE_PLAIN && ret->va < ret->end_va;
}

int callees_init(struct callees *callees, const struct pclntab *tab)
{
	size_t room = 0, i;

	*callees = (struct callees){ 0 };
	for (i = 0; i < tab->nr_functions; i++) {
		struct callee_range range;

		if (!recognise(tab, i, &range))
			continue;
		if (callees->nr_ranges == room) {
			struct callee_range *more;

			room = room ? 2 * room : 128;
			more = reallocarray(callees->ranges, room, sizeof(*more));
			if (!more) {
				callees_deinit(callees);
				return -ENOMEM;
			}
			callees->ranges = more;
		}
		callees->ranges[callees->nr_ranges++] = range;
	}
	return 0;
}

void callees_deinit(struct callees *callees)
{
	free(callees->ranges);
	*callees = (struct callees){ 0 };
}

static int compare(const void *key, const void *element)
{
	const struct callee_range *range = element;
	uint64_t va = *(const uint64_t *)key;

	if (va < range->va)
		return -1;
	return va >= range->end_va;
}

struct callee_range *callees_find(const struct callees *callees, uint64_t va)
{
	if (!callees->nr_ranges)
		return NULL;
	return bsearch(&va, callees->ranges, callees->nr_ranges, sizeof(*callees->ranges),
		       compare);
}

enum callee callees_classify(const struct callees *callees, uint64_t va)
{
	const struct callee_range *range = callees_find(callees, va);

	return range ? range->kind : CALLEE_PLAIN;
}

void callees_demote(struct callee_range *range)
{
	range->map = NULL;
	range->kind = CALLEE_PLAIN;
}
