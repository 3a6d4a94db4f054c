/* SPDX-License-Identifier: GPL-2.0 */
/* What the resolver found out about one Go executable: all that the kernel is told. */
#ifndef MAPGC_RESOLVE_MANIFEST_H
#define MAPGC_RESOLVE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/mapgc.h>

#include "resolve/arch.h"
#include "resolve/landmarks.h"
#include "text/error.h"

/**
 * struct feature - whether one part of mapgc works for an executable
 * @is_on: it works
 * @reason: why not, or what is limited; empty where there is nothing to say
 */
struct feature {
	bool is_on;
	char reason[160];
};

/**
 * struct manifest - one executable, resolved
 * @arch: of its code
 * @go_version: as in the build information, "go1.24.4"
 * @go_minor: 24 for go1.24.4
 * @go_patch: 4 for go1.24.4
 * @build_kind: words for --list: "stripped", "pie", "c-shared", "plugin", "cgo", "race", or empty
 * @text_va: start of the Go text; callsites[].return_off counts from here
 * @gomaxprocs_va: the runtime's variable of that name, as linked; 0 where it was not found
 * @landmarks: where a process shows whether @layout is right
 * @layout: structure offsets for the kernel
 * @maps: depth of map operations
 * @gc: garbage collector pauses
 * @sites: probe sites, nr_sites of them; a feature that is off has none
 * @callsites: sorted verdicts, nr_callsites of them
 * @transitions: sorted, for the call sites with MAPGC_VERDICT_AFTER, nr_transitions of them
 */
struct manifest {
	const struct arch *arch;
	char go_version[MAPGC_VERSION_MAX];
	unsigned int go_minor;
	unsigned int go_patch;
	char build_kind[64];
	uint64_t text_va;
	uint64_t gomaxprocs_va;
	struct landmarks landmarks;
	struct mapgc_layout layout;
	struct feature maps;
	struct feature gc;
	struct mapgc_site *sites;
	size_t nr_sites;
	struct mapgc_callsite *callsites;
	size_t nr_callsites;
	struct mapgc_transition *transitions;
	size_t nr_transitions;
};

/**
 * manifest_resolve() - find the sites and call sites of a Go executable
 * @fd: the executable, open for reading; position is not used
 * @name: its path, for error texts
 * @ret: filled on success; manifest_deinit() when done
 * @err: filled on failure: "NAME: not a Go binary: no build information"
 *
 * All bytes of the file are taken as hostile. Return: 0 or negative errno.
 */
int manifest_resolve(int fd, const char *name, struct manifest *ret, struct error *err);

/**
 * manifest_identify() - only go_version, build_kind and features as far as those decide, fast
 * @fd: the executable
 * @name: its path, for error texts
 * @ret: filled on success, without sites; manifest_deinit() when done
 * @err: filled on failure
 *
 * Return: 0 or negative errno; -ENOEXEC where it is not a Go executable.
 */
int manifest_identify(int fd, const char *name, struct manifest *ret, struct error *err);

void manifest_deinit(struct manifest *manifest);

#endif /* MAPGC_RESOLVE_MANIFEST_H */
