// SPDX-License-Identifier: GPL-2.0
#include "resolve/manifest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/callees.h"
#include "resolve/calls.h"
#include "resolve/callsites.h"
#include "resolve/golayout.h"
#include "resolve/gomaxprocs.h"
#include "resolve/layout_check.h"
#include "resolve/pause_sites.h"
#include "resolve/program.h"
#include "resolve/sites.h"
#include "resolve/wrapper.h"

/* Nobody has looked at what is after it. */
#define LAST_MINOR	27
#define NEWER		"Go 1.%u is newer than this mapgc knows"

/**
 * struct resolution - a manifest in the making
 * @program: the executable
 * @callees: functions of interest
 * @calls: direct calls of them
 * @callsites: verdicts on those
 * @sites: probe sites
 */
struct resolution {
	struct program program;
	struct callees callees;
	struct calls calls;
	struct callsites callsites;
	struct sites sites;
};

static void feature_off(struct feature *feature, const char *reason)
{
	feature->is_on = false;
	snprintf(feature->reason, sizeof(feature->reason), "%.159s", reason);
}

static void both_off(struct manifest *manifest, const char *reason)
{
	feature_off(&manifest->maps, reason);
	feature_off(&manifest->gc, reason);
}

/* NULL for a program. Before Go 1.20 the build information does not tell. */
static const char *library_mode(const struct program *program)
{
	const char *mode = program->build.mode;

	if (!strcmp(mode, "c-shared") || !strcmp(mode, "plugin"))
		return mode;
	return program->image.is_library ? "library" : NULL;
}

/* What build information and headers alone decide. */
static void judge_build(struct manifest *manifest, const struct buildinfo *build,
			const char *library)
{
	char reason[sizeof(manifest->maps.reason)];
	unsigned int first_minor = manifest->arch->first_minor;

	manifest->maps = (struct feature){ .is_on = true };
	manifest->gc = (struct feature){ .is_on = true };
	if (!build->minor) {
		both_off(manifest, "this is not a Go version that mapgc knows");
	} else if (build->minor < first_minor) {
		snprintf(reason, sizeof(reason), "Go 1.%u is older than mapgc supports (Go 1.%u)",
			 build->minor, first_minor);
		both_off(manifest, reason);
	}
	if (library && !strcmp(library, "plugin"))
		both_off(manifest, "a plugin is watched with the program that loads it");
	else if (library)
		both_off(manifest, "a Go library (c-shared) is not supported, only executables");
	if (!build->is_regabi)
		both_off(manifest, "built with GOEXPERIMENT=noregabi");
}

/* The C library's start code is only there where a C linker did the work. */
static bool has_c_code(const struct elf_image *image)
{
	return image->needs_libraries || elf_image_section(image, ".init");
}

static void add_word(char *words, size_t room, const char *word)
{
	size_t used = strlen(words);

	snprintf(words + used, room - used, "%s%s", used ? " " : "", word);
}

/* That of a Go that is not known yet is to be confirmed before it is used. */
static const struct golayout *layout_of(const struct buildinfo *build)
{
	return build->minor > LAST_MINOR ? golayout_newest() : golayout_find(build->minor);
}

static void identify(struct manifest *manifest, const struct program *program)
{
	const struct buildinfo *build = &program->build;
	const struct golayout *layout = layout_of(build);
	const char *library = library_mode(program);
	char *kind = manifest->build_kind;

	*manifest = (struct manifest){
		.arch = program->image.arch,
		.go_minor = build->minor,
		.go_patch = build->patch,
	};
	memcpy(manifest->go_version, build->version, sizeof(manifest->go_version));
	if (!elf_image_section(&program->image, ".symtab"))
		add_word(kind, sizeof(manifest->build_kind), "stripped");
	if (library)
		add_word(kind, sizeof(manifest->build_kind), library);
	else if (program->image.is_pie)
		add_word(kind, sizeof(manifest->build_kind), "pie");
	if (has_c_code(&program->image))
		add_word(kind, sizeof(manifest->build_kind), "cgo");
	if (build->is_race)
		add_word(kind, sizeof(manifest->build_kind), "race");
	judge_build(manifest, build, library);
	if (layout)
		manifest->layout = (struct mapgc_layout){
			.maptype_elem = layout->maptype_elem,
			.g_stack_hi = layout->g_stack_hi,
			.go_minor = build->minor,
		};
}

int manifest_identify(int fd, const char *name, struct manifest *ret, struct error *err)
{
	struct program program;
	int rc;

	rc = program_init(&program, fd, name, err);
	if (rc)
		return rc;
	identify(ret, &program);
	program_deinit(&program);
	return 0;
}

static int search_calls(struct resolution *res, bool has_maps, struct error *err)
{
	uint64_t *targets = calloc(res->callees.nr_ranges + 1, sizeof(*targets));
	uint64_t start_va = pause_sites_start_va(&res->program);
	size_t i, nr = 0;
	int rc = 0;

	if (!targets)
		return error_set(err, -ENOMEM, "no memory for the functions");
	for (i = 0; i < res->callees.nr_ranges; i++) {
		const struct callee_range *range = &res->callees.ranges[i];

		if (start_va && start_va < range->va) {
			targets[nr++] = start_va;
			start_va = 0;
		}
		if (has_maps && range->map)
			targets[nr++] = range->va;
	}
	if (start_va)
		targets[nr++] = start_va;
	if (nr)
		rc = calls_init(&res->calls, &res->program, targets, nr, err);
	free(targets);
	return rc;
}

/* Maps are off: calls of their functions are of no interest. */
static void drop_map_functions(struct resolution *res, size_t nr_sites)
{
	size_t i;

	res->sites.nr_sites = nr_sites;
	for (i = 0; i < res->callees.nr_ranges; i++)
		if (res->callees.ranges[i].map)
			callees_demote(&res->callees.ranges[i]);
}

/*
 * A function that calls another one for the same operation is not an operation of its
 * own. reflect's entries are functions like any other then. The runtime's own (from Go
 * 1.27) are what the program calls; where they are more than that call, each has a probe,
 * and the inner call is ignored.
 */
static void judge_wrapper(struct resolution *res, struct callee_range *from,
			  const struct call *call)
{
	struct listing code;

	from->is_wrapper = false;
	if (from->map->is_wrapper) {
		callees_demote(from);
	} else if (!program_decode(&res->program, from->index, &code, NULL)) {
		from->is_wrapper = wrapper_is_clear(&code, call->va);
		listing_deinit(&code);
	}
}

/* The kernel looks one frame up, not two. */
static void judge_outer_wrapper(struct resolution *res, struct callee_range *from,
				const struct call *call)
{
	from->is_wrapper &= !callees_find(&res->callees, call->target)->is_wrapper;
}

static void judge_wrappers(struct resolution *res,
			   void (*judge)(struct resolution *res, struct callee_range *from,
					 const struct call *call))
{
	size_t i;

	for (i = 0; i < res->calls.nr_calls; i++) {
		const struct call *call = &res->calls.calls[i];
		struct callee_range *from = callees_find(&res->callees, call->va);
		struct callee_range *to = callees_find(&res->callees, call->target);

		if (from && from->map && to && to->map && from->map->op == to->map->op)
			judge(res, from, call);
	}
}

static int add_map_sites(struct resolution *res, struct error *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; !rc && i < res->callees.nr_ranges; i++) {
		const struct callee_range *range = &res->callees.ranges[i];

		if (range->map && !range->is_wrapper)
			rc = sites_add_check(&res->sites, &res->program, range->index,
					     MAPGC_ROLE_MAP_OP, range->map->op, err);
	}
	return rc;
}

/* An element's type in the wrong place would make depths of garbage. */
static int confirm_maps(struct resolution *res, const struct golayout *layout,
			struct landmarks *landmarks, struct error *err)
{
	int nr = layout_check_maps(&res->program, layout, &res->callees, &res->calls, landmarks,
				   err);

	if (nr >= 0 && layout_check_stack(&landmarks->start, layout, err))
		return -EINVAL;
	if (nr < 0 || res->program.build.minor <= LAST_MINOR)
		return nr < 0 ? nr : 0;
	if (!nr)
		return error_set(err, -EINVAL, NEWER ", and no map type confirms the layout",
				 res->program.build.minor);
	return layout_check_names(&res->program.pclntab, err);
}

static void resolve_maps(struct resolution *res, const struct golayout *layout,
			 struct landmarks *landmarks, struct feature *maps)
{
	size_t before = res->sites.nr_sites;
	struct error why;

	if (!maps->is_on)
		return;
	judge_wrappers(res, judge_wrapper);
	judge_wrappers(res, judge_outer_wrapper);
	start_code_read(&res->program, &landmarks->start);
	goroutines_find(&res->program, &landmarks->goroutines);
	if (confirm_maps(res, layout, landmarks, &why) || add_map_sites(res, &why)) {
		drop_map_functions(res, before);
		feature_off(maps, why.text);
	} else if (res->sites.nr_sites == before) {
		snprintf(maps->reason, sizeof(maps->reason), "the program has no map operations");
	}
}

static void resolve_gc(struct resolution *res, const struct golayout *layout,
		       struct feature *gc)
{
	struct error limits, why;

	if (!gc->is_on)
		return;
	if (pause_sites_find(&res->program, layout, &res->callees, &res->sites, &limits, &why))
		feature_off(gc, why.text);
	else
		snprintf(gc->reason, sizeof(gc->reason), "%.159s", limits.text);
}

/* Without the table of call sites neither feature would be right. */
static void resolve_callsites(struct resolution *res, struct manifest *manifest)
{
	struct callsites_input in = {
		.program = &res->program,
		.callees = &res->callees,
		.calls = &res->calls,
		.start_va = manifest->gc.is_on ? pause_sites_start_va(&res->program) : 0,
	};
	struct error why;

	if (!callsites_init(&res->callsites, &in, &why))
		return;
	both_off(manifest, why.text);
	res->sites.nr_sites = 0;
}

static int hand_over(struct resolution *res, struct manifest *manifest, struct error *err)
{
	size_t bytes = res->sites.nr_sites * sizeof(*manifest->sites);

	if (res->sites.nr_sites) {
		manifest->sites = malloc(bytes);
		if (!manifest->sites)
			return error_set(err, -ENOMEM, "%s: no memory", res->program.image.name);
		memcpy(manifest->sites, res->sites.sites, bytes);
		manifest->nr_sites = res->sites.nr_sites;
	}
	manifest->text_va = res->program.pclntab.text_va;
	manifest->gomaxprocs_va = gomaxprocs_va(&res->program);
	manifest->callsites = res->callsites.callsites;
	manifest->nr_callsites = res->callsites.nr_callsites;
	manifest->transitions = res->callsites.transitions;
	manifest->nr_transitions = res->callsites.nr_transitions;
	res->callsites = (struct callsites){ 0 };
	return 0;
}

static void note_newer(struct manifest *manifest)
{
	struct feature *const features[] = { &manifest->maps, &manifest->gc };
	size_t i;

	for (i = 0; manifest->go_minor > LAST_MINOR && i < 2; i++)
		if (features[i]->is_on && !*features[i]->reason)
			snprintf(features[i]->reason, sizeof(features[i]->reason),
				 NEWER "; its code and types are as in Go 1.%u",
				 manifest->go_minor, LAST_MINOR);
}

static void add_limit(struct feature *feature, const char *limit)
{
	size_t used = strlen(feature->reason);

	if (feature->is_on)
		snprintf(feature->reason + used, sizeof(feature->reason) - used, "%s%s",
			 used ? "; " : "", limit);
}

/* A plugin's code calls the copies of the runtime's functions in its own file. */
static void note_plugins(struct manifest *manifest, const struct program *program)
{
	if (pclntab_find_name(&program->pclntab, "plugin.lastmoduleinit") == PCLNTAB_NONE)
		return;
	add_limit(&manifest->maps, "what plugins do is not counted");
	add_limit(&manifest->gc, "pauses that plugins begin are not counted");
}

static void note_inferred(struct manifest *manifest)
{
	char limit[64];

	if (manifest->arch->has_flow)
		return;
	snprintf(limit, sizeof(limit), "depths are inferred from types on %s",
		 manifest->arch->name);
	add_limit(&manifest->maps, limit);
}

static int resolve(struct resolution *res, struct manifest *manifest,
		   const struct golayout *layout, struct error *err)
{
	struct error why;
	int rc;

	rc = program_load_functions(&res->program, layout, err);
	if (!rc)
		rc = callees_init(&res->callees, &res->program.pclntab);
	if (rc)
		return rc;
	if (pclntab_find_name(&res->program.pclntab, "runtime.morestack_noctxt") == PCLNTAB_NONE) {
		both_off(manifest, "the Go runtime is in a library (-linkshared)");
	} else if (search_calls(res, manifest->maps.is_on, &why)) {
		both_off(manifest, why.text);
	} else {
		resolve_maps(res, layout, &manifest->landmarks, &manifest->maps);
		resolve_gc(res, layout, &manifest->gc);
		resolve_callsites(res, manifest);
	}
	note_newer(manifest);
	note_plugins(manifest, &res->program);
	note_inferred(manifest);
	return hand_over(res, manifest, err);
}

int manifest_resolve(int fd, const char *name, struct manifest *ret, struct error *err)
{
	const struct golayout *layout;
	struct resolution *res;
	int rc;

	res = calloc(1, sizeof(*res));
	if (!res)
		return error_set(err, -ENOMEM, "%s: no memory", name);
	rc = program_init(&res->program, fd, name, err);
	if (rc) {
		free(res);
		return rc;
	}
	identify(ret, &res->program);
	layout = layout_of(&res->program.build);
	if (layout && (ret->maps.is_on || ret->gc.is_on))
		rc = resolve(res, ret, layout, err);
	if (rc)
		manifest_deinit(ret);
	callsites_deinit(&res->callsites);
	calls_deinit(&res->calls);
	callees_deinit(&res->callees);
	program_deinit(&res->program);
	free(res);
	return rc;
}

void manifest_deinit(struct manifest *manifest)
{
	free(manifest->sites);
	free(manifest->callsites);
	free(manifest->transitions);
	*manifest = (struct manifest){ 0 };
}
