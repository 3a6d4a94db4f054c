// SPDX-License-Identifier: GPL-2.0
#include "stored/stored.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "stored/document.h"
#include "stored/field.h"

#define REG_MAX		30	/* of arm64; the kernel knows what its own has */
#define SITE_COLUMNS	4	/* before the bytes of the instruction */
#define LANDMARK_COLUMNS	7
#define OFFSET_MAX	127	/* in a structure, as an instruction has it */

/**
 * struct table - an array of rows of numbers
 * @key: its name
 * @rows_max: more are refused
 * @columns_least: numbers that each row has
 * @columns: numbers that a row may have
 * @max: the greatest number of each column
 * @row_bytes: size of what a row becomes
 * @take: makes it of @nr numbers; -EINVAL where it is nothing for this executable
 */
struct table {
	const char *key;
	size_t rows_max;
	size_t columns_least;
	size_t columns;
	uint64_t max[SITE_COLUMNS + MAPGC_INSN_MAX];
	size_t row_bytes;
	int (*take)(const struct elf_image *image, const uint64_t *row, size_t nr, void *ret);
};

static int check_origin(const json_t *document, const struct origin *exe, struct error *err)
{
	struct origin of;
	int rc;

	rc = field_text(document, "build_id", of.build_id, sizeof(of.build_id), err);
	if (!rc)
		rc = field_text(document, "code_sha256", of.code_sha256,
				sizeof(of.code_sha256), err);
	if (!rc)
		rc = field_text(document, "mapgc", of.mapgc, sizeof(of.mapgc), err);
	if (rc)
		return rc;
	if (strcmp(of.build_id, exe->build_id))
		return error_set(err, -ESTALE, "of another build: build id %s, not %s",
				 of.build_id, exe->build_id);
	if (strcmp(of.code_sha256, exe->code_sha256))
		return error_set(err, -ESTALE, "of other code, although the build id is the same");
	if (strcmp(of.mapgc, exe->mapgc))
		return error_set(err, -ESTALE, "stale: made by mapgc %s, and this is %s", of.mapgc,
				 exe->mapgc);
	return 0;
}

static int take_feature(const json_t *document, const char *key, struct feature *ret,
			struct error *err)
{
	const json_t *object = json_object_get(document, key);
	uint64_t is_on;
	int rc;

	rc = field_number(object, "is_on", 1, &is_on, err);
	if (!rc)
		rc = field_text(object, "reason", ret->reason, sizeof(ret->reason), err);
	if (rc)
		return error_set(err, rc, "\"%s\" is not a feature", key);
	ret->is_on = is_on;
	return 0;
}

/* The file offset is not stored: stripping may move the code in the file. */
static int take_site(const struct elf_image *image, const uint64_t *row, size_t nr, void *ret)
{
	struct mapgc_site *site = ret;
	uint64_t offset;
	size_t i;

	if (elf_image_code_offset(image, row[0], &offset))
		return -EINVAL;
	*site = (struct mapgc_site){
		.va = row[0],
		.offset = offset,
		.role = row[1],
		.op = row[2],
		.value_reg = row[3],
		.insn_len = nr - SITE_COLUMNS,
	};
	for (i = SITE_COLUMNS; i < nr; i++)
		site->insn[i - SITE_COLUMNS] = row[i];
	return 0;
}

static int take_callsite(const struct elf_image *image, const uint64_t *row, size_t nr,
			 void *ret)
{
	(void)image;
	(void)nr;
	*(struct mapgc_callsite *)ret = (struct mapgc_callsite){
		.return_off = row[0],
		.verdict = row[1],
		.depth = row[2],
		.flags = row[3],
	};
	return 0;
}

static int take_transition(const struct elf_image *image, const uint64_t *row, size_t nr,
			   void *ret)
{
	(void)image;
	(void)nr;
	*(struct mapgc_transition *)ret = (struct mapgc_transition){
		.return_off = row[0],
		.last_off = row[1],
		.depth = row[2],
	};
	return 0;
}

static int take_landmarks(const struct elf_image *image, const uint64_t *row, size_t nr,
			  void *ret)
{
	(void)image;
	(void)nr;
	*(struct landmarks *)ret = (struct landmarks){
		.start = {
			.g0_va = row[0],
			.m0_va = row[1],
			.stack_hi_at = row[2],
			.g_m_at = row[3],
			.m_g0_at = row[4],
		},
		.goroutines = { .list_va = row[5], .nr_va = row[6] },
	};
	return 0;
}

static int take_map_type(const struct elf_image *image, const uint64_t *row, size_t nr,
			 void *ret)
{
	(void)image;
	(void)nr;
	*(uint64_t *)ret = row[0];
	return 0;
}

static const struct table landmarks = {
	"landmarks", 1, LANDMARK_COLUMNS, LANDMARK_COLUMNS,
	{ INT64_MAX, INT64_MAX, OFFSET_MAX, OFFSET_MAX, OFFSET_MAX, INT64_MAX, INT64_MAX },
	sizeof(struct landmarks), take_landmarks,
};

static const struct table map_types = {
	"map_types", LANDMARKS_TYPES_MAX, 1, 1, { INT64_MAX }, sizeof(uint64_t), take_map_type,
};

static const struct table sites = {
	"sites", MAPGC_SITES_MAX, SITE_COLUMNS + 1, SITE_COLUMNS + MAPGC_INSN_MAX,
	{ INT64_MAX, MAPGC_ROLES - 1, MAPGC_OPS - 1, REG_MAX, 255, 255, 255, 255, 255, 255 },
	sizeof(struct mapgc_site), take_site,
};

static const struct table callsites = {
	"callsites", MAPGC_CALLSITES_MAX, 4, 4,
	{ UINT32_MAX, MAPGC_VERDICTS - 1, UINT8_MAX, UINT16_MAX },
	sizeof(struct mapgc_callsite), take_callsite,
};

static const struct table transitions = {
	"transitions", MAPGC_TRANSITIONS_MAX, 3, 3, { UINT32_MAX, UINT32_MAX, UINT8_MAX },
	sizeof(struct mapgc_transition), take_transition,
};

static int take_rows(const struct table *table, const struct elf_image *image,
		     const json_t *array, char *ret, struct error *err)
{
	uint64_t row[SITE_COLUMNS + MAPGC_INSN_MAX];
	size_t i;

	for (i = 0; i < json_array_size(array); i++) {
		int nr = field_row(array, i, table->key, table->max, row, table->columns_least,
				   table->columns, err);

		if (nr < 0)
			return nr;
		if (table->take(image, row, nr, ret + i * table->row_bytes))
			return error_set(err, -EINVAL, "%s[%zu] is not in the code", table->key, i);
	}
	return 0;
}

static int take_table(const struct table *table, const struct elf_image *image,
		      const json_t *document, void **ret, size_t *nr, struct error *err)
{
	const json_t *array;
	int rc;

	rc = field_array(document, table->key, table->rows_max, &array, err);
	if (rc)
		return rc;
	*nr = json_array_size(array);
	*ret = calloc(*nr + 1, table->row_bytes);
	if (!*ret)
		return error_set(err, -ENOMEM, "no memory");
	return take_rows(table, image, array, *ret, err);
}

static int take_all_landmarks(const struct elf_image *image, const json_t *document,
			      struct landmarks *ret, struct error *err)
{
	struct landmarks *found = NULL;
	uint64_t *types = NULL;
	size_t nr, nr_types = 0;
	int rc;

	rc = take_table(&landmarks, image, document, (void **)&found, &nr, err);
	if (!rc)
		rc = take_table(&map_types, image, document, (void **)&types, &nr_types, err);
	if (!rc) {
		*ret = *found;	/* of no row, nothing */
		memcpy(ret->map_types, types, nr_types * sizeof(*types));
		ret->nr_map_types = nr_types;
	}
	free(found);
	free(types);
	return rc;
}

int stored_take(const struct elf_image *image, const json_t *document, struct manifest *ret,
		struct error *err)
{
	int rc;

	rc = field_number(document, "text_va", INT64_MAX, &ret->text_va, err);
	if (!rc)
		rc = field_number(document, "gomaxprocs_va", INT64_MAX, &ret->gomaxprocs_va, err);
	if (!rc)
		rc = take_all_landmarks(image, document, &ret->landmarks, err);
	if (!rc)
		rc = take_feature(document, "maps", &ret->maps, err);
	if (!rc)
		rc = take_feature(document, "gc", &ret->gc, err);
	if (!rc)
		rc = take_table(&sites, image, document, (void **)&ret->sites, &ret->nr_sites,
				err);
	if (!rc)
		rc = take_table(&callsites, image, document, (void **)&ret->callsites,
				&ret->nr_callsites, err);
	if (!rc)
		rc = take_table(&transitions, image, document, (void **)&ret->transitions,
				&ret->nr_transitions, err);
	return rc;
}

static int take_document(const json_t *document, int exe_fd, const char *exe_name,
			 struct manifest *ret, struct error *err)
{
	struct elf_image image;
	struct origin exe;
	int rc;

	rc = origin_of(exe_fd, exe_name, &exe, err);
	if (!rc)
		rc = check_origin(document, &exe, err);
	if (!rc)
		rc = manifest_identify(exe_fd, exe_name, ret, err);
	if (rc)
		return rc;
	rc = elf_image_init(&image, exe_fd, exe_name, err);
	if (!rc) {
		rc = stored_take(&image, document, ret, err);
		elf_image_deinit(&image);
	}
	if (rc)
		manifest_deinit(ret);
	return rc;
}

int stored_read(const char *path, int exe_fd, const char *exe_name, struct manifest *ret,
		struct error *err)
{
	json_t *document = NULL;
	struct error why;
	int rc;

	rc = document_open(path, &document, &why);
	if (!rc)
		rc = take_document(document, exe_fd, exe_name, ret, &why);
	json_decref(document);
	return rc ? error_set(err, rc, "%s: %.300s", path, why.text) : 0;
}
