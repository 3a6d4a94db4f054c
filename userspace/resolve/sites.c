// SPDX-License-Identifier: GPL-2.0
#include "resolve/sites.h"

#include <errno.h>
#include <string.h>

#include "resolve/prologue.h"

/* By its place in the file, which two segments of a strange one may share. */
static bool is_there(const struct sites *sites, uint64_t offset)
{
	size_t i;

	for (i = 0; i < sites->nr_sites; i++)
		if (sites->sites[i].offset == offset)
			return true;
	return false;
}

int sites_add(struct sites *sites, const struct program *program, const struct insn *insn,
	      enum mapgc_role role, unsigned int op, struct error *err)
{
	struct mapgc_site *site;
	uint64_t offset;

	if (elf_image_code_offset(&program->image, insn->va, &offset) ||
	    offset % program->image.arch->quantum ||
	    (!insn_is_jcc(insn) && !insn_is_call(insn)))
		return error_set(err, -EINVAL, "the instruction at 0x%llx cannot be probed",
				 (unsigned long long)insn->va);
	if (sites->nr_sites == MAPGC_SITES_MAX)
		return error_set(err, -E2BIG, "more than %d probe sites", MAPGC_SITES_MAX);
	if (is_there(sites, offset))
		return error_set(err, -EINVAL, "the instruction at 0x%llx has two meanings",
				 (unsigned long long)insn->va);
	site = &sites->sites[sites->nr_sites++];
	*site = (struct mapgc_site){
		.offset = offset,
		.va = insn->va,
		.role = role,
		.op = op,
		.insn_len = insn->len,
	};
	memcpy(site->insn, insn->bytes, insn->len);
	return 0;
}

int sites_add_check(struct sites *sites, const struct program *program, size_t index,
		    enum mapgc_role role, unsigned int op, struct error *err)
{
	const struct insn *check;
	struct listing code;
	int rc;

	rc = program_decode(program, index, &code, err);
	if (rc)
		return rc;
	check = prologue_find_check(&code);
	if (check)
		rc = sites_add(sites, program, check, role, op, err);
	else
		rc = error_set(err, -EINVAL, "%s: entry code not understood",
			       pclntab_name(&program->pclntab, index));
	listing_deinit(&code);
	return rc;
}

int sites_add_record(struct sites *sites, const struct program *program,
		     const struct insn *insn, enum mapgc_role role, uint8_t value_reg,
		     struct error *err)
{
	int rc = sites_add(sites, program, insn, role, 0, err);

	if (!rc)
		sites->sites[sites->nr_sites - 1].value_reg = value_reg;
	return rc;
}
