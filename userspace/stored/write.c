// SPDX-License-Identifier: GPL-2.0
#include "stored/stored.h"

#include <errno.h>
#include <stdlib.h>

#include "text/json_writer.h"

static void write_origin(struct json_writer *jw, const struct origin *origin)
{
	jw_string(jw, "schema", STORED_SCHEMA);
	jw_string(jw, "mapgc", origin->mapgc);
	jw_string(jw, "build_id", origin->build_id);
	jw_string(jw, "code_sha256", origin->code_sha256);
}

static void write_feature(struct json_writer *jw, const char *key,
			  const struct feature *feature)
{
	jw_begin_object(jw, key);
	jw_u64(jw, "is_on", feature->is_on);
	jw_string(jw, "reason", feature->reason);
	jw_end_object(jw);
}

static void write_site(struct json_writer *jw, const struct mapgc_site *site)
{
	size_t i;

	jw_begin_array(jw, NULL);
	jw_u64(jw, NULL, site->va);
	jw_u64(jw, NULL, site->role);
	jw_u64(jw, NULL, site->op);
	jw_u64(jw, NULL, site->value_reg);
	for (i = 0; i < site->insn_len; i++)
		jw_u64(jw, NULL, site->insn[i]);
	jw_end_array(jw);
}

static void write_callsite(struct json_writer *jw, const struct mapgc_callsite *callsite)
{
	jw_begin_array(jw, NULL);
	jw_u64(jw, NULL, callsite->return_off);
	jw_u64(jw, NULL, callsite->verdict);
	jw_u64(jw, NULL, callsite->depth);
	jw_u64(jw, NULL, callsite->flags);
	jw_end_array(jw);
}

static void write_transition(struct json_writer *jw, const struct mapgc_transition *transition)
{
	jw_begin_array(jw, NULL);
	jw_u64(jw, NULL, transition->return_off);
	jw_u64(jw, NULL, transition->last_off);
	jw_u64(jw, NULL, transition->depth);
	jw_end_array(jw);
}

static void write_landmarks(struct json_writer *jw, const struct landmarks *landmarks)
{
	size_t i;

	jw_begin_array(jw, "landmarks");
	jw_begin_array(jw, NULL);
	jw_u64(jw, NULL, landmarks->start.g0_va);
	jw_u64(jw, NULL, landmarks->start.m0_va);
	jw_u64(jw, NULL, landmarks->start.stack_hi_at);
	jw_u64(jw, NULL, landmarks->start.g_m_at);
	jw_u64(jw, NULL, landmarks->start.m_g0_at);
	jw_u64(jw, NULL, landmarks->goroutines.list_va);
	jw_u64(jw, NULL, landmarks->goroutines.nr_va);
	jw_end_array(jw);
	jw_end_array(jw);
	jw_begin_array(jw, "map_types");
	for (i = 0; i < landmarks->nr_map_types; i++) {
		jw_begin_array(jw, NULL);
		jw_u64(jw, NULL, landmarks->map_types[i]);
		jw_end_array(jw);
	}
	jw_end_array(jw);
}

static void write_manifest(struct json_writer *jw, const struct manifest *manifest)
{
	size_t i;

	jw_string(jw, "go_version", manifest->go_version);
	jw_u64(jw, "text_va", manifest->text_va);
	jw_u64(jw, "gomaxprocs_va", manifest->gomaxprocs_va);
	write_feature(jw, "maps", &manifest->maps);
	write_feature(jw, "gc", &manifest->gc);
	write_landmarks(jw, &manifest->landmarks);
	jw_begin_array(jw, "sites");
	for (i = 0; i < manifest->nr_sites; i++)
		write_site(jw, &manifest->sites[i]);
	jw_end_array(jw);
	jw_begin_array(jw, "callsites");
	for (i = 0; i < manifest->nr_callsites; i++)
		write_callsite(jw, &manifest->callsites[i]);
	jw_end_array(jw);
	jw_begin_array(jw, "transitions");
	for (i = 0; i < manifest->nr_transitions; i++)
		write_transition(jw, &manifest->transitions[i]);
	jw_end_array(jw);
}

int stored_write(FILE *out, const struct origin *origin, const struct manifest *manifest)
{
	struct json_writer jw = { 0 };
	char digest[SHA256_TEXT_MAX];
	char *line = NULL;
	size_t len = 0;

	jw.out = open_memstream(&line, &len);
	if (!jw.out)
		return -ENOMEM;
	jw_begin_object(&jw, NULL);
	write_origin(&jw, origin);
	write_manifest(&jw, manifest);
	jw_end_object(&jw);
	jw_end_line(&jw);
	if (fclose(jw.out)) {
		free(line);
		return -ENOMEM;
	}
	sha256_of_bytes(line, len, digest);
	fwrite(line, 1, len, out);
	fprintf(out, "{\"sha256\":\"%s\"}\n", digest);
	free(line);
	return 0;
}
