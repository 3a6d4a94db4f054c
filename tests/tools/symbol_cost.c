// SPDX-License-Identifier: GPL-2.0
/*
 * usage: symbol_cost FILE – what symbols of an executable cost: to read its tables, to look
 * 10,000 random addresses up, and both again for another process of it. Lines NAME VALUE.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "symbol/symbol_cache.h"

#define ADDRESSES	10000

static void die(const char *why)
{
	fprintf(stderr, "symbol_cost: %s\n", why);
	exit(2);
}

/* Of this process: others that run meanwhile do not count. */
static double cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void look_up(const struct symbol_table *table)
{
	const struct pclntab *tab = &table->program.pclntab;
	struct symbol_frame frames[SYMBOL_FRAMES_MAX];
	uint64_t bytes = tab->end_va - tab->text_va;
	size_t i, nr;

	for (i = 0; i < ADDRESSES; i++) {
		uint64_t dice = (uint64_t)random() << 31 | random();

		if (symbols_find(&table->symbols, tab->text_va + dice % bytes, frames, &nr))
			die("damaged function table");
	}
}

/* Of one process; the file is opened anew each time, as through /proc/PID/exe. */
static void measure(struct symbol_cache *cache, const char *path, const char *name)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	double begin = cpu_seconds(), got;
	const struct symbol_table *table;
	struct error err;

	if (fd < 0 || symbol_cache_get(cache, fd, path, &table, &err))
		die(fd < 0 ? path : err.text);
	close(fd);
	got = cpu_seconds();
	look_up(table);
	printf("%s_table_seconds %.6f\n", name, got - begin);
	printf("%s_lookup_seconds %.6f\n", name, cpu_seconds() - got);
}

int main(int argc, char **argv)
{
	struct symbol_cache *cache = symbol_cache_create();
	struct rusage usage;

	if (argc != 2 || !cache)
		die("usage: symbol_cost FILE");
	measure(cache, argv[1], "first");
	measure(cache, argv[1], "second");
	measure(cache, argv[1], "third");
	getrusage(RUSAGE_SELF, &usage);
	printf("rss_bytes %ld\n", usage.ru_maxrss * 1024);
	printf("tables_read %zu\n", symbol_cache_nr_read(cache));
	symbol_cache_destroy(cache);
	return 0;
}
