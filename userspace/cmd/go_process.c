// SPDX-License-Identifier: GPL-2.0
#include "cmd/go_process.h"

#include <errno.h>
#include <stdio.h>

#include "cmd/process_layout.h"
#include "proc/code_map.h"
#include "proc/memory.h"

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
	if (code == -ENOEXEC)
		return code;
	ret->exe = exe;
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
