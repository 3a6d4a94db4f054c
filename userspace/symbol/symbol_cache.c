// SPDX-License-Identifier: GPL-2.0
#include "symbol/symbol_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "resolve/build_id.h"
#include "resolve/golayout.h"

/**
 * struct identity - which executable
 * @build_id: empty where it has none
 * @st: with the length for one that has, with the rest for one that has none
 */
struct identity {
	char build_id[BUILD_ID_MAX];
	struct stat st;
};

/**
 * struct entry - what is kept of one
 * @identity: which
 * @name: its path when it was met
 * @fd: of its file
 * @used: when it was asked for last, in calls
 * @table: its symbols
 */
struct entry {
	struct identity identity;
	char *name;
	int fd;
	size_t used;
	struct symbol_table table;
};

struct symbol_cache {
	struct entry *entries[SYMBOL_CACHE_MAX];
	size_t nr;
	size_t nr_calls;
	size_t nr_read;
};

struct symbol_cache *symbol_cache_create(void)
{
	return calloc(1, sizeof(struct symbol_cache));
}

static void drop(struct entry *entry)
{
	symbols_deinit(&entry->table.symbols);
	program_deinit(&entry->table.program);
	close(entry->fd);
	free(entry->name);
	free(entry);
}

void symbol_cache_destroy(struct symbol_cache *cache)
{
	if (!cache)
		return;
	while (cache->nr)
		drop(cache->entries[--cache->nr]);
	free(cache);
}

size_t symbol_cache_nr_read(const struct symbol_cache *cache)
{
	return cache->nr_read;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool is_same(const struct identity *a, const struct identity *b)
{
	if (*a->build_id || *b->build_id)
		return !strcmp(a->build_id, b->build_id) && a->st.st_size == b->st.st_size;
	return is_same_file(&a->st, &b->st);
}

static struct entry *find(struct symbol_cache *cache, const struct identity *identity)
{
	size_t i;

	for (i = 0; i < cache->nr; i++)
		if (is_same(&cache->entries[i]->identity, identity))
			return cache->entries[i];
	return NULL;
}

static int identify(int fd, const char *name, struct identity *ret, struct error *err)
{
	struct elf_image image;
	int rc;

	if (fstat(fd, &ret->st))
		return error_set(err, -errno, "%s: %s", name, strerror(errno));
	rc = elf_image_init(&image, fd, name, err);
	if (rc)
		return rc;
	if (build_id_read(&image, ret->build_id, NULL))
		ret->build_id[0] = '\0';
	elf_image_deinit(&image);
	return 0;
}

static int load(struct symbol_table *table, struct error *err)
{
	struct program *program = &table->program;
	const struct golayout *layout = golayout_find(program->build.minor);
	int rc;

	if (!layout)
		return error_set(err, -ENOTSUP, "%s: %s is not a Go version that mapgc knows",
				 program->image.name, program->build.version);
	rc = program_load_functions(program, layout, err);
	return rc ? rc : symbols_init(&table->symbols, program, layout, err);
}

static int read_table(struct entry *entry, struct error *err)
{
	int rc = program_init(&entry->table.program, entry->fd, entry->name, err);

	if (rc)
		return rc;
	rc = load(&entry->table, err);
	if (rc)
		program_deinit(&entry->table.program);
	return rc;
}

/* The file stays open under a number of our own: lines are read when they are asked for. */
static int fill(struct entry *entry, int fd, const char *name, struct error *err)
{
	int rc;

	entry->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (entry->fd < 0)
		return error_set(err, -errno, "%s: %s", name, strerror(errno));
	entry->name = strdup(name);
	rc = entry->name ? read_table(entry, err) : error_set(err, -ENOMEM, "%s: no memory", name);
	if (rc) {
		close(entry->fd);
		free(entry->name);
	}
	return rc;
}

/* In the place of the one that was asked for least recently, where there is no other. */
static struct entry **place(struct symbol_cache *cache)
{
	size_t i, oldest = 0;

	if (cache->nr < SYMBOL_CACHE_MAX)
		return &cache->entries[cache->nr++];
	for (i = 1; i < cache->nr; i++)
		if (cache->entries[i]->used < cache->entries[oldest]->used)
			oldest = i;
	drop(cache->entries[oldest]);
	return &cache->entries[oldest];
}

static int add(struct symbol_cache *cache, const struct identity *identity, int fd,
	       const char *name, struct entry **ret, struct error *err)
{
	struct entry *entry = calloc(1, sizeof(*entry));
	int rc;

	if (!entry)
		return error_set(err, -ENOMEM, "%s: no memory", name);
	cache->nr_read++;
	rc = fill(entry, fd, name, err);
	if (rc) {
		free(entry);
		return rc;
	}
	entry->identity = *identity;
	*place(cache) = entry;
	*ret = entry;
	return 0;
}

int symbol_cache_get(struct symbol_cache *cache, int fd, const char *name,
		     const struct symbol_table **ret, struct error *err)
{
	struct identity identity;
	struct entry *entry;
	int rc = identify(fd, name, &identity, err);

	if (rc)
		return rc;
	entry = find(cache, &identity);
	if (!entry)
		rc = add(cache, &identity, fd, name, &entry, err);
	if (rc)
		return rc;
	entry->used = ++cache->nr_calls;
	*ret = &entry->table;
	return 0;
}
