// SPDX-License-Identifier: GPL-2.0
/* Any bytes at all as an executable: the resolver refuses them or keeps its promises. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz/harness.h"
#include "resolve/manifest.h"

static int open_file(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	return fd;
}

static int compare(const struct mapgc_transition *a, const struct mapgc_transition *b)
{
	if (a->return_off != b->return_off)
		return a->return_off < b->return_off ? -1 : 1;
	return a->last_off < b->last_off ? -1 : a->last_off > b->last_off;
}

static void check_transitions(const struct manifest *manifest)
{
	size_t i;

	if (manifest->nr_transitions > MAPGC_TRANSITIONS_MAX)
		abort();
	for (i = 0; i < manifest->nr_transitions; i++) {
		const struct mapgc_transition *transition = &manifest->transitions[i];

		if (i && compare(transition - 1, transition) >= 0)
			abort();
		if (transition->depth > MAPGC_DEPTHS)
			abort();
	}
}

/* What the kernel would refuse must not come out. */
static void check_manifest(const struct manifest *manifest)
{
	size_t i;

	if (manifest->nr_sites > MAPGC_SITES_MAX || manifest->nr_callsites > MAPGC_CALLSITES_MAX)
		abort();
	for (i = 0; i < manifest->nr_sites; i++) {
		const struct mapgc_site *site = &manifest->sites[i];

		if (site->insn_len != 2 && site->insn_len != 5 && site->insn_len != 6)
			abort();
		if (site->role >= MAPGC_ROLES || site->op >= MAPGC_OPS)
			abort();
		if (site->value_reg >= 16 || site->value_reg == 4)	/* RSP holds no duration */
			abort();
	}
	for (i = 0; i < manifest->nr_callsites; i++) {
		const struct mapgc_callsite *callsite = &manifest->callsites[i];

		if (i && callsite->return_off <= callsite[-1].return_off)
			abort();
		if (callsite->verdict >= MAPGC_VERDICTS || callsite->depth > MAPGC_DEPTHS)
			abort();
		if (callsite->verdict == MAPGC_VERDICT_DEPTH ? !callsite->depth : callsite->depth)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct manifest manifest;
	struct error err = { "" };
	int fd = open_file();

	if (ftruncate(fd, 0) || pwrite(fd, data, len, 0) != (ssize_t)len)
		abort();
	if (manifest_resolve(fd, "fuzz", &manifest, &err)) {
		if (strncmp(err.text, "fuzz: ", 6) || strchr(err.text, '\n'))
			abort();
		return 0;
	}
	check_manifest(&manifest);
	check_transitions(&manifest);
	manifest_deinit(&manifest);
	return 0;
}
