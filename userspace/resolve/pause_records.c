// SPDX-License-Identifier: GPL-2.0
#include "resolve/pause_records.h"

#include <errno.h>
#include <string.h>

#include "resolve/record_reasons.h"

/* How Go names the functions that it makes of function literals. */
#define CLOSURE_MARK	".func"

static int add_place(const struct program *program, struct sites *sites,
		     const struct record_place *place, enum mapgc_role role, struct error *err)
{
	if (!place->insn)
		return 0;
	return sites_add_record(sites, program, place->insn, role, place->value_reg, err);
}

static int add(const struct program *program, const struct pause_recorder *recorder,
	       size_t index, const struct record_reasons *places, struct sites *sites,
	       struct error *err)
{
	int rc = sites_add_check(sites, program, index, recorder->entry, 0, err);

	if (!rc)
		rc = add_place(program, sites, &places->gc, recorder->gc, err);
	if (!rc)
		rc = add_place(program, sites, &places->other, recorder->other, err);
	return rc;
}

/* The function itself. @ret is to be used for its histograms. */
static int add_function(const struct program *program, const struct pause_recorder *recorder,
			uint64_t record_va, struct sites *sites, struct record_reasons *ret,
			struct error *err)
{
	struct error why;
	struct listing code;
	int rc = program_decode(program, recorder->index, &code, err);

	if (rc)
		return rc;
	rc = record_reasons_find(&code, record_va, ret, &why);
	if (rc)
		error_set(err, rc, "%s: %.200s", recorder->copies->name, why.text);
	else
		rc = add(program, recorder, recorder->index, ret, sites, err);
	listing_deinit(&code);
	return rc;
}

/* Without the function: a copy for any reason tells its histograms. */
static int ask_copies(const struct program *program, const struct inlining *copies,
		      uint64_t record_va, struct record_reasons *ret, struct error *err)
{
	size_t i;

	for (i = 0; i < copies->nr_copies; i++) {
		struct listing code;
		int rc = program_decode(program, copies->into[i], &code, err);

		if (rc)
			return rc;
		rc = record_reasons_find(&code, record_va, ret, NULL);
		listing_deinit(&code);
		if (!rc)
			return 0;
	}
	if (copies->nr_copies)
		return inlining_refuse(program, copies, 0, err);
	return error_set(err, -ENOENT, "%s: no such function in this program", copies->name);
}

/* A second copy in one function would be a site with two meanings. */
static int add_copy(const struct program *program, const struct pause_recorder *recorder,
		    size_t i, uint64_t record_va, const struct record_reasons *known,
		    struct sites *sites, struct error *err)
{
	size_t index = recorder->copies->into[i];
	struct record_reasons places;
	struct listing code;
	int rc = program_decode(program, index, &code, err);

	if (rc)
		return rc;
	if (!strstr(pclntab_name(&program->pclntab, index), CLOSURE_MARK) ||
	    record_reasons_in_copy(&code, record_va, known, &places))
		rc = inlining_refuse(program, recorder->copies, i, err);
	else
		rc = add(program, recorder, index, &places, sites, err);
	listing_deinit(&code);
	return rc;
}

int pause_records_add(const struct program *program, const struct pause_recorder *recorder,
		      uint64_t record_va, struct sites *sites, struct error *err)
{
	const struct inlining *copies = recorder->copies;
	struct record_reasons known;
	size_t i;
	int rc;

	if (copies->nr_copies > INLINING_MAX)
		return error_set(err, -E2BIG, "%s: inlined in more than %d places (-pgo)",
				 copies->name, INLINING_MAX);
	if (recorder->index == PCLNTAB_NONE)
		rc = ask_copies(program, copies, record_va, &known, err);
	else
		rc = add_function(program, recorder, record_va, sites, &known, err);
	for (i = 0; !rc && i < copies->nr_copies; i++)
		rc = add_copy(program, recorder, i, record_va, &known, sites, err);
	return rc;
}
