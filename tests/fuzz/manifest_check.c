// SPDX-License-Identifier: GPL-2.0
#include "fuzz/manifest_check.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "module/insn.h"
#include "resolve/elf_image.h"

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
		if (transition->depth > MAPGC_DEPTHS && transition->depth != MAPGC_TRANSITION_SAME)
			abort();
	}
}

static void check_callsites(const struct manifest *manifest)
{
	size_t i;

	if (manifest->nr_callsites > MAPGC_CALLSITES_MAX)
		abort();
	for (i = 0; i < manifest->nr_callsites; i++) {
		const struct mapgc_callsite *callsite = &manifest->callsites[i];

		if (i && callsite->return_off <= callsite[-1].return_off)
			abort();
		if (callsite->verdict >= MAPGC_VERDICTS || callsite->depth > MAPGC_DEPTHS)
			abort();
		if (callsite->verdict == MAPGC_VERDICT_DEPTH ? !callsite->depth : callsite->depth)
			abort();
		if (callsite->flags & ~MAPGC_CALLSITE_REMEMBER)
			abort();
	}
}

static void check_site(const struct elf_image *image, const struct mapgc_site *site)
{
	const struct elf_segment *segment = elf_image_segment(image, site->va);
	const struct mapgc_insn_arch *arch = image->arch->machine == EM_AARCH64 ?
					     &mapgc_insn_arm64 : &mapgc_insn_amd64;
	uint8_t found[MAPGC_INSN_MAX];

	if (site->role >= MAPGC_ROLES || site->op >= MAPGC_OPS ||
	    (site->role != MAPGC_ROLE_MAP_OP && site->op))
		abort();
	if (!mapgc_insn_fits(arch, site->role, site->insn, site->insn_len) ||
	    !mapgc_insn_value_fits(arch, site->role, site->insn, site->insn_len,
				   site->value_reg) ||
	    site->offset % arch->align)
		abort();
	if (pread(image->fd, found, site->insn_len, site->offset) != site->insn_len ||
	    memcmp(found, site->insn, site->insn_len))
		abort();
	if (!segment || !(segment->flags & PF_X) ||
	    site->va - segment->va != site->offset - segment->offset)
		abort();
}

static void check_sites(int fd, const struct manifest *manifest)
{
	struct elf_image image;
	size_t i, k;

	if (manifest->nr_sites > MAPGC_SITES_MAX)
		abort();
	if (elf_image_init(&image, fd, "fuzz", NULL))
		abort();
	for (i = 0; i < manifest->nr_sites; i++) {
		check_site(&image, &manifest->sites[i]);
		for (k = 0; k < i; k++)
			if (manifest->sites[k].offset == manifest->sites[i].offset)
				abort();
	}
	elf_image_deinit(&image);
}

static void check_texts(const struct manifest *manifest)
{
	if (strnlen(manifest->go_version, sizeof(manifest->go_version)) ==
		    sizeof(manifest->go_version) ||
	    strnlen(manifest->build_kind, sizeof(manifest->build_kind)) ==
		    sizeof(manifest->build_kind) ||
	    strnlen(manifest->maps.reason, sizeof(manifest->maps.reason)) ==
		    sizeof(manifest->maps.reason) ||
	    strnlen(manifest->gc.reason, sizeof(manifest->gc.reason)) ==
		    sizeof(manifest->gc.reason))
		abort();
	if (!manifest->maps.is_on && !manifest->maps.reason[0])
		abort();
	if (!manifest->gc.is_on && !manifest->gc.reason[0])
		abort();
}

void manifest_check(int fd)
{
	struct manifest manifest;
	struct error err = { "" };

	if (manifest_resolve(fd, "fuzz", &manifest, &err)) {
		if (strncmp(err.text, "fuzz: ", 6) || strchr(err.text, '\n'))
			abort();
		return;
	}
	check_texts(&manifest);
	check_sites(fd, &manifest);
	check_callsites(&manifest);
	check_transitions(&manifest);
	manifest_deinit(&manifest);
}
