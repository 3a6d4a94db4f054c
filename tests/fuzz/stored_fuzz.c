// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as the file of a stored manifest, and as the manifest in a file that is whole:
 * what is taken from it can be given to the kernel.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"
#include "stored/document.h"
#include "stored/stored.h"

#define CHECK(condition) ((condition) ? (void)0 : abort())

static struct elf_segment code = {
	.va = 0x400000, .offset = 0x1000, .file_bytes = 0x100000, .flags = 1 /* PF_X */,
};

static const struct elf_image image = { .segments = &code, .nr_segments = 1 };

static void check_sites(const struct manifest *manifest)
{
	size_t i;

	for (i = 0; i < manifest->nr_sites; i++) {
		const struct mapgc_site *site = &manifest->sites[i];

		CHECK(site->va >= code.va && site->va - code.va < code.file_bytes);
		CHECK(site->offset == site->va - code.va + code.offset);
		CHECK(site->role < MAPGC_ROLES && site->op < MAPGC_OPS && site->value_reg < 31);
		CHECK(site->insn_len > 0 && site->insn_len <= MAPGC_INSN_MAX);
	}
}

static void take(const json_t *document)
{
	struct manifest manifest = { 0 };
	struct error err;

	if (!stored_take(&image, document, &manifest, &err)) {
		check_sites(&manifest);
		CHECK(manifest.nr_sites <= MAPGC_SITES_MAX);
		CHECK(manifest.nr_callsites <= MAPGC_CALLSITES_MAX);
		CHECK(manifest.nr_transitions <= MAPGC_TRANSITIONS_MAX);
	} else {
		CHECK(*err.text && !strchr(err.text, '\n'));
	}
	manifest_deinit(&manifest);
}

static void parse(const char *text, size_t len)
{
	json_t *document = NULL;
	struct error err;

	if (!document_parse(text, len, &document, &err))
		take(document);
	json_decref(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char digest[SHA256_TEXT_MAX], *text = malloc(len + 128);
	size_t line_len;

	if (!text)
		return 0;
	memcpy(text, data, len);
	text[len] = '\0';
	parse(text, len);
	line_len = strcspn(text, "\n");
	text[line_len++] = '\n';
	sha256_of_bytes(text, line_len, digest);
	sprintf(text + line_len, "{\"sha256\":\"%s\"}\n", digest);
	parse(text, line_len + strlen(text + line_len));
	free(text);
	return 0;
}
