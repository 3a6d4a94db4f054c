/* SPDX-License-Identifier: GPL-2.0 */
/* The symbols of the executables that a reader met, each read once. */
#ifndef MAPGC_SYMBOL_SYMBOL_CACHE_H
#define MAPGC_SYMBOL_SYMBOL_CACHE_H

#include "resolve/program.h"
#include "symbol/symbols.h"

/* As many are kept; of more, those go that were asked for least recently. */
#define SYMBOL_CACHE_MAX	16

/**
 * struct symbol_table - of one executable
 * @program: its functions
 * @symbols: its lines
 */
struct symbol_table {
	struct program program;
	struct symbols symbols;
};

struct symbol_cache;

/** symbol_cache_create() - NULL without memory */
struct symbol_cache *symbol_cache_create(void);
void symbol_cache_destroy(struct symbol_cache *cache);

/**
 * symbol_cache_get() - the symbols of an executable
 * @cache: where they are kept
 * @fd: the executable, open; not kept
 * @name: its path, for error texts
 * @ret: owned by the cache, valid up to the next call of this
 * @err: why not
 *
 * Files with the same build id and length are one executable, however many there are: copies
 * in containers. One without a build id is known by its inode; a file that was replaced
 * is another one either way.
 *
 * Return: 0 or negative errno.
 */
int symbol_cache_get(struct symbol_cache *cache, int fd, const char *name,
		     const struct symbol_table **ret, struct error *err);

/** symbol_cache_nr_read() - how many tables were read from files so far, for tests */
size_t symbol_cache_nr_read(const struct symbol_cache *cache);

#endif /* MAPGC_SYMBOL_SYMBOL_CACHE_H */
