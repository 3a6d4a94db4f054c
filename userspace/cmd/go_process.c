// SPDX-License-Identifier: GPL-2.0
#include "cmd/go_process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd/process_layout.h"
#include "proc/code_map.h"
#include "proc/mapped_code.h"
#include "proc/memory.h"

#define LIBRARY_REASON	"a Go library in a program that is not Go: not supported"
#define FILES_MOST	8192	/* libraries and programs looked into; of more nothing is said */

#define GOMAXPROCS_MOST	(1 << 20)	/* more is no such number */

/* Any site tells where the code is, so where the data is. */
static unsigned int read_gomaxprocs(pid_t pid, const struct manifest *manifest)
{
	struct code_map map;
	uint64_t bias;
	int32_t value;

	if (!manifest->gomaxprocs_va || !manifest->nr_sites || code_map_read(pid, &map) ||
	    code_map_bias(&map, manifest->sites[0].offset, manifest->sites[0].va, &bias) ||
	    memory_read(pid, manifest->gomaxprocs_va + bias, &value, sizeof(value)))
		return 0;
	return value > 0 && value <= GOMAXPROCS_MOST ? value : 0;
}

static void set_off(struct feature *feature, const char *reason)
{
	feature->is_on = false;
	snprintf(feature->reason, sizeof(feature->reason), "%.159s", reason);
}

/* What works by its file, and as far as the process itself does not say otherwise. */
static void judge(struct go_process *row)
{
	const struct manifest *manifest = &row->exe->manifest;
	struct error why;

	row->maps = manifest->maps;
	row->gc = manifest->gc;
	if (row->maps.is_on && process_layout_check(row->process.pid, manifest, &why) < 0)
		set_off(&row->maps, why.text);
}

/**
 * struct library - a search for Go code in the libraries of a process
 * @cache: keeps them, so that each is looked into once
 * @found: the first
 */
struct library {
	struct executable_cache *cache;
	struct executable *found;
};

static int look_into_library(void *ctx, int fd, const char *path)
{
	struct library *library = ctx;
	struct executable *exe;
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0), code;

	if (own < 0)
		return 0;
	if (executable_cache_nr(library->cache) >= FILES_MOST) {
		close(own);
		return 1;
	}
	if (executable_of_fd(library->cache, own, path, &exe, NULL))
		return 0;
	code = executable_identify(exe, NULL);
	executable_close(exe);
	if (!code)
		library->found = exe;
	return !code;
}

/* Another program may have loaded a library that is Go: nothing works, but it is said. */
static int look_for_library(struct executable_cache *cache, struct go_process *row)
{
	struct library library = { .cache = cache };

	mapped_code_each(row->process.pid, look_into_library, &library);
	if (!library.found)
		return -ENOEXEC;
	row->exe = library.found;
	set_off(&row->maps, LIBRARY_REASON);
	set_off(&row->gc, LIBRARY_REASON);
	container_of(row->process.pid, row->container);
	return 0;
}

int go_process_look(struct executable_cache *cache, pid_t pid, struct go_process *ret)
{
	struct executable *exe;
	int code;

	*ret = (struct go_process){ 0 };
	if (process_read(pid, &ret->process))
		return -ESRCH;
	if (ret->process.is_kernel_thread || ret->process.is_zombie)
		return -ENOEXEC;
	code = executable_of_process(cache, pid, &exe, NULL);
	if (code)
		return code;
	code = executable_resolve(exe, NULL);
	executable_close(exe);
	ret->program = exe;
	ret->exe = exe;
	if (code == -ENOEXEC)
		return look_for_library(cache, ret);
	container_of(pid, ret->container);
	if (code) {
		set_off(&ret->maps, exe->why.text);
		set_off(&ret->gc, exe->why.text);
		return 0;
	}
	ret->gomaxprocs = read_gomaxprocs(pid, &exe->manifest);
	judge(ret);
	return 0;
}
