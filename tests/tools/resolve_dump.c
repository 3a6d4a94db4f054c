// SPDX-License-Identifier: GPL-2.0
/*
 * usage: resolve_dump [--identify] FILE – what the resolver finds, as JSON
 *        resolve_dump --count FILE – only how much that is
 *        resolve_dump --stored MANIFEST FILE – what it found when MANIFEST was made
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "resolve/manifest.h"
#include "stored/stored.h"

static const char *const role_names[MAPGC_ROLES] = {
	[MAPGC_ROLE_MAP_OP] = "map_op",
	[MAPGC_ROLE_STOP] = "stop",
	[MAPGC_ROLE_STOPPED] = "stopped",
	[MAPGC_ROLE_START] = "start",
	[MAPGC_ROLE_START_NOW] = "start_now",
	[MAPGC_ROLE_STOPPING_GC] = "stopping_gc",
	[MAPGC_ROLE_STOPPING_OTHER] = "stopping_other",
	[MAPGC_ROLE_TOTAL_GC] = "total_gc",
	[MAPGC_ROLE_TOTAL_OTHER] = "total_other",
	[MAPGC_ROLE_CYCLE] = "cycle",
};

static const char *const op_names[MAPGC_OPS] = {
	[MAPGC_OP_READ] = "read",
	[MAPGC_OP_WRITE] = "write",
	[MAPGC_OP_DELETE] = "delete",
	[MAPGC_OP_ITERATE] = "iterate",
	[MAPGC_OP_CLEAR] = "clear",
	[MAPGC_OP_MAKE] = "make",
};

static const char *const verdict_names[MAPGC_VERDICTS] = {
	[MAPGC_VERDICT_IGNORE] = "ignore",
	[MAPGC_VERDICT_DEPTH] = "depth",
	[MAPGC_VERDICT_INFER] = "infer",
	[MAPGC_VERDICT_AFTER] = "after",
	[MAPGC_VERDICT_PAUSE_SWEEP] = "pause_sweep",
	[MAPGC_VERDICT_PAUSE_MARK] = "pause_mark",
	[MAPGC_VERDICT_PAUSE_RESTART] = "pause_restart",
	[MAPGC_VERDICT_PAUSE_OTHER] = "pause_other",
	[MAPGC_VERDICT_CALLER] = "caller",
};

static json_t *feature_json(const struct feature *feature)
{
	return json_pack("{s:b, s:s}", "on", feature->is_on, "reason", feature->reason);
}

static json_t *hex_json(uint64_t value)
{
	return json_sprintf("0x%" PRIx64, value);
}

static json_t *site_json(const struct mapgc_site *site)
{
	char insn[2 * MAPGC_INSN_MAX + 1] = "";
	size_t i;

	for (i = 0; i < site->insn_len; i++)
		snprintf(insn + 2 * i, 3, "%02x", site->insn[i]);
	return json_pack("{s:o, s:o, s:s, s:s?, s:i, s:s}",
			 "va", hex_json(site->va), "offset", hex_json(site->offset),
			 "role", role_names[site->role],
			 "op", site->role == MAPGC_ROLE_MAP_OP ? op_names[site->op] : NULL,
			 "value_reg", site->value_reg, "insn", insn);
}

static json_t *callsite_json(const struct manifest *manifest,
			     const struct mapgc_callsite *callsite)
{
	return json_pack("{s:o, s:s, s:i, s:b}",
			 "return_va", hex_json(manifest->text_va + callsite->return_off),
			 "verdict", verdict_names[callsite->verdict], "depth", callsite->depth,
			 "remember", callsite->flags & MAPGC_CALLSITE_REMEMBER);
}

static json_t *transition_json(const struct manifest *manifest,
			       const struct mapgc_transition *transition)
{
	return json_pack("{s:o, s:o, s:i}",
			 "return_va", hex_json(manifest->text_va + transition->return_off),
			 "last_va", hex_json(manifest->text_va + transition->last_off),
			 "depth", transition->depth);
}

static json_t *manifest_json(const struct manifest *manifest)
{
	json_t *sites = json_array(), *callsites = json_array(), *transitions = json_array();
	size_t i;

	for (i = 0; i < manifest->nr_sites; i++)
		json_array_append_new(sites, site_json(&manifest->sites[i]));
	for (i = 0; i < manifest->nr_callsites; i++)
		json_array_append_new(callsites, callsite_json(manifest, &manifest->callsites[i]));
	for (i = 0; i < manifest->nr_transitions; i++)
		json_array_append_new(transitions,
				      transition_json(manifest, &manifest->transitions[i]));
	return json_pack("{s:s, s:i, s:i, s:s, s:o, s:o, s:i, s:i, s:o, s:o, s:o, s:o, s:o}",
			 "go_version", manifest->go_version, "go_minor", manifest->go_minor,
			 "go_patch", manifest->go_patch, "build_kind", manifest->build_kind,
			 "text_va", hex_json(manifest->text_va),
			 "gomaxprocs_va", hex_json(manifest->gomaxprocs_va),
			 "maptype_elem", manifest->layout.maptype_elem,
			 "g_stack_hi", manifest->layout.g_stack_hi,
			 "maps", feature_json(&manifest->maps), "gc", feature_json(&manifest->gc),
			 "sites", sites, "callsites", callsites, "transitions", transitions);
}

static int read_manifest(int argc, char **argv, struct manifest *ret)
{
	const char *path = argv[argc - 1];
	struct error err;
	int fd, rc;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		perror(path);
		return 2;
	}
	if (argc == 2 || !strcmp(argv[1], "--count"))
		rc = manifest_resolve(fd, path, ret, &err);
	else if (argc == 3)
		rc = manifest_identify(fd, path, ret, &err);
	else
		rc = stored_read(argv[2], fd, path, ret, &err);
	close(fd);
	if (rc)
		fprintf(stderr, "resolve_dump: %s\n", err.text);
	return rc ? 2 : 0;
}

int main(int argc, char **argv)
{
	struct manifest manifest;
	json_t *json;

	if (argc != 2 && !(argc == 3 && !strcmp(argv[1], "--identify")) &&
	    !(argc == 3 && !strcmp(argv[1], "--count")) &&
	    !(argc == 4 && !strcmp(argv[1], "--stored"))) {
		fputs("usage: resolve_dump [--identify | --count | --stored MANIFEST] FILE\n",
		      stderr);
		return 2;
	}
	if (read_manifest(argc, argv, &manifest))
		return 2;
	json = argc == 3 && !strcmp(argv[1], "--count") ?
		json_pack("{s:i, s:i}", "sites", (int)manifest.nr_sites,
			  "callsites", (int)manifest.nr_callsites) : manifest_json(&manifest);
	json_dumpf(json, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(json);
	manifest_deinit(&manifest);
	return 0;
}
