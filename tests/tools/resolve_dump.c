// SPDX-License-Identifier: GPL-2.0
/* usage: resolve_dump [--identify] FILE – what the resolver finds, as JSON */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "resolve/manifest.h"

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
	return json_pack("{s:o, s:o, s:s, s:s?, s:s}",
			 "va", hex_json(site->va), "offset", hex_json(site->offset),
			 "role", role_names[site->role],
			 "op", site->role == MAPGC_ROLE_MAP_OP ? op_names[site->op] : NULL,
			 "insn", insn);
}

static json_t *callsite_json(const struct manifest *manifest,
			     const struct mapgc_callsite *callsite)
{
	return json_pack("{s:o, s:s, s:i, s:b}",
			 "return_va", hex_json(manifest->text_va + callsite->return_off),
			 "verdict", verdict_names[callsite->verdict], "depth", callsite->depth,
			 "remember", callsite->flags & MAPGC_CALLSITE_REMEMBER);
}

static json_t *manifest_json(const struct manifest *manifest)
{
	json_t *sites = json_array(), *callsites = json_array();
	size_t i;

	for (i = 0; i < manifest->nr_sites; i++)
		json_array_append_new(sites, site_json(&manifest->sites[i]));
	for (i = 0; i < manifest->nr_callsites; i++)
		json_array_append_new(callsites, callsite_json(manifest, &manifest->callsites[i]));
	return json_pack("{s:s, s:i, s:i, s:s, s:o, s:o, s:o, s:o, s:o}",
			 "go_version", manifest->go_version, "go_minor", manifest->go_minor,
			 "go_patch", manifest->go_patch, "build_kind", manifest->build_kind,
			 "text_va", hex_json(manifest->text_va),
			 "maps", feature_json(&manifest->maps), "gc", feature_json(&manifest->gc),
			 "sites", sites, "callsites", callsites);
}

int main(int argc, char **argv)
{
	int is_identify = argc == 3 && !strcmp(argv[1], "--identify");
	const char *path = argv[argc - 1];
	struct manifest manifest;
	struct error err;
	json_t *json;
	int fd, rc;

	if (argc != 2 && !is_identify) {
		fprintf(stderr, "usage: resolve_dump [--identify] FILE\n");
		return 2;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		perror(path);
		return 2;
	}
	rc = is_identify ? manifest_identify(fd, path, &manifest, &err) :
			   manifest_resolve(fd, path, &manifest, &err);
	close(fd);
	if (rc) {
		fprintf(stderr, "resolve_dump: %s\n", err.text);
		return 2;
	}
	json = manifest_json(&manifest);
	json_dumpf(json, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(json);
	manifest_deinit(&manifest);
	return 0;
}
