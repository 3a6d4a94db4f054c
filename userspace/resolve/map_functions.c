// SPDX-License-Identifier: GPL-2.0
#include "resolve/map_functions.h"

#include <stdlib.h>
#include <string.h>

#include <linux/mapgc.h>

/*
 * Sorted by name. Not all of them exist in any one version or program: the
 * compiler calls mapiterinit up to Go 1.23 and mapIterStart from 1.24, where
 * mapiterinit is kept for libraries that link to it by name. From 1.24 some of
 * reflect's entries do the work themselves, in any version those that a profile has
 * made hot (-pgo). A clone is a map that is made, whose filling is the runtime's own.
 */
static const struct map_function functions[] = {
	{ "maps.clone", MAPGC_OP_MAKE, false },
	{ "reflect.makemap", MAPGC_OP_MAKE, true },
	{ "reflect.mapIterStart", MAPGC_OP_ITERATE, true },
	{ "reflect.mapaccess", MAPGC_OP_READ, true },
	{ "reflect.mapaccess_faststr", MAPGC_OP_READ, true },
	{ "reflect.mapassign0", MAPGC_OP_WRITE, true },
	{ "reflect.mapassign_faststr0", MAPGC_OP_WRITE, true },
	{ "reflect.mapclear", MAPGC_OP_CLEAR, true },
	{ "reflect.mapdelete", MAPGC_OP_DELETE, true },
	{ "reflect.mapdelete_faststr", MAPGC_OP_DELETE, true },
	{ "reflect.mapiterinit", MAPGC_OP_ITERATE, true },
	{ "runtime.makemap", MAPGC_OP_MAKE, false },
	{ "runtime.makemap64", MAPGC_OP_MAKE, false },
	{ "runtime.makemap_small", MAPGC_OP_MAKE, false },
	{ "runtime.mapIterStart", MAPGC_OP_ITERATE, false },
	{ "runtime.mapaccess1", MAPGC_OP_READ, false },
	{ "runtime.mapaccess1_fast32", MAPGC_OP_READ, false },
	{ "runtime.mapaccess1_fast64", MAPGC_OP_READ, false },
	{ "runtime.mapaccess1_faststr", MAPGC_OP_READ, false },
	{ "runtime.mapaccess1_fat", MAPGC_OP_READ, false },
	{ "runtime.mapaccess2", MAPGC_OP_READ, false },
	{ "runtime.mapaccess2_fast32", MAPGC_OP_READ, false },
	{ "runtime.mapaccess2_fast64", MAPGC_OP_READ, false },
	{ "runtime.mapaccess2_faststr", MAPGC_OP_READ, false },
	{ "runtime.mapaccess2_fat", MAPGC_OP_READ, false },
	{ "runtime.mapassign", MAPGC_OP_WRITE, false },
	{ "runtime.mapassign_fast32", MAPGC_OP_WRITE, false },
	{ "runtime.mapassign_fast32ptr", MAPGC_OP_WRITE, false },
	{ "runtime.mapassign_fast64", MAPGC_OP_WRITE, false },
	{ "runtime.mapassign_fast64ptr", MAPGC_OP_WRITE, false },
	{ "runtime.mapassign_faststr", MAPGC_OP_WRITE, false },
	{ "runtime.mapclear", MAPGC_OP_CLEAR, false },
	{ "runtime.mapdelete", MAPGC_OP_DELETE, false },
	{ "runtime.mapdelete_fast32", MAPGC_OP_DELETE, false },
	{ "runtime.mapdelete_fast64", MAPGC_OP_DELETE, false },
	{ "runtime.mapdelete_faststr", MAPGC_OP_DELETE, false },
	{ "runtime.mapiterinit", MAPGC_OP_ITERATE, false },
};

static int compare(const void *key, const void *element)
{
	return strcmp(key, ((const struct map_function *)element)->name);
}

const struct map_function *map_function_find(const char *name)
{
	return bsearch(name, functions, sizeof(functions) / sizeof(functions[0]),
		       sizeof(functions[0]), compare);
}
